"""The action server as the desk sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desk.bot.calls import Peer, UnavailableError
from desk.conversations.model import LONGEST_RESPONSE_NAME, Analysis, Entity, Understood
from knowledge_base.entries import Entry, Provenance, Question

UNDERSTAND_SECONDS = 3.0
LOOK_UP_SECONDS = 3.0
DRAFT_SECONDS = 20.0


@dataclass(frozen=True)
class Receipt:
    """Proof that a turn changed something, in both languages; ``key`` names the change, ``response`` its words."""

    key: str
    text: Mapping[str, str]
    response: str | None


@dataclass(frozen=True)
class OrderLine:
    """One order on the agent's customer card."""

    order_id: str
    status: str
    total: str
    currency: str
    placed_at: str | None


@dataclass(frozen=True)
class CustomerCard:
    """What an agent sees of a customer."""

    name: str
    locale: str
    orders: tuple[OrderLine, ...]


@dataclass(frozen=True)
class Suggestion:
    """A past answer that may fit the customer's last message."""

    entry_id: str
    question: str
    answer: str
    language: str
    score: float


@dataclass(frozen=True)
class EntryDraft:
    """A past answer proposed for review, and what the reviewer should know of it."""

    entry: Entry
    note: str


class Actions:
    """Calls to the action server; each raises UnavailableError when it cannot be had in time."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    async def health(self) -> str:
        """``ok``, ``warming`` or ``away``."""
        try:
            answer = await self._peer.json("GET", "/health", 1.0)
        except UnavailableError:
            return "away"
        status = answer.get("status") if isinstance(answer, dict) else None
        return status if status in ("ok", "warming") else "away"

    async def understand(self, text: str, last_language: str) -> Understood:
        """What the classifier reads in a message."""
        answer = await self._peer.json(
            "POST", "/understand", UNDERSTAND_SECONDS, {"text": text, "last_language": last_language}
        )
        wire = _parsed(_UnderstandingWire, answer)
        return Understood(
            analysis=Analysis(
                intent=wire.intent.label,
                confidence=wire.intent.score,
                sentiment=wire.sentiment.label,
                topic=wire.topic.label,
                entities=tuple(Entity(e.type, e.text, e.start, e.end, e.value) for e in wire.entities),
            ),
            language=wire.language if wire.language in ("zh", "en", "mixed", "other") else "other",
            reply_language="zh" if wire.reply_language == "zh" else "en",
            wire=answer,
        )

    async def receipts(self, conversation_id: str, turn_id: str) -> tuple[Receipt, ...]:
        """The receipts of what one turn has changed so far."""
        answer = await self._peer.json(
            "GET", "/receipts", LOOK_UP_SECONDS, query={"conversation_id": conversation_id, "turn_id": turn_id}
        )
        return tuple(Receipt(one.key, one.text, one.response) for one in _parsed(_ReceiptsWire, answer).receipts)

    async def card(self, customer_id: str) -> CustomerCard:
        """The customer's name and orders."""
        wire = _parsed(
            _CardWire,
            await self._peer.json("GET", f"/customers/{quote(customer_id, safe='')}/card", LOOK_UP_SECONDS),
        )
        orders = tuple(OrderLine(o.order_id, o.status, str(o.total), o.currency, o.placed_at) for o in wire.orders)
        return CustomerCard(wire.name, wire.locale, orders)

    async def suggestions(self, text: str, language: str, count: int = 3) -> tuple[Suggestion, ...]:
        """Past answers that may fit, best first."""
        answer = await self._peer.json(
            "POST", "/answers/search", LOOK_UP_SECONDS, {"text": text, "language": language, "n": count}
        )
        found = _parsed(_SearchWire, answer).candidates[:count]
        return tuple(Suggestion(c.entry_id, c.question, c.answer, c.language, c.score) for c in found)

    async def drafts(self, conversation: Mapping[str, Any]) -> tuple[EntryDraft, ...]:
        """Past answers proposed from a conversation with an agent."""
        answer = await self._peer.json("POST", "/answers/drafts", DRAFT_SECONDS, dict(conversation))
        return tuple(
            EntryDraft(
                Entry(
                    entry_id=one.entry_id,
                    questions=tuple(Question(question.text, question.language) for question in one.questions),
                    answers=one.answers,
                    tags=one.tags,
                    joins=one.joins,
                    provenance=Provenance(agent=one.agent),
                ),
                one.note,
            )
            for one in _parsed(_DraftsWire, answer).drafts
        )

    async def catalogue(self) -> bytes:
        """The catalogue as JSON, passed on unread."""
        return await self._peer.raw("GET", "/catalogue", LOOK_UP_SECONDS)

    async def image(self, product_id: str) -> bytes:
        """A product's picture in SVG."""
        return await self._peer.raw("GET", f"/images/{quote(product_id, safe='')}.svg", LOOK_UP_SECONDS)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore")


W = TypeVar("W", bound=_Wire)


class _ScoredWire(_Wire):
    label: str
    score: float


class _EntityWire(_Wire):
    type: str
    text: str
    start: int
    end: int
    value: str = ""


class _UnderstandingWire(_Wire):
    language: str
    reply_language: str
    intent: _ScoredWire
    sentiment: _ScoredWire
    topic: _ScoredWire
    entities: tuple[_EntityWire, ...] = ()


class _ReceiptWire(_Wire):
    key: str = Field(min_length=1, max_length=200)
    text: dict[str, str]
    response: str | None = Field(default=None, max_length=LONGEST_RESPONSE_NAME)


class _ReceiptsWire(_Wire):
    receipts: tuple[_ReceiptWire, ...]


class _OrderWire(_Wire):
    order_id: str
    status: str
    total: str | float
    currency: str
    placed_at: str | None = None


class _CardWire(_Wire):
    name: str
    locale: str = ""
    orders: tuple[_OrderWire, ...] = ()


class _CandidateWire(_Wire):
    entry_id: str
    question: str
    answer: str
    language: str = ""
    score: float


class _QuestionWire(_Wire):
    text: str
    language: str


class _DraftWire(_Wire):
    entry_id: str
    questions: tuple[_QuestionWire, ...]
    answers: dict[str, str]
    tags: tuple[str, ...] = ()
    joins: str = ""
    agent: str = ""
    note: str = ""


class _DraftsWire(_Wire):
    drafts: tuple[_DraftWire, ...]


class _SearchWire(_Wire):
    candidates: tuple[_CandidateWire, ...] = ()


def _parsed(kind: type[W], answer: Any) -> W:
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise UnavailableError(f"the action server's answer is not a {kind.__name__.strip('_')}") from error
