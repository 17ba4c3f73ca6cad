"""What the shop's log shows of a customer: looks before each trip, carts, purchases, idle looking (behaviour.py, 7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from storefront.demo.behaviour import LASTS_DAYS, Taste, appeal
from storefront.demo.calendar import shopping_hour
from storefront.demo.shopper import Pick, Trip
from storefront.demo.source import Traits, source
from storefront.model import Event

KNOWS_IT = 0.6
LEFT_IN_CART = 0.18


class Traces:
    """The log of one customer between ``start`` and ``end``."""

    def __init__(self, taste: Taste, seed: str, start: datetime, end: datetime) -> None:
        self._taste = taste
        self._dice = Random(f"{seed}:{taste.customer_id}:traces")
        self._start = start
        self._end = end

    def of_trip(self, trip: Trip) -> list[Event]:
        """Looks at rivals on earlier days and on the day itself, then the cart, then the purchase."""
        return [event for pick in trip.picks for event in self._of_pick(trip, pick)]

    def of_idle_sessions(self, count: int) -> list[Event]:
        """Sessions that end without an order."""
        days = max(1, (self._end - self._start).days)
        moments = (
            shopping_hour(self._start + timedelta(days=self._dice.randrange(days)), self._dice) for _ in range(count)
        )
        return [event for at in moments if at <= self._end for event in self._idle(at)]

    def _of_pick(self, trip: Trip, pick: Pick) -> list[Event]:
        product_id, sku = pick.traits.product.product_id, pick.variant.sku
        knows_it = product_id in LASTS_DAYS and self._dice.random() < KNOWS_IT
        events = []
        if not knows_it:
            for days in self._dice.sample(range(1, 10), k=self._dice.choice((0, 1, 1, 2))):
                at = trip.at - timedelta(days=days, minutes=self._dice.randrange(180))
                events += self._looks(at, [pick.traits, *self._rivals(pick.traits, at, self._dice.randint(1, 3))])
        rivals = [] if knows_it else self._rivals(pick.traits, trip.at, self._dice.randint(0, 2))
        events += self._looks(trip.at - timedelta(minutes=self._dice.randint(15, 40)), [*rivals, pick.traits])
        cart_at = trip.at - timedelta(minutes=self._dice.randint(2, 5), seconds=self._dice.randrange(60))
        events.append(Event(trip.customer_id, "cart", cart_at, sku, product_id))
        if not trip.cancelled:
            events.append(Event(trip.customer_id, "purchase", trip.at, sku, product_id))
        return events

    def _idle(self, at: datetime) -> list[Event]:
        """Looks around in one category, led by appeal, and now and then leaves something in the cart."""
        everything = list(source().traits.values())
        first = self._dice.choices(everything, [appeal(self._taste, traits, at) for traits in everything])[0]
        seen = [first, *self._rivals(first, at, self._dice.randint(2, 6))]
        events = self._looks(at - timedelta(minutes=20), seen)
        if self._dice.random() < LEFT_IN_CART:
            product = self._dice.choice(seen).product
            sku = self._dice.choice(product.variants).sku
            events.append(Event(self._taste.customer_id, "cart", at, sku, product.product_id))
        return events

    def _looks(self, at: datetime, seen: Sequence[Traits]) -> list[Event]:
        events = []
        for traits in seen:
            events.append(Event(self._taste.customer_id, "view", at, product_id=traits.product.product_id))
            at += timedelta(seconds=self._dice.randint(20, 150))
        return events

    def _rivals(self, target: Traits, at: datetime, count: int) -> list[Traits]:
        """Others of the same category, drawn by appeal, each once."""
        category = [
            traits
            for traits in source().traits.values()
            if traits.product.category == target.product.category and traits is not target
        ]
        return sorted(
            category, key=lambda traits: self._dice.random() ** (1 / appeal(self._taste, traits, at)), reverse=True
        )[:count]
