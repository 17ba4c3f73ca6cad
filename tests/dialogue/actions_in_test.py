"""The real action server for dialogue tests: real actions on a real SQLite shop, hand-written models and desk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from aiohttp import web

from actions.api import Api
from actions.desk_client import Checked, ComplaintHeard, ComplaintRecorded, DeskUnavailableError
from actions.registry import all_actions, executor_for
from actions.responses import ResponseBook
from actions.server import WARMTH, make_app
from actions.services import ProofSettings, Services
from actions.webhook import Webhook
from knowledge_base.retrieval.answerer import Answer, Candidate, Found
from recommender.wish import Wish
from storefront.adapters.sqlite import SqliteShop
from storefront.model import Event, Product
from storefront.policy_file import read_policy
from tests.shop_samples import NOW, SHOP
from understanding.runtime.language import detect
from understanding.runtime.model import ReplyLanguage, Scored, Understanding
from understanding.runtime.patterns import find_entities

NUMBERS = {"#PL1001": "PL10010001", "PL1002": "PL10020002", "PL0900": "PL09000009", "PL0800": "PL08000008"}
"""The samples' order numbers are shorter than any shop's."""

SAMPLES = replace(SHOP, orders=tuple(replace(order, order_id=NUMBERS[order.order_id]) for order in SHOP.orders))
SECRET = "internal-secret-of-the-dialogue-tests"
CODE = "246810"


@dataclass
class FakeVerifier:
    """A desk that knows one code; everything it was asked is written down."""

    sent: list[tuple[str | None, str, str]] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    tries_left: int = 5

    async def send_code(
        self, conversation_id: str, customer_id: str | None, email: str, phone: str, language: str
    ) -> None:
        self.sent.append((customer_id, email, phone))

    async def check_code(self, conversation_id: str, code: str) -> Checked:
        if not self.sent:
            return Checked("none")
        customer_id = self.sent[-1][0]
        if code == CODE and customer_id:
            return Checked("verified", customer_id)
        self.tries_left -= 1
        return Checked("wrong" if self.tries_left > 0 else "locked", tries_left=self.tries_left)

    async def record_identity(self, conversation_id: str, customer_id: str, may_change: bool) -> None:
        self.recorded.append(customer_id)


@dataclass
class FakeComplaints:
    """A desk that keeps one open complaint a conversation, or is away."""

    heard: list[ComplaintHeard] = field(default_factory=list)
    is_away: bool = False

    async def record_complaint(self, heard: ComplaintHeard) -> ComplaintRecorded:
        if self.is_away:
            raise DeskUnavailableError("away")
        is_new = heard.conversation_id not in {one.conversation_id for one in self.heard}
        self.heard.append(heard)
        return ComplaintRecorded("C-2345A", NOW + timedelta(days=1), is_new)


ENTRIES = {
    "ship-fee": ("How much is shipping?", "Shipping is free from ¥99.", "满99元包邮。"),
    "returns": ("How do I return something?", "Send it back within 15 days.", "15天内可以退货。"),
    "opening": ("When are you open?", "Around the clock.", ""),
}
_WORDS = {
    "shipping": "ship-fee",
    "运费": "ship-fee",
    "return": "returns",
    "退": "returns",
    "open": "opening",
    "营业": "opening",
}


@dataclass
class FakeAnswers:
    """Three past answers found by a word; texts with "perhaps" or 大概 only get candidates."""

    async def search(self, text: str, language: str) -> Found:
        entry_id = next((entry for word, entry in _WORDS.items() if word in text.lower()), "")
        if not entry_id:
            return Found(None, 0.1, (), ask_back=False)
        candidates = tuple(self._candidate(one) for one in ENTRIES)
        if "perhaps" in text.lower() or "大概" in text:
            return Found(None, 0.4, candidates, ask_back=True)
        return Found(await self.answer_of(entry_id, language), 0.95, candidates, ask_back=False)

    async def answer_of(self, entry_id: str, language: str) -> Answer | None:
        if entry_id not in ENTRIES:
            return None
        question, english, chinese = ENTRIES[entry_id]
        own = chinese if language == "zh" else english
        return Answer(entry_id, question, own or english, language if own else "en", bool(own), 0.95)

    async def question_in(self, entry_id: str, language: str) -> str:
        return ENTRIES[entry_id][0]

    def _candidate(self, entry_id: str) -> Candidate:
        question, english, _ = ENTRIES[entry_id]
        return Candidate(entry_id, question, english, "en", 0.8, nearest=0.9)


@dataclass(frozen=True)
class FakeRecommendation:
    sku: str
    product_id: str
    title: str
    price: Decimal
    currency: str
    reason: str


class FakeRecommending:
    """Everything in stock that keeps the price limits."""

    async def recommend(
        self, history: tuple[Event, ...], catalogue: tuple[Product, ...], wish: Wish, n: int
    ) -> Sequence[FakeRecommendation]:
        fitting = [
            FakeRecommendation(
                variant.sku, product.product_id, product.title(wish.language), variant.price, variant.currency, "new"
            )
            for product in catalogue
            for variant in product.variants
            if variant.stock > 0 and wish.allows(variant.price)
        ]
        return fitting[:n]


_INTENTS = {
    "cancel_order": ("cancel", "取消", "不要了"),
    "return_item": ("return", "send back", "退货", "退了"),
    "exchange_item": ("exchange", "swap", "换"),
    "change_address": ("address", "地址", "寄到"),
    "payment_change": ("pay with", "payment", "支付", "付款"),
    "change_order": ("change the order", "改成"),
}


class FakeReading:
    """Reads the intent of a part of a message from one word."""

    async def understand(self, texts: Sequence[str], last_language: ReplyLanguage) -> tuple[Understanding, ...]:
        return tuple(_read(text) for text in texts)


def _read(text: str) -> Understanding:
    found = (intent for intent, words in _INTENTS.items() if any(word in text.lower() for word in words))
    intent = Scored(next(found, "inform"), 0.9)
    language = detect(text)
    entities = find_entities(text)
    return Understanding(language, "en", intent, (intent,), Scored("neutral", 0.9), Scored("other", 0.5), entities, 0.9)


class NoDrafting:
    """Nothing is learnt in dialogue tests."""


class NoReader:
    """The classifier is not asked: each test says what was understood."""

    async def understand(self, texts: Sequence[str], last_language: str) -> tuple[Understanding, ...]:
        raise AssertionError("the test did not say what was understood")


class NoMachinery:
    async def warm_up(self) -> None: ...

    async def keep_going(self) -> None: ...

    async def close(self) -> None: ...


@dataclass
class Backstage:
    """What stands behind the actions in a test."""

    shop: SqliteShop
    verifier: FakeVerifier
    complaints: FakeComplaints
    services: Services
    actions: dict[str, Any] = field(default_factory=dict)
    """What the executor runs, by name; filled by ``action_server``."""


async def backstage(folder: Path, by_details: bool = False, details_may_change: bool = False) -> Backstage:
    """A fresh shop from the samples, and services over it."""
    policy = read_policy()
    shop = SqliteShop(folder / "shop.db", policy)
    await shop.load(SAMPLES)
    verifier, complaints = FakeVerifier(), FakeComplaints()
    services = Services(
        shop=shop,
        policy=policy,
        answers=FakeAnswers(),
        recommending=FakeRecommending(),
        reading=FakeReading(),
        verifier=verifier,
        complaints=complaints,
        book=ResponseBook.read(),
        proof=ProofSettings(SECRET, by_details, details_may_change),
        now=lambda: NOW + timedelta(minutes=5),
        real_now=lambda: datetime.now(UTC),
    )
    return Backstage(shop, verifier, complaints, services)


def action_server(behind: Backstage) -> web.Application:
    """The action server over these services, warm at once."""
    executor = executor_for(all_actions(behind.services))
    behind.actions = executor.actions
    app = make_app(Api(behind.services, NoReader(), NoDrafting()), Webhook(executor), SECRET, NoMachinery())
    app[WARMTH].is_warm = True
    return app
