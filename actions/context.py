"""One turn as an action sees it: read once from Rasa's tracker, with an identity only the desk can have signed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from actions.responses import Language
from foundation.turns import ForgedTurnError, Identity, Turn

logger = logging.getLogger(__name__)

TURNS_REMEMBERED = 3
"""Turns of the customer within which "and the other one?" still asks what was asked before."""


@dataclass(frozen=True)
class Mention:
    """An entity of the message: as it was written and in its normal form."""

    text: str
    value: str


@dataclass(frozen=True)
class Feeling:
    """The classifier's sentiment: positive, neutral or negative, and how sure it is."""

    label: str = "neutral"
    score: float = 0.0


@dataclass(frozen=True)
class TurnContext:
    """What an action may know of the turn.

    ``asked`` is what the bot asked in the turn before this one, ``told`` the question of fact it answered last, unless
    that was longer ago than ``TURNS_REMEMBERED``.
    """

    conversation_id: str
    turn_id: str
    language: Language
    text: str
    intent: str
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    feeling: Feeling = Feeling()
    topic: str = ""
    identity: Identity | None = None
    form: str = ""
    requested: str = ""
    interrupted: bool = False
    slots: Mapping[str, Any] = field(default_factory=dict)
    asked: str = ""
    told: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether the customer picked one of the bot's own choices; the desk lets nobody else send a slash."""
        return self.text.startswith("/")

    @property
    def words(self) -> str:
        """What he says: the question that a picked choice stands for, else his own text; empty for other choices."""
        return self.value("question") or ("" if self.is_choice else self.text)

    def value(self, entity: str) -> str:
        """The normal form of the first entity of this type; empty without one."""
        mention = self.mentions.get(entity)
        return mention.value if mention else ""


def read_turn(tracker: Tracker, secret: str) -> TurnContext:
    """The turn in the tracker; an unsigned or forged one has no identity."""
    message = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    turn = _turn(tracker, metadata, secret)
    loop = tracker.active_loop or {}
    return TurnContext(
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        language=_language(tracker, turn),
        text=str(message.get("text") or "").strip(),
        intent=str((message.get("intent") or {}).get("name") or ""),
        mentions=_mentions(message.get("entities") or []),
        feeling=_feeling(metadata.get("understanding") or message.get("understanding")),
        topic=_topic(metadata.get("understanding") or message.get("understanding")),
        identity=_fresh_identity(tracker, turn, secret) or turn.identity,
        form=str(loop.get("name") or ""),
        requested=str(tracker.slots.get("requested_slot") or ""),
        interrupted=bool(loop.get("is_interrupted")),
        slots=tracker.slots,
        asked=_set_before(tracker.events, "asked", 1),
        told=_set_before(tracker.events, "told", TURNS_REMEMBERED),
    )


def _turn(tracker: Tracker, metadata: Mapping[str, Any], secret: str) -> Turn:
    try:
        turn = Turn.verified(secret, metadata)
        if turn.conversation_id == tracker.sender_id:
            return turn
        logger.warning("a turn of another conversation was refused")
    except (ForgedTurnError, KeyError, TypeError) as error:
        if metadata.get("signature"):
            logger.warning("a turn was refused: %s", error)
    message_id = str((tracker.latest_message or {}).get("message_id") or "unsigned")
    return Turn(conversation_id=tracker.sender_id, turn_id=message_id, reply_language="")


def _fresh_identity(tracker: Tracker, turn: Turn, secret: str) -> Identity | None:
    """The proof given earlier in this very turn, which the desk's metadata cannot know yet."""
    try:
        proof = Turn.verified(secret, tracker.slots.get("fresh_proof"))
    except (ForgedTurnError, KeyError, TypeError):
        return None
    same = (proof.conversation_id, proof.turn_id) == (turn.conversation_id, turn.turn_id)
    return proof.identity if same else None


def _language(tracker: Tracker, turn: Turn) -> Language:
    # The slot decides which variation Rasa picks, so the facts must be in its language.
    return "zh" if (tracker.slots.get("language") or turn.reply_language) == "zh" else "en"


def _mentions(entities: Sequence[Mapping[str, Any]]) -> Mapping[str, Mention]:
    mentions: dict[str, Mention] = {}
    for entity in entities:
        value = str(entity.get("value") or "")
        mentions.setdefault(str(entity.get("entity")), Mention(str(entity.get("text") or value), value))
    return mentions


def _feeling(understanding: object) -> Feeling:
    sentiment = understanding.get("sentiment") if isinstance(understanding, Mapping) else None
    if not isinstance(sentiment, Mapping):
        return Feeling()
    return Feeling(str(sentiment.get("label") or "neutral"), float(sentiment.get("score") or 0.0))


def _topic(understanding: object) -> str:
    topic = understanding.get("topic") if isinstance(understanding, Mapping) else None
    return str(topic.get("label") or "") if isinstance(topic, Mapping) else ""


def _set_before(events: Sequence[Mapping[str, Any]], slot: str, turns: int) -> str:
    """The last value that a slot was given in the customer's turns before this one, so many of them.

    It is stale too when a person had the conversation meanwhile: the desk then resets the slots.
    """
    messages = 0
    for event in reversed(events):
        if event.get("event") == "user":
            messages += 1
            if messages > turns:
                break
        elif event.get("event") in ("reset_slots", "restart"):
            break
        elif messages and event.get("event") == "slot" and event.get("name") == slot:
            return str(event.get("value") or "")
    return ""
