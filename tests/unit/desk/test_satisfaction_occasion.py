"""When a conversation is at its end, and who served in it."""

from datetime import UTC, datetime

from desk.conversations.model import Choice, Message, Role
from desk.satisfaction.occasion import is_farewell, served_by

AT = datetime(2026, 5, 1, tzinfo=UTC)
SERVED = (Message("c", 1, Role.BOT, "On its way.", "en", AT, response="utter_order_shipped"),)
GREETED = (Message("c", 1, Role.BOT, "Hello!", "en", AT, response="utter_greet"),)


def by_bot(*responses: str | None) -> tuple[Message, ...]:
    return tuple(Message("c", 9, Role.BOT, "...", "en", AT, response=response) for response in responses)


def by_agent(name: str) -> Message:
    return Message("c", 5, Role.AGENT, "Done.", "en", AT, author=name)


def test_a_goodbye_is_a_farewell_whatever_was_before():
    assert is_farewell(by_bot("utter_goodbye"), ())
    assert is_farewell(by_bot("utter_order_shipped", "utter_goodbye"), GREETED)


def test_thanks_are_one_only_when_somebody_was_served():
    assert is_farewell(by_bot("utter_thanks"), SERVED)
    assert is_farewell(by_bot("utter_thanks"), (by_agent("mei"),))
    assert not is_farewell(by_bot("utter_thanks"), GREETED)
    assert not is_farewell(by_bot("utter_thanks"), by_bot("utter_ask_proof_contact", "desk_failed", None))


def test_nothing_is_a_farewell_while_something_is_asked_or_offered():
    choices = (Choice("Talk to a person", "p"),)
    offered = Message("c", 8, Role.BOT, "Sorry.", "en", AT, choices=choices, response="utter_offer_person_angry")
    assert not is_farewell(by_bot("utter_thanks", "utter_ask_cancel_reason"), SERVED)
    assert not is_farewell((offered, *by_bot("utter_goodbye")), SERVED)
    assert not is_farewell((), SERVED)


def test_who_served_last_is_who_last_answered_something():
    assert served_by(SERVED) == "bot"
    assert served_by(GREETED) == "bot"
    assert served_by((*SERVED, by_agent("mei"), *by_bot("utter_thanks"))) == "agent:mei"
    assert served_by((by_agent("mei"), *SERVED)) == "bot"
