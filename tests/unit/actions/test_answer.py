"""How a question to the past answers ended, as the desk reads it from the action's replies."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from desk.bot.reply import Reply, read_reply
from desk.conversations.model import Lookup
from foundation.turns import SECRET_HEADER, Identity, Turn
from knowledge_base.retrieval.answerer import Answer
from tests.dialogue.actions_in_test import SECRET, FakeAnswers, action_server, backstage

NOBODY = Identity("C404", "token", "2026-03-10T09:00:00+00:00", may_change=False)


@dataclass
class AnswersWithFacts(FakeAnswers):
    """Every answer names the customer's order."""

    async def answer_of(self, entry_id: str, language: str) -> Answer | None:
        answer = await super().answer_of(entry_id, language)
        return answer and replace(answer, text="It comes {order.eta}.")


async def ask(
    folder: Path,
    text: str,
    intent: str,
    answers: FakeAnswers | None = None,
    identity: Identity | None = None,
    mentions: dict[str, str] | None = None,
    action: str = "action_answer",
) -> Reply:
    """What an action says to a customer, read as the desk reads it."""
    behind = await backstage(folder)
    behind.services = replace(behind.services, answers=answers or FakeAnswers())
    message = {
        "text": text,
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value} for name, value in (mentions or {}).items()],
        "metadata": Turn("c1", "t1", "en", identity).signed(SECRET),
        "message_id": "m1",
    }
    tracker = {"sender_id": "c1", "slots": {}, "events": [], "latest_message": message, "active_loop": {}}
    async with TestClient(TestServer(action_server(behind))) as client:
        response = await client.post(
            "/webhook", headers={SECRET_HEADER: SECRET}, json={"next_action": action, "tracker": tracker}
        )
        body: dict[str, Any] = await response.json()
    items = [{"custom": said["custom"]} if said.get("custom") else {"text": "said"} for said in body["responses"]]
    return read_reply(items, "en")


@pytest.mark.parametrize(
    ("text", "intent", "lookup"),
    [
        ("how much is shipping", "shipping_info", Lookup.ANSWERED),
        ("I want to return my shoes", "return_item", Lookup.ANSWERED),
        ("perhaps about shipping", "nlu_fallback", Lookup.ASKED_BACK),
        ("the name of the founder's dog", "store_info", Lookup.UNANSWERED),
        ("book me a flight", "oos", Lookup.UNANSWERED),
        ("please exchange it", "exchange_item", Lookup.UNANSWERED),
    ],
)
async def test_a_question_is_answered_asked_back_or_not_answered(
    tmp_path: Path, text: str, intent: str, lookup: Lookup
) -> None:
    assert (await ask(tmp_path, text, intent)).lookup is lookup


@pytest.mark.parametrize("identity", [None, NOBODY])
async def test_an_answer_whose_facts_are_missing_was_not_given(tmp_path: Path, identity: Identity | None) -> None:
    reply = await ask(tmp_path, "how much is shipping", "shipping_info", AnswersWithFacts(), identity)
    assert reply.lookup is Lookup.UNANSWERED


@pytest.mark.parametrize(("entry_id", "lookup"), [("ship-fee", Lookup.ANSWERED), ("gone", Lookup.UNANSWERED)])
async def test_a_picked_question_is_answered_unless_its_entry_is_gone(
    tmp_path: Path, entry_id: str, lookup: Lookup
) -> None:
    assert (await ask(tmp_path, "/inform", "inform", mentions={"entry_id": entry_id})).lookup is lookup


async def test_what_the_past_answers_are_not_asked_for_is_no_lookup(tmp_path: Path) -> None:
    assert (await ask(tmp_path, "where is my order", "order_status", action="action_order_status")).lookup is None
    named = await ask(tmp_path, "PL10020002", "nlu_fallback", mentions={"order_number": "PL10020002"})
    assert named.lookup is None
