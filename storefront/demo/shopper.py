"""Lets one customer of the demo shop live through a year of trips that end in an order (behaviour.py, 1 to 6)."""

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from storefront.demo.behaviour import LASTS_DAYS, Taste, appeal, taste_of, traits_of
from storefront.demo.calendar import busy, shopping_hour
from storefront.demo.source import Traits, source
from storefront.model import Variant

CANCELS = 0.07
COMPLEMENT_AT_ONCE = 0.5
COMPLEMENT_LATER = 0.5
REBUYS = 0.8
EXTRA_ITEM = 0.5
LONGEST_CHAIN = 3


@dataclass(frozen=True)
class Pick:
    """One article in a basket."""

    traits: Traits
    variant: Variant
    quantity: int


@dataclass(frozen=True)
class Trip:
    """A visit that ends in an order; ``slot`` is what the order must be today, empty when time decides."""

    customer_id: str
    at: datetime
    picks: tuple[Pick, ...]
    cancelled: bool = False
    slot: str = ""


@dataclass(order=True)
class _Plan:
    """A visit to come: for nothing in particular, or for products that complement or replace others."""

    at: datetime
    wanted: tuple[str, ...] = field(compare=False, default=())
    chain: int = field(compare=False, default=0)
    slot: str = field(compare=False, default="")


class Shopper:
    """One customer on his way through the year."""

    def __init__(self, customer_id: str, seed: str) -> None:
        self.taste: Taste = taste_of(customer_id)
        self.trips: list[Trip] = []
        self._dice = Random(f"{seed}:{customer_id}:trips")
        self._size = Random(f"{customer_id}:size").random()
        self._owned: dict[str, str] = {}

    def live(self, start: datetime, end: datetime, visits: int) -> None:
        """Make ``visits`` trips of his own accord and those that follow from what he bought, all before ``end``."""
        days = [start + timedelta(days=day) for day in range((end - start).days)]
        own = self._dice.choices(days, [busy(day) for day in days], k=visits)
        plans = [_Plan(shopping_hour(day, self._dice)) for day in own]
        heapq.heapify(plans)
        while plans and plans[0].at < end:
            for follow_up in self._go(heapq.heappop(plans)):
                heapq.heappush(plans, follow_up)

    def visit(self, at: datetime, slot: str) -> None:
        """Make one trip at a given moment."""
        self._go(_Plan(at, slot=slot))

    def _go(self, plan: _Plan) -> list[_Plan]:
        picks = tuple(self._pick(product_id, plan.slot) for product_id in self._basket(plan))
        if not picks:
            return []
        cancelled = not plan.slot and self._dice.random() < CANCELS
        self.trips.append(Trip(self.taste.customer_id, plan.at, picks, cancelled, plan.slot))
        if cancelled:
            return []
        for pick in picks:
            self._owned[pick.traits.product.product_id] = pick.variant.sku
        return [*self._complement_plans(plan, picks), *self._rebuy_plans(plan, picks)]

    def _basket(self, plan: _Plan) -> list[str]:
        chosen = [product_id for product_id in plan.wanted if self._wants(product_id)]
        if not plan.wanted:
            chosen += self._choose(plan.at, chosen)
            if self._dice.random() < COMPLEMENT_AT_ONCE:
                chosen += self._complements(chosen)[:1]
        if chosen and self._dice.random() < EXTRA_ITEM:
            chosen += self._choose(plan.at, chosen)
        return chosen

    def _choose(self, at: datetime, besides: Collection[str]) -> list[str]:
        """One product in proportion to its appeal."""
        candidates = [
            traits
            for product_id, traits in source().traits.items()
            if product_id not in besides and self._wants(product_id)
        ]
        weights = [appeal(self.taste, traits, at) for traits in candidates]
        return [traits.product.product_id for traits in self._dice.choices(candidates, weights)]

    def _wants(self, product_id: str) -> bool:
        return product_id in LASTS_DAYS or product_id not in self._owned

    def _complements(self, bought: Sequence[str]) -> list[str]:
        """What goes with these durables and is not owned, in an order led by his taste."""
        found = [other for product_id in bought if product_id not in LASTS_DAYS for other in _complements(product_id)]
        wanted = [other for other in dict.fromkeys(found) if other not in bought and other not in self._owned]
        return sorted(wanted, key=lambda other: self._dice.random() ** (1 / self._pull(other)), reverse=True)

    def _pull(self, product_id: str) -> float:
        traits = traits_of(product_id)
        return 0.3 + self.taste.categories.get(traits.product.category, 0.0) + len(self.taste.tags & traits.tags)

    def _complement_plans(self, plan: _Plan, picks: Sequence[Pick]) -> list[_Plan]:
        wanted = self._complements([pick.traits.product.product_id for pick in picks])
        if not wanted or plan.chain >= LONGEST_CHAIN or self._dice.random() >= COMPLEMENT_LATER:
            return []
        day = plan.at + timedelta(days=self._dice.randint(4, 30))
        return [_Plan(shopping_hour(day, self._dice), (wanted[0],), plan.chain + 1)]

    def _rebuy_plans(self, plan: _Plan, picks: Sequence[Pick]) -> list[_Plan]:
        plans = []
        for pick in picks:
            product_id = pick.traits.product.product_id
            if product_id in LASTS_DAYS and self._dice.random() < REBUYS:
                lasts = LASTS_DAYS[product_id] * pick.quantity**0.7 * self._dice.gauss(1, 0.1)
                day = plan.at + timedelta(days=max(14, round(lasts)))
                plans.append(_Plan(shopping_hour(day, self._dice), (product_id,), LONGEST_CHAIN))
        return plans

    def _pick(self, product_id: str, slot: str) -> Pick:
        traits = traits_of(product_id)
        used = self._owned.get(product_id)
        on_sale = [variant for variant in traits.product.variants if variant.stock or not slot]
        again = next((variant for variant in on_sale if variant.sku == used), None)
        variant = again or max(on_sale, key=lambda variant: self._suits(traits, variant))
        quantity = self._dice.choices((1, 2, 3), (6, 3, 1))[0] if product_id in LASTS_DAYS else 1
        return Pick(traits, variant, quantity)

    def _suits(self, traits: Traits, variant: Variant) -> float:
        """He has his favourite colours and his size; other options he takes as they come."""
        colour = variant.options.get("color", "")
        liking = Random(f"{self.taste.customer_id}:{colour}").random()
        sizes = list(dict.fromkeys(other.options.get("size", "") for other in traits.product.variants))
        place = sizes.index(variant.options.get("size", "")) / max(1, len(sizes) - 1)
        return liking - 3 * abs(place - self._size) if len(sizes) > 1 else liking


def _complements(product_id: str) -> tuple[str, ...]:
    return traits_of(product_id).complements
