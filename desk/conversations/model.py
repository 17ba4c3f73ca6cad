"""The frozen values that leave the store and cross between the desk's rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.conversations.state import State
from foundation.turns import Identity

LONGEST_RESPONSE_NAME = 100
"""Characters of the name of a named response."""


class Role(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True)
class Entity:
    """A piece of the customer's text; offsets count code points."""

    type: str
    text: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True)
class Analysis:
    """What the classifier read in a customer's message."""

    intent: str
    confidence: float
    sentiment: str
    topic: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A button: its title and the opaque payload that picks it."""

    title: str
    payload: str


@dataclass(frozen=True)
class ChoiceDraft:
    """A button before it has a payload: ``target`` is what Rasa or the desk does when it is picked."""

    title: str
    target: str


@dataclass(frozen=True)
class ProductCard:
    """A product shown with a message; the price is a decimal string."""

    sku: str
    title: str
    price: str
    currency: str
    image: str
    reason: str


@dataclass(frozen=True)
class Source:
    """The past answer a reply was taken from."""

    entry_id: str
    question: str
    score: float


class Lookup(StrEnum):
    """How asking the past answers for a customer's message ended."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Draft:
    """A message before it is stored; a second one with the same ``dedupe_key`` in a conversation is dropped.

    ``response`` names what the bot said: a response of the domain, or ``desk_...`` for a sentence of the desk.
    """

    role: Role
    text: str
    language: str
    choices: tuple[ChoiceDraft, ...] = ()
    products: tuple[ProductCard, ...] = ()
    sources: tuple[Source, ...] = ()
    author: str | None = None
    private: bool = False
    dedupe_key: str | None = None
    response: str | None = None


@dataclass(frozen=True)
class Message:
    """A stored message; ``seq`` grows within its conversation."""

    conversation_id: str
    seq: int
    role: Role
    text: str
    language: str
    created_at: datetime
    choices: tuple[Choice, ...] = ()
    products: tuple[ProductCard, ...] = ()
    sources: tuple[Source, ...] = ()
    analysis: Analysis | None = None
    author: str | None = None
    private: bool = False
    response: str | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation as the store knows it; messages of earlier epochs belong to an earlier customer and are hidden."""

    id: str
    channel: str
    state: State
    state_since: datetime
    created_at: datetime
    expires_at: datetime
    epoch: int
    last_language: str
    owner: str | None
    handoff_reason: str | None
    identity: Identity | None
    tracker_task: str | None
    tracker_note: str
    tracker_version: int


@dataclass(frozen=True)
class TurnRecord:
    """A stored turn; ``target`` is the Rasa payload or desk action of a picked choice, None for text."""

    id: str
    conversation_id: str
    epoch: int
    seq: int
    text: str
    target: str | None
    status: str
    answer_until: int | None
    answer_state: str | None


@dataclass(frozen=True)
class Understood:
    """The action server's reading of a message: for the message, for the answer, and untouched for Rasa."""

    analysis: Analysis
    language: str
    reply_language: str
    wire: Mapping[str, object]
