"""What is known about one message: the frozen result of understanding it, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypedDict, cast

Language = Literal["zh", "en", "mixed", "other"]
ReplyLanguage = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en", "mixed", "other")
OUT_OF_SCOPE = "oos"


class MalformedUnderstandingError(ValueError):
    """A JSON value is not an understanding; the message names the field."""


class ScoredJson(TypedDict):
    """A label with its probability, as JSON."""

    label: str
    score: float


class EntityJson(TypedDict):
    """An entity as JSON; offsets count code points."""

    type: str
    text: str
    start: int
    end: int
    value: str


class UnderstandingJson(TypedDict):
    """An understanding as JSON."""

    language: str
    reply_language: str
    intent: ScoredJson
    ranking: list[ScoredJson]
    sentiment: ScoredJson
    topic: ScoredJson
    entities: list[EntityJson]
    in_scope: float


@dataclass(frozen=True)
class Scored:
    """A label and its calibrated probability."""

    label: str
    score: float


@dataclass(frozen=True)
class Entity:
    """A span of the message, `text == message[start:end]` in code points; `value` is its normal form."""

    type: str
    text: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class Understanding:
    """One message understood.

    `intent` is `oos` when `in_scope`, the scope model's score, is below the threshold chosen in training; `ranking`
    holds the five most probable labels as the head sees them.
    """

    language: Language
    reply_language: ReplyLanguage
    intent: Scored
    ranking: tuple[Scored, ...]
    sentiment: Scored
    topic: Scored
    entities: tuple[Entity, ...]
    in_scope: float

    def to_json(self) -> UnderstandingJson:
        """The result as plain types that `json.dumps` accepts; scores rounded to six places."""
        return {
            "language": self.language,
            "reply_language": self.reply_language,
            "intent": _scored_json(self.intent),
            "ranking": [_scored_json(item) for item in self.ranking],
            "sentiment": _scored_json(self.sentiment),
            "topic": _scored_json(self.topic),
            "entities": [cast(EntityJson, asdict(entity)) for entity in self.entities],
            "in_scope": round(self.in_scope, 6),
        }

    @classmethod
    def from_json(cls, value: object) -> Understanding:
        """Read what `to_json` wrote; raise MalformedUnderstandingError for anything else."""
        table = _table(value, "understanding")
        language, reply_language = table.get("language"), table.get("reply_language")
        if language not in LANGUAGES:
            raise MalformedUnderstandingError("language must be zh, en, mixed or other")
        if reply_language not in ("zh", "en"):
            raise MalformedUnderstandingError("reply_language must be zh or en")
        return cls(
            language=cast(Language, language),
            reply_language=cast(ReplyLanguage, reply_language),
            intent=_scored(table.get("intent"), "intent"),
            ranking=tuple(_scored(item, "ranking") for item in _list(table.get("ranking"), "ranking")),
            sentiment=_scored(table.get("sentiment"), "sentiment"),
            topic=_scored(table.get("topic"), "topic"),
            entities=tuple(_entity(item) for item in _list(table.get("entities"), "entities")),
            in_scope=_number(table.get("in_scope"), "in_scope"),
        )


def _scored_json(item: Scored) -> ScoredJson:
    return {"label": item.label, "score": round(item.score, 6)}


def _scored(value: object, field: str) -> Scored:
    table = _table(value, field)
    return Scored(_string(table.get("label"), f"{field}.label"), _number(table.get("score"), f"{field}.score"))


def _entity(value: object) -> Entity:
    table = _table(value, "entities")
    start, end = table.get("start"), table.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise MalformedUnderstandingError("entities.start and entities.end must be offsets")
    return Entity(
        type=_string(table.get("type"), "entities.type"),
        text=_string(table.get("text"), "entities.text"),
        start=start,
        end=end,
        value=_string(table.get("value", ""), "entities.value"),
    )


def _table(value: object, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise MalformedUnderstandingError(f"{field} must be an object")
    return value


def _list(value: object, field: str) -> list[object]:
    if not isinstance(value, list):
        raise MalformedUnderstandingError(f"{field} must be a list")
    return value


def _string(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise MalformedUnderstandingError(f"{field} must be a string")
    return value


def _number(value: object, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MalformedUnderstandingError(f"{field} must be a number")
    return float(value)
