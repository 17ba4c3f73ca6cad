"""Real customers' words through the chat API: 300 labelled ones, and 2,000 for robustness.

An answer shown to a labelled utterance counts as wrong unless ``real_judgements.jsonl`` says that a reader found it
right; texts are kept there only as hashes.
"""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.draw_real import LabelledUtterance, benchmarks_root, draw_unlabelled, labelled
from rehearsal.house import House
from rehearsal.shopper import Reply, shopper

JUDGEMENTS = Path(__file__).with_name("real_judgements.jsonl")
SEED = 20261122
PARALLEL = 4
TASKS = frozenset(
    {"order_status", "delivery_time", "delivery_problem", "cancel_order", "recommend", "change_address", "change_order"}
    | {"payment_change", "return_item", "exchange_item", "refund_status", "complaint"}
)


@dataclass(frozen=True)
class Outcome:
    """What one utterance got: the intent read, what was done, the cited entry when one was shown."""

    intent: str
    done: str
    entry_id: str = ""


def measure() -> dict[str, Any]:
    """Run both sets against a fresh house."""
    root = benchmarks_root()
    known = labelled(root)
    unknown = draw_unlabelled(root, 2000, SEED)
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "var").start()
        try:
            pids = {name: house.pid(name) for name in ("rasa", "actions", "desk")}
            of_known = asyncio.run(_all(house, [one.utterance.text for one in known]))
            of_unknown = asyncio.run(_all(house, [one.text for one in unknown]))
            restarted = [name for name, pid in pids.items() if house.pid(name) != pid]
        finally:
            house.stop()
    return {
        "labelled": score(known, of_known, judgements()),
        "unlabelled": shares(of_unknown),
        "unlabelled_count": len(of_unknown),
        "errors": sum(one.done == "error" for one in (*of_known, *of_unknown)),
        "restarted": restarted,
    }


def score(
    known: Sequence[LabelledUtterance], outcomes: Sequence[Outcome], right: set[tuple[str, str]]
) -> dict[str, Any]:
    """Share with the right intent or way out, and share with a wrong answer shown."""
    good = strict = wrong = 0
    unread = []
    for one, outcome in zip(known, outcomes, strict=True):
        shown_right = (one.utterance.key, outcome.entry_id) in right
        shown_wrong = outcome.done == "answered" and not shown_right
        if shown_wrong and (one.utterance.key, outcome.entry_id, False) not in _read():
            unread.append([one.utterance.key, outcome.entry_id])
        wrong += shown_wrong
        strict += outcome.intent == one.intent
        good += not shown_wrong and (
            outcome.intent in (one.intent, *one.also) or _way_out(outcome.done) == one.way_out or shown_right
        )
    count = len(known)
    return {
        "utterances": count,
        "right_intent_strict": round(strict / count, 3),
        "right_intent_or_way_out": round(good / count, 3),
        "wrong_answer_shown": round(wrong / count, 3),
        "done": shares(outcomes),
        "not_judged_yet": unread,
    }


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Share of each thing done."""
    counts = Counter(outcome.done for outcome in outcomes)
    return {done: round(count / len(outcomes), 3) for done, count in counts.most_common()}


def judgements() -> set[tuple[str, str]]:
    """Pairs of utterance and entry that a reader found right."""
    return {(key, entry_id) for key, entry_id, is_right in _read() if is_right}


def _read() -> set[tuple[str, str, bool]]:
    if not JUDGEMENTS.exists():
        return set()
    rows = [json.loads(line) for line in JUDGEMENTS.read_text().splitlines()]
    return {(row["key"], row["entry_id"], row["right"]) for row in rows}


async def _all(house: House, texts: Sequence[str]) -> list[Outcome]:
    gate = asyncio.Semaphore(PARALLEL)

    async def one(text: str) -> Outcome:
        async with gate, shopper(house, "en") as customer:
            try:
                return _outcome(await customer.say(text[:4000] or "?"))
            except (AssertionError, TimeoutError, OSError):
                return Outcome("", "error")

    return list(await asyncio.gather(*(one(text) for text in texts)))


def _outcome(reply: Reply) -> Outcome:
    if not reply.said:
        return Outcome(reply.intent, "error")
    if reply.state != "bot":
        return Outcome(reply.intent, "handed over")
    if reply.sources:
        return Outcome(reply.intent, "answered", reply.sources[0])
    if reply.products or (reply.intent in TASKS and not reply.choices):
        return Outcome(reply.intent, "task")
    if len(reply.choices) > 1:
        return Outcome(reply.intent, "asked back")
    return Outcome(reply.intent, "offered a person" if reply.choices else "talked")


def _way_out(done: str) -> str:
    return {
        "answered": "",
        "task": "task",
        "asked back": "clarify",
        "handed over": "person",
        "offered a person": "person",
        "talked": "decline",
    }.get(done, "")
