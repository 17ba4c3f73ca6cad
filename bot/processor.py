"""Rasa's message processor with bounded sessions, a language for every turn, and no hidden failure."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot import sessions
from bot.components.understanding import LANGUAGE_ENTITY, language_entity, language_of


class DeskProcessor(MessageProcessor):
    """The processor that ``bot.launch`` puts in the place of Rasa's."""

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Parse as Rasa does; a picked choice, which skips the pipeline, gets the turn's language too."""
        parsed: dict[str, Any] = await super().parse_message(message, tracker, only_output_properties)
        language = language_of(message.metadata)
        entities = parsed.get("entities") or []
        if language and not any(item.get("entity") == LANGUAGE_ENTITY for item in entities):
            parsed["entities"] = [*entities, language_entity(language)]
        return parsed

    def _get_action(self, action_name: str) -> Action | None:
        if action_name == ACTION_SESSION_START_NAME:
            return sessions.BoundedSessionStart()
        return super()._get_action(action_name)

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        return sessions.is_over(tracker) or super()._has_session_expired(tracker)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _Watched(action, output_channel)
        return await super()._run_action(watched, tracker, output_channel, nlg, prediction)


class _Watched(Action):
    """An action whose failure is written down before Rasa swallows it."""

    def __init__(self, action: Action, channel: OutputChannel) -> None:
        self._action = action
        self._channel = channel

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception:
            failures = getattr(self._channel, "failures", None)
            if failures is not None:
                failures.append(self.name())
            raise

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        return self._action.event_for_successful_execution(prediction)
