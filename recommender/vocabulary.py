"""The model's vocabulary: one token a product, after a few special tokens."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from recommender.history import CART, PURCHASE, RATING, VIEW

PAD, BOS, UNKNOWN = 0, 1, 2
KIND_TOKENS = {VIEW: 3, CART: 4, PURCHASE: 5, RATING: 6}
"""Tokens whose embedding is added to an item's and tells what the customer did with it."""

FIRST_ITEM = 7


class MissingModelError(Exception):
    """The trained recommender is not there or cannot be read; the message says how to get it."""


@dataclass(frozen=True)
class Item:
    """A product as it was when the model was trained; the texts place products the model has not seen."""

    product_id: str
    category: str = ""
    brand: str = ""
    name: str = ""
    name_zh: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The items in token order: token `FIRST_ITEM + i` is item `i`."""

    items: tuple[Item, ...]

    @cached_property
    def _tokens(self) -> dict[str, int]:
        return {item.product_id: FIRST_ITEM + i for i, item in enumerate(self.items)}

    def __len__(self) -> int:
        """Number of tokens, the special ones included."""
        return FIRST_ITEM + len(self.items)

    def token(self, product_id: str) -> int:
        """The token of a product, or `UNKNOWN`."""
        return self._tokens.get(product_id, UNKNOWN)

    def save(self, path: Path) -> None:
        """Write the items as one JSON document."""
        path.write_text(json.dumps([asdict(item) for item in self.items], ensure_ascii=False, indent=0))

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read what `save` wrote; raise MissingModelError when it is not there."""
        try:
            return cls(tuple(Item(**item) for item in json.loads(path.read_text())))
        except (OSError, ValueError, TypeError) as error:
            raise MissingModelError(f"{path} cannot be read; `concierge train recommender` makes it") from error


def vocabulary_of(items: Iterable[Item]) -> Vocabulary:
    """The vocabulary of some items, in the order of their ids."""
    return Vocabulary(tuple(sorted(items, key=lambda item: item.product_id)))
