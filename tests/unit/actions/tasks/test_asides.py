"""Questions that stand beside a change in one message."""

import pytest

from actions.context import TurnContext
from actions.tasks.asides import aside_in
from actions.tasks.wishes import wishes_in
from storefront.changes import Kind
from tests.dialogue.actions_in_test import FakeReading
from understanding.runtime.model import Scored, Understanding
from understanding.runtime.patterns import find_entities

TURN = TurnContext("c1", "t1", "en", "", "cancel_order")


def understood(text: str, intent: str) -> Understanding:
    one = Scored(intent, 0.9)
    return Understanding(
        "en", "en", one, (one,), Scored("neutral", 0.9), Scored("other", 0.5), find_entities(text), 0.9
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where's PL90419892??", "order_status"),
        ("问下PL90419892到哪了", "order_status"),
        ("越野跑鞋PL89169190退款到哪步了？", "refund_status"),
        ("how many points do I have", "points_membership"),
        ("tell me when my other parcel comes", "delivery_time"),
        ("do you ship to Taiwan?", "shipping_info"),
        ("我有几张优惠券", "coupon"),
        ("who pays the postage for the way back?", "return_item"),
        ("can I return the other one later?", "return_item"),
    ],
)
def test_a_question_is_an_aside(text: str, intent: str) -> None:
    aside = aside_in(text, understood(text, intent), TURN)
    assert aside is not None and (aside.text, aside.intent) == (text, intent)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("please cancel PL99165148", "cancel_order"),
        ("can you send the kettle back?", "return_item"),
        ("it still has not arrived", "delivery_problem"),
        ("refund to my Visa please", "refund_status"),
        ("can I get it in blue?", "stock"),
        ("能不能给我换个大一码的", "account"),
        ("谢谢", "thanks"),
    ],
)
def test_what_belongs_to_the_change_is_none(text: str, intent: str) -> None:
    assert aside_in(text, understood(text, intent), TURN) is None


def test_where_an_order_is_is_asked_though_its_number_drowns_the_question() -> None:
    aside = aside_in("where is PL91244779", understood("where is PL91244779", "inform"), TURN)
    assert aside is not None and aside.intent == "order_status"
    assert aside.mentions["order_number"].value == "PL91244779"


async def test_the_number_of_an_order_asked_about_is_not_the_one_to_cancel() -> None:
    text = "where's PL90419892?? and please cancel PL99165148, got it cheaper"
    said = await wishes_in(TurnContext("c1", "t1", "en", text, "cancel_order"), FakeReading())
    assert [task.kind for task in said.tasks] == [Kind.CANCEL_ORDER]
    assert "PL90419892" not in said.tasks[0].words and "PL99165148" in said.tasks[0].words
    assert [aside.text for aside in said.asides] == ["where's PL90419892??"]
    assert said.rest == "and please cancel PL99165148, got it cheaper"


@pytest.mark.parametrize(
    "text",
    [
        "Please send PL98041212 to Lindenweg 12, 10435 Berlin, and save the same address also in my account.",
        "send PL98041212 to Lindenweg 12, 10435 Berlin and update my profile too",
        "PL98041212的地址改成上海市静安区梅园路8号 200040，另外资料里的地址也改一下",
    ],
)
async def test_an_address_said_once_is_for_the_order_and_for_the_profile(text: str) -> None:
    said = await wishes_in(TurnContext("c1", "t1", "en", text, "change_address"), FakeReading())
    assert [task.kind for task in said.tasks] == [Kind.CHANGE_ADDRESS, Kind.CHANGE_PROFILE_ADDRESS]
    assert ("12" in said.tasks[1].words or "梅园路" in said.tasks[1].words) and "PL98041212" not in said.tasks[1].words
