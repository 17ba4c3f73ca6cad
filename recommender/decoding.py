"""Constrained decoding: what may be offered now is listed first, and only that is ever scored or chosen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from recommender.history import UNDATED, Interaction
from recommender.kinds import is_called
from recommender.wish import Wish
from storefront.model import Product, Variant

USED_UP_AFTER = timedelta(days=30)
"""A product that customers buy again and again may be offered again when the last purchase is this long ago."""


@dataclass(frozen=True)
class Candidate:
    """A product that may be offered now, in the variant that will be."""

    product: Product
    variant: Variant


def candidates(
    catalogue: Iterable[Product], wish: Wish, history: Sequence[Interaction], rebought: frozenset[str]
) -> tuple[Candidate, ...]:
    """What exists, is in stock, fits the wish and is not already owned: one variant a product."""
    touched = {one.product_id: one for one in history}
    newest = max((one.last_at for one in history), default=UNDATED)
    worn = _worn_options(catalogue := tuple(catalogue), history)
    found = []
    for product in catalogue:
        known = touched.get(product.product_id)
        if known and known.bought_at:
            if product.product_id not in rebought or newest - max(known.bought_at) < USED_UP_AFTER:
                continue
        if not _wanted(product, wish):
            continue
        fitting = [variant for variant in product.variants if variant.stock > 0 and wish.allows(variant.price)]
        if fitting:
            options = worn.get(product.category, Counter())
            found.append(Candidate(product, min(fitting, key=lambda variant: _unfit(variant, options))))
    return tuple(found)


def _wanted(product: Product, wish: Wish) -> bool:
    if wish.category and product.category != wish.category:
        return False
    if wish.exclude_skus and any(variant.sku in wish.exclude_skus for variant in product.variants):
        return False
    if any(is_called(product, word) for word in wish.exclude_words):
        return False
    return not wish.words or any(is_called(product, word) for word in wish.words)


def _worn_options(catalogue: Sequence[Product], history: Sequence[Interaction]) -> Mapping[str, Counter[str]]:
    """The options, such as a shoe size, of what the customer bought in each category."""
    bought = {one.sku for one in history if one.bought_at and one.sku}
    worn: dict[str, Counter[str]] = {}
    for product in catalogue:
        for variant in product.variants:
            if variant.sku in bought:
                worn.setdefault(product.category, Counter()).update(_options(variant))
    return worn


def _options(variant: Variant) -> list[str]:
    return [f"{name}={value}" for name, value in variant.options.items()]


def _unfit(variant: Variant, worn: Counter[str]) -> tuple[int, object, int, str]:
    """Sorts the variant first that is most like what the customer bought before, then the cheapest."""
    return (-sum(worn[option] for option in _options(variant)), variant.price, -variant.stock, variant.sku)


def decode(scores: npt.NDArray[np.float32], offered: Sequence[Candidate], n: int, mix: bool) -> list[int]:
    """Places of the `n` best candidates by `scores` [candidates]; with `mix`, no category takes more than half + 1.

    Places that the mix left out fill up what is missing, so the mix never makes the list shorter.
    """
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    if not mix:
        return order[:n]
    most, taken = n // 2 + 1, Counter[str]()
    chosen: list[int] = []
    left: list[int] = []
    for place in order:
        category = offered[place].product.category
        if len(chosen) < n and (not category or taken[category] < most):
            taken[category] += 1
            chosen.append(place)
        else:
            left.append(place)
    return sorted([*chosen, *left[: n - len(chosen)]], key=order.index)
