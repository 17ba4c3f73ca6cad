"""Rasa's answer to a turn, merged into messages: what is not text belongs to the text before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desk.conversations.model import (
    LONGEST_RESPONSE_NAME,
    ChoiceDraft,
    Draft,
    Lookup,
    ProductCard,
    Role,
    Source,
)
from desk.conversations.text import without_surrogates

MOST_ITEMS = 40
LONGEST_TEXT = 8000
REASONS = ("asked", "angry", "failed", "task")


class UnreadableReplyError(ValueError):
    """Rasa answered something that is not a list of items."""


@dataclass(frozen=True)
class Reply:
    """What a turn yields: messages, the reason when the bot wants a person to take over, how a lookup ended."""

    drafts: tuple[Draft, ...]
    handoff: str | None = None
    lookup: Lookup | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the bot said and did nothing."""
        return not self.drafts and self.handoff is None


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _ButtonWire(_Wire):
    title: str = Field(min_length=1, max_length=200)
    payload: str = Field(min_length=1, max_length=4000)


class _ProductWire(_Wire):
    sku: str
    title: str
    price: str | int | float
    currency: str
    image: str = ""
    reason: str = ""


class _SourceWire(_Wire):
    entry_id: str
    question: str
    score: float


class _ItemWire(_Wire):
    text: str | None = Field(default=None, max_length=LONGEST_TEXT)
    buttons: list[_ButtonWire] | None = Field(default=None, max_length=20)
    custom: dict[str, Any] | None = None
    response: str | None = Field(default=None, max_length=LONGEST_RESPONSE_NAME)


class _CustomWire(_Wire):
    products: list[_ProductWire] = Field(default=[], max_length=20)
    sources: list[_SourceWire] = Field(default=[], max_length=20)


def read_reply(items: object, language: str) -> Reply:
    """Merge Rasa's items into messages in ``language``; raise UnreadableReplyError for anything else."""
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise UnreadableReplyError("not a list of at most 40 items")
    drafts: list[Draft] = []
    handoff: str | None = None
    lookup: Lookup | None = None
    for item in _items(items):
        if item.text and item.text.strip():
            drafts.append(Draft(Role.BOT, without_surrogates(item.text.strip()), language, response=item.response))
        elif not drafts and _shows_something(item):
            drafts.append(Draft(Role.BOT, "", language))
        if drafts:
            drafts[-1] = _with_parts(drafts[-1], item)
        handoff = handoff or _handoff(item)
        lookup = lookup or _lookup(item)
    if any(draft.sources for draft in drafts):
        lookup = Lookup.ANSWERED
    return Reply(tuple(drafts), handoff, lookup)


def _items(items: list[Any]) -> Iterator[_ItemWire]:
    for item in items:
        try:
            yield _ItemWire.model_validate(item)
        except ValidationError as error:
            raise UnreadableReplyError(f"an item is unusable: {error.error_count()} errors") from error


def _shows_something(item: _ItemWire) -> bool:
    return bool(item.buttons) or (item.custom or {}).get("kind") in ("products", "sources")


def _with_parts(draft: Draft, item: _ItemWire) -> Draft:
    buttons = tuple(ChoiceDraft(without_surrogates(b.title), b.payload) for b in item.buttons or ())
    draft = replace(draft, choices=draft.choices + buttons)
    if item.custom is None:
        return draft
    if item.custom.get("kind") == "receipt":
        key = item.custom.get("key")
        if not isinstance(key, str) or not 0 < len(key) <= 200:
            raise UnreadableReplyError("a receipt has no key")
        return replace(draft, dedupe_key=receipt_key(key))
    try:
        custom = _CustomWire.model_validate(item.custom)
    except ValidationError as error:
        raise UnreadableReplyError("a custom item is unusable") from error
    return replace(
        draft,
        products=draft.products
        + tuple(ProductCard(p.sku, p.title, str(p.price), p.currency, p.image, p.reason) for p in custom.products),
        sources=draft.sources + tuple(Source(s.entry_id, s.question, s.score) for s in custom.sources),
    )


def receipt_key(key: str) -> str:
    """The key under which a receipt is stored once per conversation."""
    return f"receipt:{key}"


def _handoff(item: _ItemWire) -> str | None:
    if item.custom is None or item.custom.get("kind") != "handoff":
        return None
    reason = item.custom.get("reason")
    return reason if reason in REASONS else "asked"


def _lookup(item: _ItemWire) -> Lookup | None:
    """A lookup that gave no answer; what cannot be read costs a figure and never the customer his reply."""
    if item.custom is None or item.custom.get("kind") != "lookup":
        return None
    outcome = item.custom.get("outcome")
    return Lookup(outcome) if outcome in (Lookup.ASKED_BACK, Lookup.UNANSWERED) else None
