"""Questions about how the shop does a change, and how they are put to the past answers."""

from typing import Any

import pytest

from actions.context import Mention, TurnContext
from actions.responses import Language
from actions.tasks.rules import Aspect, asks_for_later, asks_for_the_rule, aspect_in, wordings
from actions.tasks.state import Task
from storefront.changes import Kind


def said(text: str, intent: str, asked: str = "", task: Kind | None = None, **more: Any) -> TurnContext:
    slots = {"task": Task(task).as_slot()} if task else {}
    language: Language = "en" if text.isascii() else "zh"
    return TurnContext("c1", "t1", language, text, intent, asked=asked, form="task_form", slots=slots, **more)


@pytest.mark.parametrize(
    "text",
    [
        "how many days do I have to return something?",
        "btw can i return it later if it still hurts?",
        "could I still swap them if they don't fit after all?",
        "If I refuse the box at the door, do I get my money back?",
        "what if it arrives broken?",
        "退货运费谁出",
        "要是不合适还能退吗",
        "以后还可以换吗？",
        "万一收到是坏的怎么办",
        "那换货呢",
    ],
)
def test_the_rule_is_asked_for(text: str) -> None:
    assert asks_for_the_rule(said(text, "return_item"))


@pytest.mark.parametrize(
    "text",
    [
        "can you send it back for me?",
        "If it has not left yet, could you cancel it?",
        "please cancel it if it hasn't shipped",
        "如果还没发货就帮我取消",
        "隔壁平台同一台便宜两百多呢",
        "I'd like to return the kettle",
        "麻烦把那双鞋退了",
    ],
)
def test_a_wish_or_a_statement_asks_for_no_rule(text: str) -> None:
    assert not asks_for_the_rule(said(text, "return_item"))


def test_what_would_be_possible_some_day_is_not_wished_for_now() -> None:
    assert asks_for_later(said("can I exchange it later?", "exchange_item"))
    assert asks_for_later(said("过几天再退可以吗？退晚了还能退吗", "return_item"))
    assert not asks_for_later(said("can I exchange it?", "exchange_item"))
    assert not asks_for_later(said("能退吗", "return_item"))


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("is it free to cancel an order thats not shipped yet?", Aspect.COST),
        ("do I have to pay the postage?", Aspect.COST),
        ("换货要手续费吗", Aspect.COST),
        ("do I have to pay the postage from England?", Aspect.COST_ABROAD),
        ("人在海外，退货运费谁付", Aspect.COST_ABROAD),
        ("how long do I have to send it back?", Aspect.DEADLINE),
        ("签收以后几天内能退", Aspect.DEADLINE),
        ("退款要多久到账啊", Aspect.REFUND),
        ("when do I get my money?", Aspect.REFUND),
        ("how long does an exchange take?", None),
        ("what colours are there?", None),
    ],
)
def test_what_is_asked_of_a_change(text: str, aspect: Aspect | None) -> None:
    assert aspect_in(text) is aspect


def test_the_plain_question_stands_behind_the_customers_own_words() -> None:
    own = "is it free to cancel an order thats not shipped yet?"
    assert wordings(said(own, "cancel_order")) == (own, "Does cancelling an order cost anything?")
    assert wordings(said("那退货运费谁出", "return_item"))[1:] == ("退货的运费谁付？",)
    assert wordings(said("what colours are there?", "return_item"))[1:] == ()


def test_a_question_in_the_middle_of_a_task_is_about_that_task() -> None:
    during_cancelling = said("退款要多久到账啊", "refund_status", task=Kind.CANCEL_ORDER)
    assert wordings(during_cancelling)[1:] == ("取消订单后，钱什么时候退回来？",)
    during_a_return = said("do I have to pay the postage?", "shipping_info", task=Kind.RETURN_ITEMS)
    assert wordings(during_a_return)[1:] == ("Who pays the return shipping?",)
    # The price of goods is none of the task's costs.
    assert wordings(said("what does the small one cost?", "price_promotion", task=Kind.EXCHANGE_ITEMS))[1:] == ()


@pytest.mark.parametrize("text", ["and for an exchange?", "what about exchanging?", "那换货呢", "换货呢？"])
def test_a_follow_up_asks_the_same_of_another_change(text: str) -> None:
    after = said(text, "exchange_item", asked="rule:deadline")
    assert wordings(after)[1:] == wordings(said("How long do I have to exchange?", "exchange_item"))[1:] or (
        wordings(after)[1:] == ("换货的时限是多长？",)
    )
    assert wordings(said(text, "exchange_item"))[1:] == ()


def test_an_order_of_his_own_is_no_rule() -> None:
    mentions = {"order_number": Mention("PL12345678", "PL12345678")}
    assert not asks_for_the_rule(said("how do I return PL12345678?", "return_item", mentions=mentions))
