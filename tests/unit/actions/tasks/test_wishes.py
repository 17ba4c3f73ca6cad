"""Which changes a message asks for."""

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
    wishes = await wishes_in(said(text, "cancel_order"), FakeReading())
    assert [wish.kind for wish in wishes] == [Kind.CANCEL_ORDER, Kind.RETURN_ITEMS]
    assert "PL11111111" in wishes[0].words and "PL22222222" in wishes[1].words


async def test_what_names_no_wish_belongs_to_the_wish_before_it() -> None:
    wishes = await wishes_in(said("Return the kettle please. It is far too loud.", "return_item"), FakeReading())
    assert [wish.kind for wish in wishes] == [Kind.RETURN_ITEMS]
    assert "loud" in wishes[0].words


async def test_the_profiles_address_is_not_an_orders() -> None:
    profile = await wishes_in(said("change the address in my profile", "change_address"), FakeReading())
    order = await wishes_in(said("change the address of PL12345678", "change_address"), FakeReading())
    assert [profile[0].kind, order[0].kind] == [Kind.CHANGE_PROFILE_ADDRESS, Kind.CHANGE_ADDRESS]


async def test_the_money_of_another_wish_is_no_change_of_payment() -> None:
    text = "return the sneakers and wire the money to my Alipay"
    wishes = await wishes_in(said(text, "payment_change"), FakeReading())
    assert [wish.kind for wish in wishes] == [Kind.RETURN_ITEMS]
