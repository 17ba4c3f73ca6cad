"""What the actions work with, handed to each of them by ``bootstrap``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from actions.desk_client import Complaints, Verifier
from actions.responses import ResponseBook
from knowledge_base.retrieval.answerer import Answer, Found
from recommender.wish import Wish
from storefront.model import Event, Product
from storefront.policy import Policy
from storefront.port import Shop
from understanding.runtime.model import ReplyLanguage, Understanding


class Answers(Protocol):
    """Past answers, searched outside the event loop."""

    async def search(self, text: str, language: str) -> Found:
        """The best past answer, or how unsure it is."""

    async def answer_of(self, entry_id: str, language: str) -> Answer | None:
        """The answer of an entry the customer chose."""

    async def question_in(self, entry_id: str, language: str) -> str:
        """An entry's question, to be offered as a choice; empty when it is live no more."""


class Reading(Protocol):
    """The classifier, run outside the event loop."""

    async def understand(self, texts: Sequence[str], last_language: ReplyLanguage) -> tuple[Understanding, ...]:
        """What each text means; ``last_language`` is the one to answer in when a text leaves it open."""


class Recommended(Protocol):
    """One recommendation, as it is shown."""

    @property
    def sku(self) -> str:
        """The variant."""

    @property
    def product_id(self) -> str:
        """Its product."""

    @property
    def title(self) -> str:
        """Its name in the customer's language."""

    @property
    def price(self) -> Decimal:
        """What it costs."""

    @property
    def currency(self) -> str:
        """In which currency."""

    @property
    def reason(self) -> str:
        """Why it is shown."""


class Recommending(Protocol):
    """The recommender, run outside the event loop."""

    async def recommend(
        self, history: tuple[Event, ...], catalogue: tuple[Product, ...], wish: Wish, n: int
    ) -> Sequence[Recommended]:
        """Products that exist, are in stock and keep the wish's limits."""


@dataclass(frozen=True)
class ProofSettings:
    """How guests prove who they are, and the secret that signs a proof given in this turn."""

    secret: str
    by_details: bool = False
    details_may_change: bool = False


@dataclass(frozen=True)
class Services:
    """The parts of the action server; ``now`` is business time, ``real_now`` the time proofs are dated by."""

    shop: Shop
    policy: Policy
    answers: Answers
    recommending: Recommending
    reading: Reading
    verifier: Verifier
    complaints: Complaints
    book: ResponseBook
    proof: ProofSettings
    now: Callable[[], datetime]
    real_now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def today(self) -> date:
        """Today in the shop's own time zone."""
        return self.now().astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.policy.delivery.timezone)
