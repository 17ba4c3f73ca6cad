"""A turn held against what was expected of it."""

from rehearsal.checking import leaked, off_the_record, turn_problems, unlike_told, unwanted
from rehearsal.heard import Heard, Turn, heard
from rehearsal.script import Expected, OnRecord

KNOWN = frozenset({"greet", "cancel_propose", "receipt_cancel_order", "refused_too_late", "desk_failed"})


def turn(*names, text="fine", choices=(), state="bot"):
    messages = [Heard("customer", "secret words"), *(Heard("bot", text, name, choices) for name in names)]
    return Turn(tuple(messages), state)


def problems(expected, heard_turn):
    return list(turn_problems(expected, heard_turn, KNOWN))


def test_a_turn_without_expectations_may_say_anything_but_that_it_failed():
    assert problems(Expected(), turn()) == []
    assert problems(Expected(), turn("greet")) == []
    assert problems(Expected(), turn("desk_failed")) == ["the turn failed: desk_failed"]
    assert problems(Expected(bot=(("desk_*",),)), turn("desk_failed")) == []


def test_an_empty_list_asks_that_something_is_said():
    assert problems(Expected(bot=()), turn("greet")) == []
    assert problems(Expected(bot=()), turn()) == ["the bot said nothing"]


def test_responses_must_come_in_their_order_with_others_between():
    wanted = Expected(bot=(("greet", "nothing"), ("receipt_*",)))
    assert problems(wanted, turn("greet", "cancel_propose", "receipt_cancel_order")) == []
    (problem,) = problems(wanted, turn("receipt_cancel_order", "greet"))
    assert problem == "said [receipt_cancel_order, greet], expected in this order [greet | nothing, receipt_*]"


def test_one_response_cannot_stand_for_two():
    assert problems(Expected(bot=(("greet",), ("greet",))), turn("greet")) != []
    assert problems(Expected(bot=(("greet",), ("greet",))), turn("greet", "greet")) == []


def test_unwanted_responses_facts_choices_and_state_are_each_a_problem():
    expected = Expected(unwanted=("refused_*",), facts=("¥299",), choices=("Yes",), state="bot")
    assert problems(expected, turn("greet", text="costs ¥299", choices=("Yes, do",))) == []
    assert problems(expected, turn("refused_too_late", choices=("No",), state="pending")) == [
        "refused_too_late was said, which not forbids (refused_*)",
        "fact '¥299' is not told",
        "choice 'Yes' is not offered, but [No]",
        "the conversation is pending, expected bot",
    ]


def test_the_customers_own_words_are_no_fact_and_no_leak():
    assert problems(Expected(facts=("secret words",)), turn("greet")) == ["fact 'secret words' is not told"]
    assert list(leaked(["secret words"], turn("greet").messages)) == []


def test_a_name_leaks_on_a_button_too():
    assert len(list(leaked(["Emma"], turn("greet", choices=("Ask Emma",)).messages))) == 1


def test_a_pattern_that_no_response_fits_cannot_fail_and_is_a_problem():
    assert list(unwanted(["recieve_*"], ["greet"], KNOWN, "never_said")) == [
        "never_said: no response is named recieve_*"
    ]


def test_a_message_of_the_chat_api_is_heard_with_its_plain_name():
    message = {
        "seq": 2, "role": "bot", "text": "Hi", "response": "utter_greet", "choices": [{"title": "A", "payload": "p"}],
        "products": [], "sources": [],
    }  # fmt: skip
    assert heard(message) == Heard("bot", "Hi", "greet", ("A",), seq=2)
    assert heard(message | {"role": "customer", "response": None, "analysis": {"intent": "greet"}}).intent == "greet"


def test_what_agents_read_of_the_customer_is_compared_where_it_is_named():
    told = {"score": 2, "reason": "rules", "word": None, "served_by": "bot"}
    assert list(unlike_told({"score": 2, "word": None}, told)) == []
    assert list(unlike_told({"score": 5, "reason": "rules"}, told)) == ["satisfaction.score is 2, must be 5"]
    assert list(unlike_told({}, None)) == ["satisfaction was not asked"]


LATE = {"topic": "late", "order_id": "PL1", "customer_id": None, "status": "open", "texts": ["no parcel", "so rude"]}


def test_complaints_on_record_are_compared_by_what_is_named():
    wanted = OnRecord({"topic": "late", "order": "PL1", "customer": None}, ("parcel", "rude"))
    assert list(off_the_record([wanted], [LATE])) == []
    assert list(off_the_record([], [])) == []


def test_a_complaint_that_differs_is_shown():
    wanted = OnRecord({"topic": "goods", "order": None}, ("broken",))
    assert list(off_the_record([wanted], [LATE])) == [
        "complaints[1].topic is 'late', must be 'goods'",
        "complaints[1].order is 'PL1', must be None",
        "complaints[1] does not hold 'broken': ['no parcel', 'so rude']",
    ]


def test_a_complaint_too_many_or_too_few_is_a_problem():
    assert list(off_the_record([], [LATE])) == ["complaints has 1 entries, not 0: [['no parcel', 'so rude']]"]
    assert list(off_the_record([OnRecord()], [])) == ["complaints has 0 entries, not 1: []"]
