"""Keeps the tracker small: when a session ends, and what the next one remembers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rasa.core.actions.action import ActionSessionStart
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered

from bot import memory
from bot.components.understanding import LANGUAGE_ENTITY, language_of

if TYPE_CHECKING:
    from rasa.core.channels import OutputChannel
    from rasa.core.nlg import NaturalLanguageGenerator
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

LONGEST_SESSION = 12
"""Customer messages after which a session ends, unless a form is open: the whole tracker travels with each action."""

ABSENT_MINUTES = 60
"""After a silence longer than this the customer is taken to have been away; no form goes on by itself."""


class BoundedSessionStart(ActionSessionStart):
    """Starts a session with the carried slots and the language of the message that opens it."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """The events of a new session; no call leaves the process, so a session always starts."""
        absent = is_absent(tracker)
        slots = memory.carried(tracker.current_slot_values(), tracker.active_loop_name, absent)
        metadata = _metadata(tracker)
        language = language_of(metadata)
        if language:
            slots[LANGUAGE_ENTITY] = language
        if absent:
            # Without it the question before the absence would be the one just asked.
            slots |= {"asked": None, "returned": _turn_id(metadata)}
        carried = [SlotSet(name, value) for name, value in slots.items()]
        return [SessionStarted(), *carried, ActionExecuted(ACTION_LISTEN_NAME)]


def is_over(tracker: DialogueStateTracker) -> bool:
    """Whether the customer was away, or the session has grown too long and no form is open."""
    return is_absent(tracker) or (not tracker.active_loop_name and _messages(tracker) >= LONGEST_SESSION)


def is_absent(tracker: DialogueStateTracker) -> bool:
    """Whether the customer has said nothing for so long that what was being talked about is not current any more."""
    last = tracker.get_last_event_for(UserUttered)
    return last is not None and time.time() - last.timestamp > ABSENT_MINUTES * 60


def _messages(tracker: DialogueStateTracker) -> int:
    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        count += isinstance(event, UserUttered)
    return count


def _metadata(tracker: DialogueStateTracker) -> Mapping[str, Any] | None:
    value = tracker.get_slot(SESSION_START_METADATA_SLOT)
    return value if isinstance(value, Mapping) else None


def _turn_id(metadata: Mapping[str, Any] | None) -> str | None:
    turn = (metadata or {}).get("turn")
    return turn.get("turn_id") if isinstance(turn, Mapping) else None
