"""How the demo shop's customers choose: the ground truth behind every generated purchase, view and rating.

The model, in the order in which it works:

1. **Taste.** Each person has hand-written weights for two or three categories (others get a little curiosity) and
   tags he likes. His price level follows from them: ``premium`` draws him to the dear end of a category, ``budget``,
   ``value`` and ``student`` to the cheap one.
2. **Appeal** of a product = category weight x a factor for each liked tag x nearness to his price level x season.
   He chooses in proportion to appeal, so a good taste model can predict him, but never surely.
3. **Season.** A product with a season sells three times as well in it and a third as well half a year later.
4. **Complements.** A bought product calls for what goes with it, in the same basket or some weeks later.
5. **Repeat purchases.** Consumables run out after their time and are bought again, as the same article.
6. **Durables** are bought once.
7. **Browsing.** Before a purchase he looks at what rivals it in its category; now and then he only looks.
8. **Fit** is how well a product suits him whatever the season; ratings follow it, with noise.

``taste_of`` and ``appeal`` are open to tests, which can so ask whether recommendations follow taste.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from storefront.demo.source import Traits, source

CURIOSITY = 0.04
TAG_FACTOR = 2.4
PRICE_TOLERANCE = 0.4
IN_SEASON, NEXT_TO_SEASON, OFF_SEASON = 3.0, 1.2, 0.35
SEASONS = ("winter", "spring", "summer", "autumn")

LASTS_DAYS = {
    "P1008": 120,
    "P1310": 130,
    "P1409": 150,
    "P1601": 60,
    "P1602": 65,
    "P1603": 50,
    "P1604": 60,
    "P1605": 45,
    "P1606": 50,
    "P1607": 45,
    "P1608": 75,
}
"""Consumables, and after how many days they are used up."""


@dataclass(frozen=True)
class Taste:
    """What a customer is drawn to: weights of categories (0-1), liked tags, a price level (0 cheap, 1 dear)."""

    customer_id: str
    categories: dict[str, float]
    tags: frozenset[str]
    price_level: float


@cache
def taste_of(customer_id: str) -> Taste:
    """The ground truth of a customer's taste; raise KeyError for an unknown one."""
    person = source().people[customer_id]
    level = 0.5
    if "premium" in person.likes:
        level = 0.85
    elif person.likes & {"budget", "student"}:
        level = 0.15
    elif "value" in person.likes:
        level = 0.35
    return Taste(customer_id, person.categories, person.likes, level)


def traits_of(product_id: str) -> Traits:
    """The ground truth about a product; raise KeyError for an unknown one."""
    return source().traits[product_id]


def appeal(taste: Taste, traits: Traits, at: datetime) -> float:
    """How strongly a product draws a customer on a day; only ratios mean something."""
    return _attraction(taste, traits) * season_factor(traits.season, at)


def fit(taste: Taste, traits: Traits) -> float:
    """How well a product suits a customer whatever the season, from 0 to 1."""
    best = TAG_FACTOR**2
    return min(1.0, math.sqrt(_attraction(taste, traits) / best))


def season_factor(season: str, at: datetime) -> float:
    """What the time of the year does to sales: winter is December to February, and so on."""
    if season not in SEASONS:
        return 1.0
    distance = (SEASONS.index(season) - at.month % 12 // 3) % 4
    return {0: IN_SEASON, 2: OFF_SEASON}.get(distance, NEXT_TO_SEASON)


def rating(taste: Taste, traits: Traits, dice: Random) -> float:
    """What a buyer thinks of a product, on an open scale around 1 to 5; rounding makes the stars."""
    return 2.6 + 2.6 * fit(taste, traits) + dice.gauss(0, 0.6)


def _attraction(taste: Taste, traits: Traits) -> float:
    category = max(CURIOSITY, taste.categories.get(traits.product.category, 0.0))
    tags = TAG_FACTOR ** len(taste.tags & traits.tags)
    gap = (taste.price_level - traits.price_level) / PRICE_TOLERANCE
    return category * tags * math.exp(-(gap**2) / 2)
