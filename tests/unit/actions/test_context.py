"""What an action may know: only what the desk signed, only the question just asked."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.context import read_turn
from actions.proposals import is_hedged, verdict
from foundation.turns import Identity, Turn

SECRET = "secret"
LIN = Identity("C1", "token", "2026-03-10T09:00:00+00:00", may_change=True)


def tracker(
    metadata: dict[str, Any],
    events: list[dict[str, Any]] | None = None,
    slots: dict[str, Any] | None = None,
    text: str = "yes",
    intent: str = "affirm",
) -> Tracker:
    message = {"text": text, "intent": {"name": intent}, "entities": [], "metadata": metadata, "message_id": "m1"}
    return Tracker.from_dict(
        {"sender_id": "c1", "slots": slots or {}, "latest_message": message, "events": events or [], "active_loop": {}}
    )


def test_a_signed_turn_brings_its_identity() -> None:
    turn = read_turn(tracker(Turn("c1", "t1", "zh", LIN).signed(SECRET)), SECRET)
    assert turn.identity == LIN
    assert turn.turn_id == "t1"
    assert turn.language == "zh"


def test_a_forged_a_missing_and_another_conversations_turn_bring_nobody() -> None:
    forged = Turn("c1", "t1", "zh", LIN).signed("other")
    foreign = Turn("c2", "t1", "zh", LIN).signed(SECRET)
    changed = Turn("c1", "t1", "zh").signed(SECRET)
    changed["turn"]["identity"] = {"customer_id": "C1", "method": "token", "proven_at": "", "may_change": True}
    for metadata in (forged, foreign, changed, {}, {"turn": 3}):
        turn = read_turn(tracker(metadata), SECRET)
        assert turn.identity is None
        assert turn.conversation_id == "c1"


def test_a_proof_of_this_turn_counts_and_one_of_an_earlier_turn_does_not() -> None:
    fresh = Turn("c1", "t2", "en", LIN).signed(SECRET)
    now = read_turn(tracker(Turn("c1", "t2", "en").signed(SECRET), slots={"fresh_proof": fresh}), SECRET)
    later = read_turn(tracker(Turn("c1", "t3", "en").signed(SECRET), slots={"fresh_proof": fresh}), SECRET)
    unsigned = {"turn": fresh["turn"], "signature": "0" * 64}
    forged = read_turn(tracker(Turn("c1", "t2", "en").signed(SECRET), slots={"fresh_proof": unsigned}), SECRET)
    assert now.identity == LIN
    assert later.identity is None
    assert forged.identity is None


def told(turns_ago: int, value: str = "order_status") -> list[dict[str, Any]]:
    """The events since a fact was told so many turns ago."""
    return [{"event": "user"}, {"event": "slot", "name": "told", "value": value}, *[{"event": "user"}] * turns_ago]


def test_what_was_told_is_remembered_for_three_turns() -> None:
    signed = Turn("c1", "t1", "en", LIN).signed(SECRET)
    assert read_turn(tracker(signed, told(1)), SECRET).told == "order_status"
    assert read_turn(tracker(signed, told(3)), SECRET).told == "order_status"
    assert read_turn(tracker(signed, told(4)), SECRET).told == ""
    assert read_turn(tracker(signed, [*told(1)[:2], {"event": "reset_slots"}, {"event": "user"}]), SECRET).told == ""


def asked(value: str) -> dict[str, Any]:
    return {"event": "slot", "name": "asked", "value": value}


USER = {"event": "user"}


def test_only_the_question_of_the_turn_before_is_open() -> None:
    metadata = Turn("c1", "t1", "en").signed(SECRET)
    assert read_turn(tracker(metadata, [USER, asked("person:task"), USER]), SECRET).asked == "person:task"
    assert read_turn(tracker(metadata, [USER, asked("person:task"), USER, USER]), SECRET).asked == ""
    assert read_turn(tracker(metadata, [USER, asked("a"), asked("b"), USER, asked("c")]), SECRET).asked == "b"
    assert read_turn(tracker(metadata, [USER]), SECRET).asked == ""
    with_a_person_between = [USER, asked("person:task"), {"event": "reset_slots"}, USER]
    assert read_turn(tracker(metadata, with_a_person_between), SECRET).asked == ""


KEY = "0123456789abcdef"


def heard(text: str, intent: str, last: str = f"proposal:{KEY}", proposal: str = "") -> str:
    built = tracker(Turn("c1", "t1", "en").signed(SECRET), [USER, asked(last), USER], text=text, intent=intent)
    if proposal:
        built.latest_message["entities"] = [{"entity": "proposal", "value": proposal}]
    return verdict(read_turn(built, SECRET), KEY)


def test_a_yes_counts_only_when_the_proposal_was_the_last_thing_asked() -> None:
    assert heard("yes", "affirm") == "yes"
    assert heard("好啊", "greet") == "yes"
    assert heard("你好啊", "greet") == "unclear"
    assert heard("确认取消", "cancel_order") == "yes"
    assert heard("就这个，换", "exchange_item") == "yes"
    assert heard("太好了，退吧", "return_item") == "yes"
    assert heard("Ok, does not matter. Yes, please cancel.", "cancel_order") == "yes"
    assert heard("yes", "affirm", last="person:angry") == "unclear"
    assert heard("yes", "affirm", last="proposal:another") == "unclear"


def test_doubt_is_no_yes() -> None:
    assert heard("yes but wait", "affirm") == "unclear"
    assert heard("好像不是这个", "affirm") == "unclear"
    assert heard("应该可以吧，我也说不好", "affirm") == "unclear"
    assert heard("对了你觉得明天会下雨吗", "oos") == "unclear"
    assert heard("yes. wait, no", "affirm") == "unclear"


@pytest.mark.parametrize("text", ["can i sleep on it", "let me think about it", "我再想想", "容我考虑一下"])
def test_time_to_think_is_neither_yes_nor_no(text: str) -> None:
    assert heard(text, "product_info") == "unclear"
    assert is_hedged(read_turn(tracker({}, [USER], text=text, intent="product_info"), SECRET))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我不想取消", "cancel_order"),
        ("我没说要取消", "cancel_order"),
        ("不能取消", "cancel_order"),
        ("这个先别退", "return_item"),
        ("不是让你换", "exchange_item"),
        ("好贵啊，但是换", "exchange_item"),
        ("I don't want to cancel it", "cancel_order"),
        ("I never said cancel it", "cancel_order"),
        ("you can't cancel it", "cancel_order"),
        ("ok but first tell me about the fee", "affirm"),
        ("what happens if I cancel it", "cancel_order"),
    ],
)
def test_words_that_only_hold_the_verb_are_no_yes(text: str, intent: str) -> None:
    assert heard(text, intent) != "yes"
    assert heard("how long does the refund take", "refund_status") == "unclear"


def test_a_no_is_a_no() -> None:
    assert heard("no", "deny") == "no"
    assert heard("算了", "abort") == "no"
    assert heard("nvm", "oos") == "no"
    assert heard("whoa 140 more? nah", "oos") == "no"
    assert heard("要补一百四？不要，", "oos") == "no"
    assert heard("不，还是不换了", "exchange_item") == "no"
    assert heard("never mind, leave it", "inform") == "no"


def test_a_picked_yes_counts_only_for_its_own_proposal() -> None:
    assert heard("/affirm{...}", "affirm", last="", proposal=KEY) == "yes"
    assert heard("/deny{...}", "deny", proposal=KEY) == "no"
    assert heard("/affirm{...}", "affirm", proposal="another") == "unclear"
