"""Gives Rasa the intent and entities that the desk sent with the message, or finds them in this process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

if TYPE_CHECKING:
    from understanding.runtime.classifier import Classifier
    from understanding.runtime.model import Understanding

FALLBACK_INTENT = "nlu_fallback"
OUT_OF_SCOPE_INTENT = "oos"
LANGUAGE_ENTITY = "language"
EXTRACTOR = "understanding"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=False,
)
class UnderstandingComponent(GraphComponent):
    """Reads ``metadata.understanding``; without it (shell, training, tests) runs the same classifier here."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the trained models lie; empty means CONCIERGE_MODELS."""
        return {"models": ""}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UnderstandingComponent:
        """Build the component; no model is loaded."""
        return cls(config)

    def __init__(self, config: Mapping[str, Any], classifier: Classifier | None = None) -> None:
        self._models = Path(config["models"] or os.environ.get("CONCIERGE_MODELS") or "models")
        self._classifier = classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent, ranking and entities of each message."""
        for message in messages:
            metadata = message.get(METADATA) or {}
            text = (message.get(TEXT) or "").strip()
            # A picked choice names its intent itself, and Rasa's own message handler reads it after this component.
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                self._read(message, metadata)
        return messages

    def _read(self, message: Message, metadata: Mapping[str, Any]) -> None:
        given = metadata.get("understanding")
        understanding = _from_json(given) if given else self._understand(message.get(TEXT), metadata)
        intent = {"name": intent_of(understanding), "confidence": understanding.intent.score}
        message.set(INTENT, intent, add_to_output=True)
        ranking = [{"name": item.label, "confidence": item.score} for item in understanding.ranking]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        spoken = language_of(metadata) or understanding.reply_language
        message.set(ENTITIES, [*_entities(understanding), language_entity(spoken)], add_to_output=True)
        if not given:
            message.set("understanding", understanding.to_json(), add_to_output=True)

    def _understand(self, text: str, metadata: Mapping[str, Any]) -> Understanding:
        if self._classifier is None:
            from understanding.runtime.classifier import Classifier

            self._classifier = Classifier(self._models / "understanding")
            self._classifier.warm_up()
        return self._classifier.understand(text, language_of(metadata) or "en")


def intent_of(understanding: Understanding) -> str:
    """The intent's name for the policies.

    The classifier calls everything below its threshold out of scope; only what it ranks so itself is another topic,
    the rest is merely not understood and gets Rasa's own fallback intent.
    """
    best = understanding.intent.label
    if best != OUT_OF_SCOPE_INTENT:
        return best
    foreign = not understanding.ranking or understanding.ranking[0].label == OUT_OF_SCOPE_INTENT
    return OUT_OF_SCOPE_INTENT if foreign else FALLBACK_INTENT


def language_of(metadata: Mapping[str, Any] | None) -> str:
    """The language the desk wants the answer in; empty when the message did not come from the desk."""
    turn = (metadata or {}).get("turn")
    language = turn.get("reply_language") if isinstance(turn, Mapping) else None
    return language if language in ("zh", "en") else ""


def language_entity(language: str) -> dict[str, Any]:
    """The synthetic entity that fills the slot ``language`` without an action call."""
    return {
        "entity": LANGUAGE_ENTITY,
        "value": "zh" if language == "zh" else "en",
        "start": 0,
        "end": 0,
        "extractor": EXTRACTOR,
    }


def _from_json(given: Mapping[str, Any]) -> Understanding:
    from understanding.runtime.model import Understanding

    return Understanding.from_json(given)


def _entities(understanding: Understanding) -> list[dict[str, Any]]:
    return [
        {
            "entity": item.type,
            "value": item.value or item.text,
            "text": item.text,
            "start": item.start,
            "end": item.end,
            "extractor": EXTRACTOR,
        }
        for item in understanding.entities
    ]
