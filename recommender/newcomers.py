"""Where a product stands that the model was not trained on: near the trained products whose texts are like its own."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch

from recommender.vocabulary import FIRST_ITEM, UNKNOWN, Item, Vocabulary
from storefront.model import Product

NEIGHBOURS = 3
ENOUGH_ALIKE = 0.1

_WORD = re.compile(r"[a-z][a-z-]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")

Terms = Mapping[str, float]


@dataclass(frozen=True)
class Shelf:
    """A catalogue in the model's terms: the row of each product, and the table with rows for the newcomers."""

    table: torch.Tensor
    rows: Mapping[str, int]
    terms: Mapping[str, Terms]

    def row(self, product_id: str) -> int:
        """The table row of a product; the one of `UNKNOWN` for a product of neither shop nor model."""
        return self.rows.get(product_id, UNKNOWN)

    def is_newcomer(self, product_id: str, trained_tokens: int) -> bool:
        """Whether the model has never seen the product."""
        row = self.row(product_id)
        return row == UNKNOWN or row >= trained_tokens

    def likeness(self, one: str, other: str) -> float:
        """How alike the texts of two products of the shelf are, 0 to 1."""
        return likeness(self.terms.get(one, {}), self.terms.get(other, {}))


def item_of(product: Product) -> Item:
    """What the vocabulary keeps of a product."""
    return Item(product.product_id, product.category, product.brand, product.name, product.name_zh)


def shelf_of(catalogue: Iterable[Product], vocabulary: Vocabulary, trained: torch.Tensor) -> Shelf:
    """Give every product of the catalogue a row: its own, or the mean of its nearest trained neighbours' rows."""
    items = [item_of(product) for product in catalogue]
    weights = _rarity([*vocabulary.items, *items])
    terms = {item.product_id: terms_of(item, weights) for item in items}
    rows = {item.product_id: FIRST_ITEM + place for place, item in enumerate(vocabulary.items)}
    newcomers = [item.product_id for item in items if item.product_id not in rows]
    if not newcomers:
        return Shelf(trained, rows, terms)
    known = [terms_of(item, weights) for item in vocabulary.items]
    placed = [_placed(terms[name], known, trained) for name in newcomers]
    rows |= {name: len(trained) + place for place, name in enumerate(newcomers)}
    return Shelf(torch.cat([trained, torch.stack(placed)]), rows, terms)


def _placed(terms: Terms, known: Sequence[Terms], trained: torch.Tensor) -> torch.Tensor:
    alike = [(likeness(terms, other), place) for place, other in enumerate(known)]
    nearest = [(score, place) for score, place in sorted(alike, reverse=True)[:NEIGHBOURS] if score >= ENOUGH_ALIKE]
    if not nearest:
        return trained[FIRST_ITEM:].mean(dim=0) if len(trained) > FIRST_ITEM else trained[UNKNOWN]
    weights = torch.tensor([score for score, _ in nearest])
    rows = trained[[FIRST_ITEM + place for _, place in nearest]]
    return (rows * weights[:, None]).sum(dim=0) / weights.sum()


def terms_of(item: Item, rarity: Mapping[str, float]) -> Terms:
    """The item's words, Chinese character pairs, category and brand, weighted by rarity, of length 1."""
    weighted = {term: rarity.get(term, 1.0) for term in _words(item)}
    length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
    return {term: weight / length for term, weight in weighted.items()}


def likeness(one: Terms, other: Terms) -> float:
    """Cosine of two products' terms."""
    return sum(weight * other[term] for term, weight in one.items() if term in other)


@lru_cache(maxsize=65536)
def _words(item: Item) -> frozenset[str]:
    words = set(_WORD.findall(item.name.lower()))
    for run in _HAN.findall(item.name_zh + " " + item.name):
        words |= {run[place : place + 2] for place in range(len(run) - 1)}
    if item.category:
        words.add(f"category:{item.category}")
    if item.brand:
        words.add(f"brand:{item.brand}")
    return frozenset(words)


def _rarity(items: Sequence[Item]) -> dict[str, float]:
    counts = Counter(term for item in {item.product_id: item for item in items}.values() for term in _words(item))
    return {term: math.log(1 + len(items) / count) for term, count in counts.items()}
