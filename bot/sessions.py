"""Keeps the tracker small: when a session ends, and what the next one remembers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rasa.core.actions.action import ActionSessionStart
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered

from bot.components.understanding import LANGUAGE_ENTITY, language_of

if TYPE_CHECKING:
    from rasa.core.channels import OutputChannel
    from rasa.core.nlg import NaturalLanguageGenerator
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker

LONGEST_SESSION = 12
"""Customer messages after which a session ends, unless a form is open: the whole tracker travels with each action."""

CARRIED_SLOTS = (LANGUAGE_ENTITY, "order_id", "listed_orders", "product_id", "shown_skus", "person_offered")
"""What a conversation still knows after its session ended; half-finished tasks and proofs are not among them."""

FORM_MINUTES = 60
"""A form older than this is not taken up again: the customer has long been elsewhere."""


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
        slots = {name: tracker.get_slot(name) for name in CARRIED_SLOTS if tracker.get_slot(name) is not None}
        language = language_of(_metadata(tracker))
        if language:
            slots[LANGUAGE_ENTITY] = language
        carried = [SlotSet(name, value) for name, value in slots.items()]
        return [SessionStarted(), *carried, ActionExecuted(ACTION_LISTEN_NAME)]


def is_over(tracker: DialogueStateTracker, now: float | None = None) -> bool:
    """Whether the session in the tracker has grown too long or its open form too old."""
    if tracker.active_loop_name:
        last = tracker.get_last_event_for(UserUttered)
        return last is not None and (now or time.time()) - last.timestamp > FORM_MINUTES * 60
    return _messages(tracker) >= LONGEST_SESSION


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
