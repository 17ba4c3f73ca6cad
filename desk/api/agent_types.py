"""The wire types of the agent API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from desk.api.satisfaction_types import SatisfactionOut
from desk.api.types import ClientMessageId, CustomerText, Incoming, MessageOut, Outgoing


class Login(Incoming):
    """An agent signs in."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class NoFields(Incoming):
    """An empty object."""


class AgentText(Incoming):
    """A reply or a note."""

    text: CustomerText
    client_message_id: ClientMessageId | None = None


class HandBack(Incoming):
    """Gives the conversation back to the bot, optionally saying what happened."""

    note: CustomerText | None = None


class AgentOut(Outgoing):
    """A signed-in agent."""

    name: str


class SessionOut(Outgoing):
    """The session; ``csrf`` is repeated in the header of every POST."""

    agent: AgentOut
    csrf: str


class AgentMessageOut(MessageOut):
    """A message as agents see it; private ones are notes."""

    author: str | None
    private: bool


class EntryOut(Outgoing):
    """A conversation in the queue or in somebody's hands."""

    conversation_id: str
    state: Literal["bot", "pending", "human", "closed"]
    owner: str | None
    reason: str | None
    language: str
    channel: str
    customer_id: str | None
    waiting_since: datetime | None
    position: int | None
    last_message: AgentMessageOut | None


class QueueOut(Outgoing):
    """Who waits, in order, and who is being helped."""

    pending: list[EntryOut]
    active: list[EntryOut]


class OrderOut(Outgoing):
    """One order of the customer."""

    order_id: str
    status: str
    total: str
    currency: str
    placed_at: str | None


class CardOut(Outgoing):
    """What is known of the customer."""

    name: str
    locale: str
    orders: list[OrderOut]


class SuggestionOut(Outgoing):
    """A past answer that may fit."""

    entry_id: str
    question: str
    answer: str
    language: str
    score: float


class ConversationOut(Outgoing):
    """A conversation with all an agent needs beside it."""

    conversation: EntryOut
    messages: list[AgentMessageOut]
    customer: CardOut | None
    suggestions: list[SuggestionOut]
    satisfaction: SatisfactionOut | None


class EntryAnswer(Outgoing):
    """The conversation as it stands now."""

    conversation: EntryOut


class AgentMessageAnswer(Outgoing):
    """The message as it was stored."""

    message: AgentMessageOut
