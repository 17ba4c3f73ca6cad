"""Which changes a message asks for."""

from dataclasses import replace

import pytest

from actions.context import Mention, TurnContext
from actions.tasks.cues import cue, goods_wish, is_explicit
from actions.tasks.wishes import asks_for_a_change, wishes_in
from storefront.changes import Kind
from tests.dialogue.actions_in_test import FakeReading


def said(text: str, intent: str, *entities: str) -> TurnContext:
    mentions = {entity: Mention("PL12345678", "PL12345678") for entity in entities}
    return TurnContext("c1", "t1", "en", text, intent, mentions)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("取消 PL12345678", Kind.CANCEL_ORDER),
        ("scrap order PL12345678", Kind.CANCEL_ORDER),
        ("can we just stop the whole thing before you send it", Kind.CANCEL_ORDER),
        ("call it off please", Kind.CANCEL_ORDER),
        ("please don't ship it.", Kind.CANCEL_ORDER),
        ("不用发货了", Kind.CANCEL_ORDER),
        ("PL12345678别用支付宝了，换微信", Kind.CHANGE_PAYMENT),
        ("charge it to my mastercard instead", Kind.CHANGE_PAYMENT),
        ("PL12345678改寄到公司", Kind.CHANGE_ADDRESS),
        ("please ship it to my office", Kind.CHANGE_ADDRESS),
        ("那个 order 的 delivery address 填错了", Kind.CHANGE_ADDRESS),
        ("那双鞋退了吧", Kind.RETURN_ITEMS),
        ("I want to send the kettle back", Kind.RETURN_ITEMS),
        ("耳机換成白色", Kind.EXCHANGE_ITEMS),
        ("swap the lamp for the silver one", Kind.EXCHANGE_ITEMS),
        ("颜色改成黑的", Kind.CHANGE_ITEMS),
        ("我的快递到哪了", None),
        ("payment 换成 Alipay 行不", Kind.CHANGE_PAYMENT),
        ("微信零钱不够，换成尾号3306那张卡", Kind.CHANGE_PAYMENT),
        ("换成银联付吧", Kind.CHANGE_PAYMENT),
        ("帮我cancel掉", Kind.CANCEL_ORDER),
        ("先别发货", None),
        ("please don't ship it to the old flat", Kind.CHANGE_ADDRESS),
        ("do you have it in blue", None),
    ],
)
def test_plain_verbs_name_the_change(text: str, kind: Kind | None) -> None:
    assert cue(text) is kind


def test_an_order_number_does_not_drown_the_wish() -> None:
    assert asks_for_a_change(said("取消 PL12345678", "inform", "order_number"))
    assert not asks_for_a_change(said("PL12345678", "inform", "order_number"))


def test_a_question_is_a_wish_only_when_it_says_so_outright() -> None:
    assert asks_for_a_change(said("质量太差了，我要退", "damaged_or_wrong"))
    assert not asks_for_a_change(said("退货的钱什么时候到", "refund_status"))
    assert not asks_for_a_change(said("/cancel_order", "inform"))


def test_an_exchange_is_one_though_the_old_goods_go_back() -> None:
    assert goods_wish("exchange the lamp, I'll send the old one back") is Kind.EXCHANGE_ITEMS
    assert goods_wish("return the lamp") is Kind.RETURN_ITEMS
    assert goods_wish("the lamp is lovely") is None
    assert is_explicit("can I exchange it?") and not is_explicit("how do exchanges work?")


async def test_two_wishes_of_one_message_come_in_their_order() -> None:
    text = "Cancel order PL11111111. Also return the kettle from PL22222222."
    wishes = (await wishes_in(said(text, "cancel_order"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.CANCEL_ORDER, Kind.RETURN_ITEMS]
    assert "PL11111111" in wishes[0].words and "PL22222222" in wishes[1].words


async def test_what_names_no_wish_belongs_to_the_wish_before_it() -> None:
    text = "Return the kettle please. It is far too loud."
    wishes = (await wishes_in(said(text, "return_item"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.RETURN_ITEMS]
    assert "loud" in wishes[0].words


async def test_the_profiles_address_is_not_an_orders() -> None:
    profile = await wishes_in(said("change the address in my profile", "change_address"), FakeReading())
    order = await wishes_in(said("change the address of PL12345678", "change_address"), FakeReading())
    assert [profile.tasks[0].kind, order.tasks[0].kind] == [Kind.CHANGE_PROFILE_ADDRESS, Kind.CHANGE_ADDRESS]


async def test_the_money_of_another_wish_is_no_change_of_payment() -> None:
    text = "return the sneakers and wire the money to my Alipay"
    wishes = (await wishes_in(said(text, "payment_change"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.RETURN_ITEMS]


async def test_goods_wanted_in_another_option_are_no_return() -> None:
    text = "i want the chair in PL96219559 in khaki, low back"
    wishes = (await wishes_in(said(text, "return_item"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.EXCHANGE_ITEMS]


@pytest.mark.parametrize(
    "text",
    ["斜挎包退掉，钱 put it on my gift card 就好", "退掉吧，退款刷回微信"],
)
async def test_where_a_refund_goes_is_no_change_of_payment(text: str) -> None:
    wishes = (await wishes_in(said(text, "refund_status"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [Kind.RETURN_ITEMS]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the chair goes to my mum's, change it to my default address again", Kind.CHANGE_ADDRESS),
        ("送货地址改回默认地址", Kind.CHANGE_ADDRESS),
        ("change my default address", Kind.CHANGE_PROFILE_ADDRESS),
        ("save my new address to my account", Kind.CHANGE_PROFILE_ADDRESS),
        ("update my address on file", Kind.CHANGE_PROFILE_ADDRESS),
        ("把默认地址改一下", Kind.CHANGE_PROFILE_ADDRESS),
    ],
)
async def test_an_order_that_goes_to_the_profiles_address_leaves_the_profile_as_it_is(text: str, kind: Kind) -> None:
    wishes = (await wishes_in(said(text, "change_address"), FakeReading())).tasks
    assert [wish.kind for wish in wishes] == [kind]


async def test_a_hint_is_a_wish_outside_a_form_and_a_remark_within() -> None:
    remark = said("they are too small", "size_advice")
    assert asks_for_a_change(remark)
    assert [wish.kind for wish in (await wishes_in(remark, FakeReading())).tasks] == [Kind.EXCHANGE_ITEMS]
    assert (await wishes_in(replace(remark, form="task_form"), FakeReading())).tasks == ()
