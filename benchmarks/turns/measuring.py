"""Times turns at one conversation at a time, and reads from the servers' logs where the time goes."""

import asyncio
import json
import os
import re
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearsal.heard import Turn, heard_turn
from rehearsal.house import models_folder
from rehearsal.reading import read_conversations
from rehearsal.script import Conversation, Pick, Say, Verification
from rehearsal.shopper import Shopper, visitor
from rehearsal.stage import Stage

CONVERSATIONS = Path(__file__).with_name("conversations.yml")
MOST_SECONDS, LEAST_TURNS = 100.0, 300
CHANGED = re.compile("receipt_")
READ = re.compile(
    r"propose_|refused_|refund_|order_|orders_|none_possible_|ask_(?:cancel_reason|lines|variant|payment_method|address)"
    r"|points_|coupons_|profile_|no_such_variant"
)
_ACTION = re.compile(r"action_took (\S+) ([\d.]+) ms")


@dataclass(frozen=True)
class Timed:
    """A turn, how long its customer waited, and what kind of turn it was."""

    turn: Turn
    milliseconds: float

    @property
    def changes(self) -> bool:
        """Whether the shop was changed in it: a yes and the receipt."""
        return any(CHANGED.match(response) for response in self.turn.responses)

    @property
    def reads(self) -> bool:
        """Whether an action read the shop in it, and changed nothing."""
        return not self.changes and any(READ.match(response) for response in self.turn.responses)


def measure() -> dict[str, Any]:
    """Play every conversation once to warm up, then again and again until there are turns enough."""
    conversations = read_conversations(CONVERSATIONS)
    with tempfile.TemporaryDirectory() as scratch:
        stage = Stage(Path(scratch), models_folder(), Verification.CODE)
        try:
            stage.raise_curtain()
            asyncio.run(_round(stage, conversations))
            logs = [_Log(stage.house.var / "logs" / name) for name in ("desk.log", "actions.log")]
            load = [os.getloadavg()[0]]
            timed = asyncio.run(_rounds(stage, conversations))
            load.append(os.getloadavg()[0])
            return {
                **figures_of(timed),
                "where": where(timed, *(log.new() for log in logs)),
                "load": [round(one, 1) for one in load],
            }
        finally:
            stage.close()


def figures_of(timed: Sequence[Timed]) -> dict[str, Any]:
    """Percentiles of all turns, of those that read the shop and of those that change it."""
    kinds = {
        "all": list(timed),
        "reads": [one for one in timed if one.reads],
        "changes": [one for one in timed if one.changes],
    }
    return {name: _percentiles([one.milliseconds for one in several]) for name, several in kinds.items()}


def where(timed: Sequence[Timed], desk: str, actions: str) -> dict[str, float]:
    """Mean milliseconds of a turn in the classifier, in Rasa without and in its actions, and in all the rest."""
    turns = len(timed)
    answered = [json.loads(line) for line in desk.splitlines() if '"turn_answered"' in line]
    understanding = sum(one["understand_ms"] for one in answered) / turns
    bot = sum(one["answer_ms"] for one in answered) / turns
    in_actions = sum(float(match[2]) for match in _ACTION.finditer(actions)) / turns
    whole = statistics.mean(one.milliseconds for one in timed)
    return {
        "understanding": round(understanding, 1),
        "rasa": round(bot - in_actions, 1),
        "actions": round(in_actions, 1),
        "desk and the way": round(whole - understanding - bot, 1),
    }


class _Log:
    """A log and how far it had come."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = path.stat().st_size

    def new(self) -> str:
        """What has been written since."""
        return self._path.read_bytes()[self._size :].decode("utf-8", "replace")


async def _rounds(stage: Stage, conversations: Sequence[Conversation]) -> list[Timed]:
    started, timed = time.monotonic(), list[Timed]()
    while len(timed) < LEAST_TURNS or (time.monotonic() - started < MOST_SECONDS / 2 and len(timed) < 2 * LEAST_TURNS):
        timed += await _round(stage, conversations)
    return timed


async def _round(stage: Stage, conversations: Sequence[Conversation]) -> list[Timed]:
    return [timed for conversation in conversations for timed in await _talk(stage, conversation)]


async def _talk(stage: Stage, conversation: Conversation) -> list[Timed]:
    await stage.put_back()
    identity = stage.identity(conversation.customer) if conversation.customer else None
    async with visitor(stage.house, conversation.language, identity) as shopper:
        return [await _timed(stage, shopper, step) for step in conversation.steps if isinstance(step, Say | Pick)]


async def _timed(stage: Stage, shopper: Shopper, step: Say | Pick) -> Timed:
    words = step.text if isinstance(step, Say) else step.title
    if "{code}" in words:
        words = words.replace("{code}", stage.newest_code(shopper.conversation_id) or "")
    before = time.monotonic()
    reply = await (shopper.say(words) if isinstance(step, Say) else shopper.choose(words))
    return Timed(heard_turn(reply.messages, reply.state), (time.monotonic() - before) * 1000)


def _percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {
        "p50": round(statistics.median(milliseconds)),
        "p95": round(cuts[18]),
        "max": round(max(milliseconds)),
        "turns": len(milliseconds),
    }
