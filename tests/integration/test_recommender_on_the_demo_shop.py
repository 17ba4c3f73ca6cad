"""The model the demo is set up with: better than simple rivals, true to the customers' tastes, valid under any wish."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from recommender.kinds import is_called
from recommender.recommender import Recommender
from recommender.train import train_recommender
from recommender.wish import Wish
from storefront.demo.behaviour import taste_of
from storefront.demo.build import TRAINING_DAY, demo_shop
from storefront.model import Event
from tests.taste import share_in_taste
from understanding.progress import silent

SHOP = demo_shop(TRAINING_DAY)
LIKED = 0.3
"""Weight from which a category counts as one of a customer's."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("recommender")
    train_recommender(SHOP, target, 7, silent)
    return target


@pytest.fixture(scope="module")
def recommender(folder: Path) -> Recommender:
    found = Recommender(folder)
    found.warm_up()
    return found


@pytest.fixture(scope="module")
def events() -> Mapping[str, list[Event]]:
    found: dict[str, list[Event]] = {customer.customer_id: [] for customer in SHOP.customers}
    for event in SHOP.events:
        found[event.customer_id].append(event)
    return found


def test_held_out_purchases_are_foreseen_better_than_by_popularity_and_neighbours(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text())
    assert card["gpt2"]["ndcg@10"] > 1.3 * card["item_knn"]["ndcg@10"] > card["popularity"]["ndcg@10"]


def test_recommendations_follow_the_tastes_behind_the_histories(
    recommender: Recommender, events: Mapping[str, list[Event]]
) -> None:
    tastes = {
        name: {category for category, weight in taste_of(name).categories.items() if weight >= LIKED} for name in events
    }
    recommended = {
        name: [one.product_id for one in recommender.recommend(found, SHOP.products, Wish())]
        for name, found in events.items()
    }
    chance = sum(len(liked) for liked in tastes.values()) / len(tastes) / 8
    assert share_in_taste(recommended, tastes, SHOP.products) > 0.7 > 1.5 * chance


def test_every_item_is_valid_under_random_wishes(recommender: Recommender, events: Mapping[str, list[Event]]) -> None:
    dice = Random(5)
    products = {product.product_id: product for product in SHOP.products}
    categories = sorted({product.category for product in SHOP.products})
    given = 0
    for _ in range(150):
        wish = Wish(
            max_price=dice.choice([None, Decimal(dice.randrange(20, 900))]),
            min_price=dice.choice([None, None, Decimal(dice.randrange(20, 300))]),
            category=dice.choice(["", *categories]),
            language=dice.choice(("zh", "en")),
            words=dice.choice([(), ("headphones",), ("shoes", "bag")]),
        )
        history = events[dice.choice(sorted(events))] if dice.random() < 0.9 else []
        found = recommender.recommend(history, SHOP.products, wish)
        given += len(found)
        assert len({one.product_id for one in found}) == len(found) <= 5
        for one in found:
            product = products[one.product_id]
            variant = product.variant(one.sku)
            assert variant is not None
            assert variant.stock > 0
            assert variant.price == one.price
            assert wish.allows(one.price)
            assert wish.category in ("", product.category)
            assert not wish.words or any(is_called(product, word) for word in wish.words)
            assert one.title == product.title(wish.language)
            assert one.reason
            assert "{" not in one.reason
    assert given > 150
