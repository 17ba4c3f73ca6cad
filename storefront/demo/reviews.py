"""Finds for each hand-written review a buyer who could have written it, and lets the others give stars."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from storefront.demo.behaviour import rating, taste_of, traits_of
from storefront.demo.source import Opinion, source
from storefront.model import Event, Order, Review

CLOSE_ENOUGH = 1.6
RATES_WITHOUT_WORDS = 0.45


@dataclass(frozen=True)
class _Buyer:
    """Somebody who has had a product in his hands, and what he thinks of it on an open scale around 1 to 5."""

    customer_id: str
    sku: str
    delivered_at: datetime
    thinks: float


def voices(orders: Sequence[Order], start: datetime, today: datetime, seed: str) -> tuple[list[Review], list[Event]]:
    """Reviews, oldest first, and rating events.

    A review goes to the buyer of its language whose opinion is nearest to its stars; one that suits nobody stays
    without name, as from a guest. Everything lies after delivery and before today.
    """
    dice = Random(f"{seed}:voices")
    buyers = _buyers(orders, dice)
    reviews: list[Review] = []
    events: list[Event] = []
    for product_id, opinions in _by_product(source().opinions).items():
        for language in ("zh", "en"):
            here = [buyer for buyer in buyers[product_id] if _language(buyer) == language]
            written = [opinion for opinion in opinions if opinion.language == language]
            for opinion, buyer in _match(written, here):
                at = _moment(buyer.delivered_at if buyer else None, start, today, dice)
                reviews.append(Review(product_id, opinion.rating, opinion.text, at, buyer.customer_id if buyer else ""))
                if buyer:
                    events.append(_stars(buyer, product_id, at, opinion.rating))
                    here.remove(buyer)
            events += [
                _stars(buyer, product_id, _moment(buyer.delivered_at, start, today, dice), round(buyer.thinks))
                for buyer in here
                if dice.random() < RATES_WITHOUT_WORDS
            ]
    return sorted(reviews, key=lambda review: (review.created_at, review.text)), events


def _buyers(orders: Sequence[Order], dice: Random) -> dict[str, list[_Buyer]]:
    """Each product's buyers, each person once."""
    buyers: dict[str, dict[str, _Buyer]] = defaultdict(dict)
    for order in orders:
        if order.delivered_at is None:
            continue
        for line in order.lines:
            thinks = rating(taste_of(order.customer_id), traits_of(line.product_id), dice)
            buyers[line.product_id].setdefault(
                order.customer_id, _Buyer(order.customer_id, line.sku, order.delivered_at, thinks)
            )
    return defaultdict(list, {product_id: list(found.values()) for product_id, found in buyers.items()})


def _by_product(opinions: Sequence[Opinion]) -> dict[str, list[Opinion]]:
    found: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        found[opinion.product_id].append(opinion)
    return found


def _match(opinions: Sequence[Opinion], buyers: Sequence[_Buyer]) -> list[tuple[Opinion, _Buyer | None]]:
    """Pairs of opinion and buyer, the nearest first; opinions nobody shares stay alone."""
    distances = sorted(
        (abs(opinion.rating - buyer.thinks), place, index)
        for place, opinion in enumerate(opinions)
        for index, buyer in enumerate(buyers)
    )
    author: dict[int, int] = {}
    for distance, place, index in distances:
        if distance <= CLOSE_ENOUGH and place not in author and index not in author.values():
            author[place] = index
    return [(opinion, buyers[author[place]] if place in author else None) for place, opinion in enumerate(opinions)]


def _moment(delivered_at: datetime | None, start: datetime, today: datetime, dice: Random) -> datetime:
    """Mostly one or two weeks after delivery, sometimes after months; any time of the year for a guest."""
    if delivered_at is None:
        return (start + (today - start) * dice.uniform(0.02, 0.98)).replace(microsecond=0)
    wanted = delivered_at + timedelta(days=dice.triangular(1, 75, 8))
    latest = delivered_at + (today - delivered_at) * dice.uniform(0.3, 0.95)
    return min(wanted, latest).replace(microsecond=0)


def _stars(buyer: _Buyer, product_id: str, at: datetime, stars: int) -> Event:
    return Event(buyer.customer_id, "rating", at, buyer.sku, product_id, float(min(5, max(1, stars))))


def _language(buyer: _Buyer) -> str:
    return source().people[buyer.customer_id].customer.locale
