"""The wire types of the public API; the OpenAPI description is generated from them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from desk.conversations.text import LONGEST, BlankTextError, TextTooLongError, clean


class Incoming(BaseModel):
    """What clients send: exact types, no field too many."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Outgoing(BaseModel):
    """What clients get."""

    model_config = ConfigDict(frozen=True)


def cleaned(text: str) -> str:
    """The customer's text as it is kept; raise ValueError with the reason when it cannot be."""
    try:
        return clean(text)
    except BlankTextError:
        raise ValueError("has nothing to read in it") from None
    except TextTooLongError:
        raise ValueError(f"has more than {LONGEST} characters") from None


def _printable(text: str) -> str:
    if not text.isprintable() or "\ufffd" in text:
        raise ValueError("must consist of printable characters")
    return text


CustomerText = Annotated[str, AfterValidator(cleaned), Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST})]
ClientMessageId = Annotated[str, Field(min_length=1, max_length=128), AfterValidator(_printable)]
IdentityToken = Annotated[str, Field(min_length=1, max_length=8192, description="JWT signed by the storefront (HS256)")]


class NewConversation(Incoming):
    """Opens a conversation."""

    channel: Literal["api", "widget"] = "api"
    locale: Literal["zh", "en"] | None = None
    identity: IdentityToken | None = None


class SignIn(Incoming):
    """Proves who the customer is."""

    identity: IdentityToken


class NewMessage(Incoming):
    """One message of the customer: a text, or the payload of a choice that was offered."""

    text: CustomerText | None = None
    choice: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    client_message_id: ClientMessageId | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "NewMessage":
        if (self.text is None) == (self.choice is None):
            raise ValueError("exactly one of text and choice must be given")
        return self


class ErrorDetail(Outgoing):
    """What went wrong."""

    code: str
    message: str


class ErrorAnswer(Outgoing):
    """Every error."""

    error: ErrorDetail


class ConversationOpened(Outgoing):
    """A new conversation and the token for it."""

    conversation_id: str
    token: str
    expires_at: datetime


class OpenConversation(ConversationOpened):
    """An open conversation of the signed-in customer with a fresh token to resume it."""

    state: Literal["bot", "pending", "human", "closed"]
    channel: str
    created_at: datetime


class OpenConversations(Outgoing):
    """The signed-in customer's open conversations, newest first."""

    conversations: list[OpenConversation]


class Proof(Outgoing):
    """Who the customer is now and whether the proof is fresh enough for changes."""

    customer_id: str
    may_change: bool


class Nothing(Outgoing):
    """An empty answer."""


class ChoiceOut(Outgoing):
    """A button; the payload is valid until the customer's next message."""

    title: str
    payload: str


class ProductOut(Outgoing):
    """A product card; the price is a decimal string."""

    sku: str
    title: str
    price: str
    currency: str
    image: str
    reason: str


class SourceOut(Outgoing):
    """The past answer a reply was taken from."""

    entry_id: str
    question: str
    score: float


class EntityOut(Outgoing):
    """A piece of the text; offsets count code points."""

    type: str
    text: str
    start: int
    end: int
    value: str


class AnalysisOut(Outgoing):
    """What the classifier read."""

    intent: str
    confidence: float
    sentiment: str
    topic: str
    entities: list[EntityOut]


class MessageOut(Outgoing):
    """One message; ``response`` names what the bot said: a response of its domain or a sentence of the desk."""

    seq: int
    role: Literal["customer", "bot", "agent", "system"]
    text: str
    language: Literal["zh", "en", "mixed", "other"]
    choices: list[ChoiceOut]
    products: list[ProductOut]
    sources: list[SourceOut]
    analysis: AnalysisOut | None = Field(default=None, exclude_if=lambda value: value is None)
    response: str | None
    created_at: datetime


class TurnAnswer(Outgoing):
    """All messages of the turn, the customer's first."""

    messages: list[MessageOut]
    state: Literal["bot", "pending", "human", "closed"]


class History(Outgoing):
    """Messages in order; ``position`` is the place in the queue while a person is awaited."""

    messages: list[MessageOut]
    state: Literal["bot", "pending", "human", "closed"]
    position: int | None = Field(default=None, exclude_if=lambda value: value is None)


class HealthAnswer(Outgoing):
    """How the processes are."""

    status: Literal["ok", "degraded", "starting"]
    rasa: str
    actions: str


class LiveAnswer(Outgoing):
    """The desk runs."""

    status: Literal["ok"] = "ok"
