"""What a customer asks a recommendation to be: price limits, a category, kinds of product, read from his words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from recommender.kind_words import CATEGORIES
from recommender.kinds import endings_said, is_called, kinds_said
from storefront.model import Product
from understanding.runtime.patterns import find_entities
from understanding.runtime.prices import LEAST, MOST, PRICE

LONGEST = 4000
"""Nothing after this many characters is read."""


@dataclass(frozen=True)
class Wish:
    """Limits every recommendation keeps; the default allows everything.

    `words` are kinds of product of which one must fit, `exclude_words` kinds that must not; a SKU in `exclude_skus`
    takes its whole product out, since another colour of it is the same again. `category` is one of the catalogue's.
    """

    max_price: Decimal | None = None
    min_price: Decimal | None = None
    category: str = ""
    exclude_skus: frozenset[str] = frozenset()
    language: Literal["zh", "en"] = "en"
    words: tuple[str, ...] = ()
    exclude_words: tuple[str, ...] = ()

    def allows(self, price: Decimal) -> bool:
        """Whether a price lies within the limits."""
        return (self.max_price is None or price <= self.max_price) and (
            self.min_price is None or price >= self.min_price
        )

    @property
    def is_open(self) -> bool:
        """Whether neither kind nor category is asked for, so that a mix of categories is welcome."""
        return not self.words and not self.category


def read_wish(text: str, catalogue: Sequence[Product], language: str) -> Wish:
    """Read a message in any of both languages; what it does not say stays open.

    A kind the shop has nothing of still stands in `words`: the recommender then finds nothing and the caller says so.
    """
    text = text[:LONGEST]
    least, most = _limits(text)
    words, excluded, rest = _kinds(text, catalogue)
    category = _category(rest, catalogue)
    if category and words and not any(_fits(product, category, words) for product in catalogue):
        category = ""
    return Wish(
        max_price=most,
        min_price=least,
        category=category,
        language="zh" if language == "zh" else "en",
        words=words,
        exclude_words=excluded,
    )


def _limits(text: str) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and the highest price asked for; a bare price is what the customer has to spend."""
    found: dict[str, Decimal] = {}
    for entity in find_entities(text):
        if entity.type in (LEAST, MOST, PRICE) and entity.value:
            found.setdefault(entity.type, Decimal(entity.value))
    most = found.get(MOST)
    if most is None and LEAST not in found:
        most = found.get(PRICE)
    return found.get(LEAST), most


_REFUSED = re.compile(
    r"(?:(?:不要|别|不想[要买]|不是|不需要|不喜欢)(?!太|超|高于|很|那么)|除了"
    r"|\b(?:no|not|except|besides|without|other than|don'?t (?:want|need|like))\b"
    r"(?!\s*(?:too|very|so|more|over|above)\b))"
    r"[^,，。.;；!！?？]{0,16}$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?:搭配?|配合?|和|跟|我有|有了|已有|已经有|刚买|买过|\b(?:with|for|match(?:es|ing)?)\s+(?:my|the|his|her|these|those)\b"
    r"|\b(?:i|we)(?:'ve)? (?:already |just |recently )?(?:have|own|got|bought)\b|\balready (?:have|own|got|bought)\b)"
    r"[^,，。.;；!！?？]{0,16}$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:和|或者?|还有|跟|与|、|/|&|,|，|\band\b|\bor\b)\s*(?:any|a|an|the)?\s*", re.IGNORECASE)


def _kinds(text: str, catalogue: Sequence[Product]) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Kinds wanted, kinds refused, and the text without what is not wanted.

    A kind the customer has, or that the wanted thing shall go with, is neither wanted nor refused. Words before a kind
    decide, back to the kind before it; kinds joined by "and" share their fate.
    """
    fates: dict[str, list[str]] = {"wanted": [], "refused": [], "owned": []}
    fate, end_before, rest = "wanted", 0, text
    for start, end, word in _said(text, catalogue):
        between = text[end_before:start]
        if not (end_before and _JOINT.fullmatch(between)):
            fate = _fate(between)
        fates[fate].append(word)
        if fate != "wanted":
            rest = rest[:start] + " " * (end - start) + rest[end:]
        end_before = end
    wanted = tuple(dict.fromkeys(fates["wanted"]))
    return wanted, tuple(word for word in dict.fromkeys(fates["refused"]) if word not in wanted), rest


def _said(text: str, catalogue: Sequence[Product]) -> list[tuple[int, int, str]]:
    said = kinds_said(text)
    more = [
        (start, end, word)
        for start, end, word in endings_said(text, catalogue)
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in said)
    ]
    return sorted((*said, *more))


def _fate(before: str) -> str:
    if _REFUSED.search(before):
        return "refused"
    return "owned" if _OWNED.search(before) else "wanted"


def _category(text: str, catalogue: Sequence[Product]) -> str:
    """The one category of the catalogue that the text names; none when it names several."""
    offered = {product.category for product in catalogue if product.category}
    named = {
        category
        for said, names in CATEGORIES
        if said.search(text)
        for category in offered
        if any(name in category.lower() for name in names)
    }
    named |= {category for category in offered if _says(text, category)}
    return named.pop() if len(named) == 1 else ""


def _says(text: str, category: str) -> bool:
    """Whether the category's own name stands in the text; "home" alone says too little in English."""
    name = category.lower()
    if name == "home":
        return False
    if not name.isascii():
        return name in text
    return re.search(rf"\b{re.escape(name.removesuffix('s'))}s?\b", text.lower()) is not None


def _fits(product: Product, category: str, words: tuple[str, ...]) -> bool:
    return product.category == category and any(is_called(product, word) for word in words)
