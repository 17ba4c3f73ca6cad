"""The domain, the rules and the actions must agree with one another."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.registry import all_actions
from actions.responses import RESPONSES, ResponseBook
from storefront.changes import Kind
from storefront.model import OrderStatus
from storefront.policy import Reason
from understanding.runtime import patterns, prices
from understanding.training.data import ENTITY_TYPES

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = ROOT / "bot" / "domain"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def domain(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOMAIN / f"{name}.yml").read_text("utf-8"))
    return loaded


def variations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, variation)
        for file in sorted(RESPONSES.glob("*.yml"))
        for name, items in yaml.safe_load(file.read_text("utf-8"))["responses"].items()
        for variation in items
    ]


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "actions").rglob("*.py")))


def test_every_response_speaks_both_languages_and_english_is_the_default() -> None:
    spoken: dict[str, set[str]] = {}
    for name, variation in variations():
        if variation.get("condition"):
            assert variation["condition"] == [{"type": "slot", "name": "language", "value": "zh"}], name
        spoken.setdefault(name, set()).add("zh" if variation.get("condition") else "en")
    assert all(languages == {"zh", "en"} for languages in spoken.values()), spoken


def test_every_variation_of_a_response_asks_for_the_same_facts() -> None:
    facts: dict[str, set[frozenset[str]]] = {}
    for name, variation in variations():
        facts.setdefault(name, set()).add(frozenset(re.findall(r"{(\w+)}", variation["text"])))
    assert {name for name, sets in facts.items() if len(sets) > 1} == set()


def test_texts_are_in_the_language_they_claim() -> None:
    for name, variation in variations():
        bare = re.sub(r"{\w+}", "", variation["text"])
        if not variation.get("condition"):
            assert not CHINESE.search(bare), name
        elif re.search(r"[A-Za-z]{3,}", bare):
            assert CHINESE.search(bare), name


def test_every_choice_of_a_response_leads_to_an_intent_of_the_domain() -> None:
    intents = set(domain("intents")["intents"])
    for name, variation in variations():
        for button in variation.get("buttons", []):
            assert re.match(r"/(\w+)", button["payload"])[1] in intents, (name, button)  # type: ignore[index]


def test_the_domain_lists_exactly_the_actions_there_are() -> None:
    built = {action.name() for action in all_actions(None)}  # type: ignore[arg-type]
    assert set(domain("actions")["actions"]) == built


def test_every_response_an_action_names_exists() -> None:
    book = ResponseBook.read()
    named = set(re.findall(r'"(utter_[a-z_]+)"', sources()))
    assert {name for name in named if not name.endswith("_")} <= book.names
    assert {f"utter_order_{status.value}" for status in OrderStatus} <= book.names
    assert {f"utter_title_status_{status.value}" for status in OrderStatus} <= book.names
    reasons = set(Reason) - {
        Reason.REASON_MISSING,
        Reason.REASON_NOT_ACCEPTED,
        Reason.PROOF_TOO_OLD,
        Reason.PROOF_TOO_WEAK,
    }
    assert {f"utter_refused_{reason.value}" for reason in reasons} <= book.names
    assert {f"utter_part_left_{kind.value}" for kind in Kind} <= book.names
    titles = set(re.findall(r'replies\.choice\("([a-z_]+)"', sources()))
    assert {f"utter_title_{title}" for title in titles} <= book.names


def test_every_slot_an_action_sets_exists_and_steers_no_policy() -> None:
    slots = domain("slots")["slots"]
    assert set(re.findall(r'SlotSet\("(\w+)"', sources())) - {"requested_slot"} <= slots.keys()
    assert all(slot["influence_conversation"] is False for slot in slots.values())


def test_every_entity_that_can_be_found_is_in_the_domain() -> None:
    entities = {name for item in domain("intents")["entities"] for name in (item if isinstance(item, dict) else [item])}
    found = {patterns.ORDER_NUMBER, patterns.TRACKING_NUMBER, patterns.EMAIL, patterns.PHONE, patterns.CODE}
    found |= {patterns.QUANTITY, prices.PRICE, prices.LEAST, prices.MOST, *ENTITY_TYPES}
    assert found <= entities


def test_forty_intents_each_have_a_rule_and_utterances_in_both_languages() -> None:
    intents = domain("intents")["intents"]
    assert len(intents) == len(set(intents)) == 40
    rules = "\n".join(path.read_text("utf-8") for path in (ROOT / "training_data/dialogue/rules").glob("*.yml"))
    assert set(intents) <= set(re.findall(r"intent: (\w+)", rules))
    for language in ("zh", "en"):
        files = (ROOT / "training_data/dialogue/nlu" / language).glob("*.yml")
        spoken = {name for file in files for name in re.findall(r"- intent: (\w+)", file.read_text("utf-8"))}
        assert spoken == set(intents), language


@pytest.mark.parametrize("name", ["proof_form", "task_form"])
def test_every_slot_of_a_form_has_a_question(name: str) -> None:
    actions = set(domain("actions")["actions"])
    slots = domain("forms")["forms"][name]["required_slots"]
    assert {f"action_ask_{name}_{slot}" for slot in slots} | {f"validate_{name}"} <= actions
