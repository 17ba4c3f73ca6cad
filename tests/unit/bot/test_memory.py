"""What the next session of a conversation knows: nothing is lost to length, and no old question outlives an absence."""

from pathlib import Path

import yaml

from bot import memory

SLOTS = Path(__file__).resolve().parents[3] / "bot" / "domain" / "slots.yml"
CANCEL = {"kind": "cancel_order", "order_id": "PL1"}
RETURN = {"kind": "return_items"}
KNOWN = {"language": "en", "order_id": "PL1", "product_id": "P1", "shown_skus": ["S1"], "listed_orders": ["PL1"]}


def test_every_slot_of_the_domain_is_carried_or_left_behind_for_a_reason() -> None:
    slots = yaml.safe_load(SLOTS.read_text("utf-8"))["slots"]
    named = [*memory.LASTING, *memory.CURRENT, *memory.OF_A_FORM, *memory.OF_A_TURN]
    assert sorted(named) == sorted(slots)


def test_a_session_that_only_grew_long_forgets_nothing_that_is_known() -> None:
    slots = {**KNOWN, "person_offered": True, "goal_text": "which colour", "left_open": {"tasks": [CANCEL]}}
    assert memory.carried({**slots, "asked": "rephrase", "prompted": "t1"}, None, absent=False) == slots


def test_an_absence_keeps_what_was_spoken_of_and_drops_what_was_being_asked() -> None:
    kept = memory.carried({**KNOWN, "asked": "order:order_status", "goal_text": "where is it"}, None, absent=True)
    assert kept == {name: value for name, value in KNOWN.items() if name != "listed_orders"}


def test_wrong_details_stay_counted_whatever_ends_the_session() -> None:
    for absent in (True, False):
        assert memory.carried({"proof_tries": 4}, None, absent) == {"proof_tries": 4}


def test_an_absence_leaves_the_open_task_and_the_wishes_behind_it_open() -> None:
    kept = memory.carried({"task": CANCEL, "wishes": [RETURN]}, memory.TASK_FORM, absent=True)
    assert kept == {"left_open": {"tasks": [CANCEL, RETURN], "offered": False}}


def test_wishes_that_waited_for_a_proof_are_left_open_and_a_question_is_not() -> None:
    wanted = {"wishes": [CANCEL], "goal": "task"}
    assert memory.carried(wanted, memory.PROOF_FORM, absent=True) == {
        "left_open": {"tasks": [CANCEL], "offered": False}
    }
    assert memory.carried({**wanted, "goal": "order_status"}, memory.PROOF_FORM, absent=True) == {}
    assert memory.carried(wanted, None, absent=True) == {}


def test_what_was_left_open_before_comes_behind_what_is_left_open_now() -> None:
    earlier = {"tasks": [RETURN], "offered": True}
    again = memory.carried({"task": CANCEL, "left_open": earlier}, memory.TASK_FORM, absent=True)
    assert again["left_open"] == {"tasks": [CANCEL, RETURN], "offered": False}
    assert memory.carried({"left_open": earlier}, None, absent=True)["left_open"] == earlier
