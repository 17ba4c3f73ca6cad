"""What the conversations have brought about of all that the domain names."""

from datetime import timedelta

from desk.conversations.sentences import said
from rehearsal.coverage import coverage
from rehearsal.domain import BY_THE_DESK, Domain
from rehearsal.heard import Heard, Turn
from rehearsal.playing import Result
from rehearsal.report import document, line, story, summary
from rehearsal.script import Conversation, Expected, Say
from rehearsal.trackers import Event, actions_run

DOMAIN = Domain(
    intents=frozenset({"greet", "cancel_order"}),
    responses=frozenset({"greet", "refused_too_late", "refused_return_already_shipped"}),
    actions=frozenset({"action_cancel_order", "action_handoff"}),
    reasons=frozenset({"too_late", "already_shipped", "proof_too_old"}),
)
MESSAGES = (
    Heard("customer", "hi\nthere", intent="greet"),
    Heard("bot", "Hello", "greet", choices=("A", "B"), products=("Mug 9 nice",)),
    Heard("bot", "No", "refused_return_already_shipped"),
    Heard("bot", "Sorry", "desk_failed"),
)
SCRIPT = Conversation("a visit", "x.yml, document 1", "en", (Say("hi", Expected()),), age=timedelta(0))
FAILED = Result(SCRIPT, (Turn(MESSAGES, "bot"),), ("step 1: nothing",), 1.25)


def test_only_what_the_domain_names_is_counted():
    covered = coverage(DOMAIN, [FAILED], frozenset({"action_cancel_order", "action_listen"}))
    assert covered.intents.missing == ("cancel_order",)
    assert covered.responses.missing == ("refused_too_late",)
    assert covered.actions.missing == ("action_handoff",)
    assert covered.reasons.seen == {"already_shipped"}


def test_the_bots_own_domain_is_read_without_pieces_of_sentences():
    domain = Domain.read()
    assert {"cancel_order", "greet"} <= domain.intents
    assert "receipt_cancel_order" in domain.responses
    assert not [name for name in domain.responses if name.startswith(("utter_", "part_", "title_"))]
    assert "validate_task_form" in domain.actions
    assert "desk_failed" in domain.can_be_said


def test_the_desk_says_what_is_ascribed_to_it():
    facts = {"number": "C-2345A", "when": "Tue 16 June, 18:00"}
    assert {said(name.removeprefix("desk_"), "en", (), **facts).response for name in BY_THE_DESK} == BY_THE_DESK


def test_a_form_is_known_to_have_validated_and_asked():
    events = [
        Event("c1", "action", "cancel_form"),
        Event("c1", "active_loop", "cancel_form"),
        Event("c2", "slot", "requested_slot", "proof_code"),
        Event("c1", "slot", "requested_slot", "cancel_reason"),
    ]
    assert {"validate_cancel_form", "action_ask_cancel_form_cancel_reason"} <= set(actions_run(events))
    assert "action_ask_cancel_form_proof_code" not in set(actions_run(events))


def test_a_failed_conversation_is_told_with_its_transcript():
    assert line(FAILED) == "FAIL a visit  (en, 1.2 s)"
    told = story(FAILED)
    for piece in ("x.yml, document 1", "[greet] hi\n             there", "choices: A | B", "! step 1: nothing"):
        assert piece in told


def test_the_report_says_the_same_to_people_and_to_programs():
    covered = coverage(DOMAIN, [FAILED], frozenset())
    told = document([FAILED], covered)
    assert (told["passed"], told["failed"], told["languages"]) == (0, 1, {"en": {"passed": 0, "of": 1}})
    assert told["coverage"]["intents"] == {"seen": 1, "of": 2, "missing": ["cancel_order"]}
    assert told["conversations"][0]["problems"] == ["step 1: nothing"]
    assert "intents    1 of 2" in list(summary([FAILED], covered))
