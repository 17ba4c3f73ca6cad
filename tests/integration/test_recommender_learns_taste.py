"""The real model, trained on a small shop: it follows taste, forgets it when its weights are shuffled, stays valid."""

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from foundation.settings import Settings
from recommender.bootstrap import open_recommender
from recommender.recommender import NotWarmedUpError, Recommender
from recommender.train import train_recommender
from recommender.vocabulary import MissingModelError
from recommender.wish import Wish, read_wish
from storefront.model import Event, Product, ShopData
from tests.shop_samples import SHOP
from tests.taste import share_in_taste, shuffle_weights
from tests.taste_shop import taste_shop
from understanding.progress import silent

DATA, TASTES = taste_shop()
CHANCE = 1 / 3
"""Two of six categories."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    models = tmp_path_factory.mktemp("models")
    steps: list[float] = []
    train_recommender(DATA, models / "recommender", 7, lambda fraction, _: steps.append(fraction))
    assert steps == sorted(steps)
    return models / "recommender"


@pytest.fixture(scope="module")
def recommender(folder: Path) -> Recommender:
    return open_recommender(Settings(models=folder.parent))


def events_of(customer_id: str) -> list[Event]:
    return [event for event in DATA.events if event.customer_id == customer_id]


def recommended(recommender: Recommender) -> Mapping[str, list[str]]:
    return {
        customer_id: [one.product_id for one in recommender.recommend(events_of(customer_id), DATA.products, Wish())]
        for customer_id in TASTES
    }


def test_recommendations_follow_taste_and_shuffled_weights_do_not(
    folder: Path, recommender: Recommender, tmp_path: Path
) -> None:
    shuffled = tmp_path / "recommender"
    shutil.copytree(folder, shuffled)
    shuffle_weights(shuffled)
    blind = Recommender(shuffled)
    blind.warm_up()
    followed = share_in_taste(recommended(recommender), TASTES, DATA.products)
    lost = share_in_taste(recommended(blind), TASTES, DATA.products)
    assert followed > 0.8
    assert lost < CHANCE + 0.2


def test_training_again_with_the_same_seed_gives_the_same_recommendations(
    folder: Path, recommender: Recommender, tmp_path: Path
) -> None:
    train_recommender(DATA, tmp_path, 7, silent)
    again = Recommender(tmp_path)
    again.warm_up()
    assert recommended(again) == recommended(recommender)


def test_five_different_products_in_stock_under_the_limit_with_a_reason_each(recommender: Recommender) -> None:
    wish = read_wish("something under ¥200", DATA.products, "en")
    found = recommender.recommend(events_of("C1"), DATA.products, wish)
    assert len({one.product_id for one in found}) == 5
    assert all(one.price <= 200 and one.reason for one in found)
    assert len({one.reason for one in found}) == 5


def test_reasons_name_only_the_customers_own_history(recommender: Recommender) -> None:
    product_of = {variant.sku: product.product_id for product in DATA.products for variant in product.variants}
    for customer_id in list(TASTES)[:10]:
        touched = {event.product_id for event in events_of(customer_id)}
        for one in recommender.recommend(events_of(customer_id), DATA.products, Wish(language="zh")):
            assert {product_of[sku] for sku in one.because} <= touched


def test_a_customer_without_history_gets_five_items_and_no_claim_about_himself(recommender: Recommender) -> None:
    found = recommender.recommend((), DATA.products, Wish(language="en"))
    assert len(found) == 5
    assert all(not one.because and "you bought" not in one.reason for one in found)


def test_one_event_and_ten_thousand_are_both_served(recommender: Recommender) -> None:
    one, many = events_of("C1")[:1], events_of("C1") * 400
    assert len(recommender.recommend(one, DATA.products, Wish())) == 5
    assert len(recommender.recommend(many, DATA.products, Wish())) == 5


@pytest.mark.parametrize(
    "wish",
    [
        Wish(max_price=Decimal(0)),
        Wish(min_price=Decimal(100), max_price=Decimal(50)),
        Wish(category="cars"),
        Wish(words=("toothbrush",)),
    ],
)
def test_a_wish_nothing_fits_gives_nothing(recommender: Recommender, wish: Wish) -> None:
    assert recommender.recommend(events_of("C1"), DATA.products, wish) == ()


def test_sold_out_goods_disappear_at_once(recommender: Recommender) -> None:
    gone = {one.product_id for one in recommender.recommend(events_of("C1"), DATA.products, Wish())}
    catalogue = [
        replace(product, variants=tuple(replace(variant, stock=0) for variant in product.variants))
        if product.product_id in gone
        else product
        for product in DATA.products
    ]
    assert not gone & {one.product_id for one in recommender.recommend(events_of("C1"), catalogue, Wish())}


def test_goods_the_model_never_saw_are_offered_to_those_they_suit(recommender: Recommender) -> None:
    new = [_new(product) for product in DATA.products]
    share = share_in_taste(
        {
            customer_id: [one.product_id for one in recommender.recommend(events_of(customer_id), new, Wish(), n=3)]
            for customer_id in TASTES
        },
        TASTES,
        new,
    )
    assert share > 0.6


def _new(product: Product) -> Product:
    variants = tuple(replace(variant, sku=f"new-{variant.sku}") for variant in product.variants)
    return replace(product, product_id=f"new-{product.product_id}", variants=variants)


def test_another_shops_catalogue_gives_valid_items_in_stock(recommender: Recommender) -> None:
    skus = {variant.sku for product in SHOP.products for variant in product.variants if variant.stock > 0}
    found = recommender.recommend(SHOP.events, SHOP.products, Wish(language="en"))
    assert found
    assert {one.sku for one in found} <= skus
    assert recommender.recommend((), (), Wish()) == ()


def test_threads_get_what_one_caller_gets(recommender: Recommender) -> None:
    alone = recommended(recommender)
    with ThreadPoolExecutor(4) as pool:
        together = dict(
            pool.map(
                lambda name: (
                    name,
                    [one.product_id for one in recommender.recommend(events_of(name), DATA.products, Wish())],
                ),
                TASTES,
            )
        )
    assert together == alone


@pytest.mark.parametrize("data", [ShopData(), ShopData(products=DATA.products), SHOP])
def test_a_shop_with_little_or_nothing_trains_and_serves(data: ShopData, tmp_path: Path) -> None:
    train_recommender(data, tmp_path, 7, silent)
    fresh = Recommender(tmp_path)
    fresh.warm_up()
    assert len(fresh.recommend((), DATA.products, Wish())) == 5


def test_a_missing_or_cold_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="concierge train recommender"):
        Recommender(tmp_path).warm_up()
    with pytest.raises(NotWarmedUpError):
        Recommender(tmp_path).recommend((), DATA.products, Wish())
