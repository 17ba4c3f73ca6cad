"""What all customers' purchases say about products: popularity, companions, repeat purchases, months."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import permutations
from pathlib import Path

from recommender.history import UNDATED, Interaction
from recommender.vocabulary import MissingModelError

ENOUGH_CUSTOMERS = 3
"""Nothing is said about a pair of products that fewer customers bought."""

RELATED = 1.5
"""Two products are companions when they are bought together this many times as often as chance would have it."""

ENOUGH_IN_SEASON = 5
SEASONAL = 0.5
"""A product is in season when more than this share of its purchases lies in the three months around now; chance would
have it at 0.25."""


@dataclass(frozen=True)
class Companion:
    """A product that customers of another one bought too: how many of them, and how much above chance."""

    product_id: str
    customers: int
    lift: float


@dataclass(frozen=True)
class Signals:
    """Counts learned at training; product ids that are not there were never bought."""

    buyers: Mapping[str, int]
    companions: Mapping[str, tuple[Companion, ...]]
    rebought: frozenset[str]
    months: Mapping[str, tuple[int, ...]]

    def companion(self, owned: str, offered: str) -> Companion | None:
        """What is known about customers of `owned` who bought `offered` too, when it is enough to be said."""
        return next((one for one in self.companions.get(owned, ()) if one.product_id == offered), None)

    def among_top(self, product_id: str, rivals: Iterable[str], places: int) -> bool:
        """Whether fewer than `places` of the rivals have as many buyers or more; never for a product nobody bought."""
        own = self.buyers.get(product_id, 0)
        return own > 0 and sum(self.buyers.get(rival, 0) >= own for rival in rivals if rival != product_id) < places

    def in_season(self, product_id: str, month: int) -> bool:
        """Whether the product sells mostly in the three months around `month` (1 to 12)."""
        counts = self.months.get(product_id)
        if not counts:
            return False
        near = sum(counts[(month - 1 + step) % 12] for step in (-1, 0, 1))
        return near >= ENOUGH_IN_SEASON and near > SEASONAL * sum(counts)

    def save(self, path: Path) -> None:
        """Write everything as one JSON document."""
        document = {
            "buyers": dict(self.buyers),
            "companions": {name: [asdict(one) for one in found] for name, found in self.companions.items()},
            "rebought": sorted(self.rebought),
            "months": {name: list(counts) for name, counts in self.months.items()},
        }
        path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True))

    @classmethod
    def load(cls, path: Path) -> "Signals":
        """Read what `save` wrote; raise MissingModelError when it is not there."""
        try:
            document = json.loads(path.read_text())
            return cls(
                buyers=document["buyers"],
                companions={
                    name: tuple(Companion(**one) for one in found) for name, found in document["companions"].items()
                },
                rebought=frozenset(document["rebought"]),
                months={name: tuple(counts) for name, counts in document["months"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MissingModelError(f"{path} cannot be read; `concierge train recommender` makes it") from error


def learn_signals(histories: Iterable[tuple[Interaction, ...]]) -> Signals:
    """Count purchases over the histories of all customers."""
    baskets = [[one for one in history if one.bought_at] for history in histories]
    buyers = Counter(one.product_id for basket in baskets for one in basket)
    pairs = Counter(
        (first.product_id, second.product_id) for basket in baskets for first, second in permutations(basket, 2)
    )
    again = Counter(
        one.product_id for basket in baskets for one in basket if len({when.date() for when in one.bought_at}) > 1
    )
    return Signals(
        buyers=dict(buyers),
        companions=_companions(pairs, buyers, sum(1 for basket in baskets if basket)),
        rebought=frozenset(name for name, customers in again.items() if customers >= ENOUGH_CUSTOMERS),
        months=_months(one for basket in baskets for one in basket),
    )


def _companions(
    pairs: Mapping[tuple[str, str], int], buyers: Mapping[str, int], customers: int
) -> dict[str, tuple[Companion, ...]]:
    found: dict[str, list[Companion]] = {}
    for (owned, offered), both in pairs.items():
        lift = both * customers / (buyers[owned] * buyers[offered])
        if both >= ENOUGH_CUSTOMERS and lift >= RELATED:
            found.setdefault(owned, []).append(Companion(offered, both, round(lift, 3)))
    return {
        owned: tuple(sorted(companions, key=lambda one: (-one.lift, one.product_id)))
        for owned, companions in found.items()
    }


def _months(bought: Iterable[Interaction]) -> dict[str, tuple[int, ...]]:
    counts: dict[str, list[int]] = {}
    for one in bought:
        for when in one.bought_at:
            if when != UNDATED:
                counts.setdefault(one.product_id, [0] * 12)[when.month - 1] += 1
    return {name: tuple(months) for name, months in counts.items()}
