import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from storefront.demo.behaviour import LASTS_DAYS, appeal, fit, season_factor, taste_of, traits_of
from storefront.demo.build import demo_shop
from storefront.demo.source import source
from storefront.exchange import read_shop, write_shop
from storefront.model import Order, OrderStatus, ShopData
from storefront.policy import coupon_is_valid
from tests.near_duplicates import near_duplicates

TODAY = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def shop() -> ShopData:
    return demo_shop(TODAY)


def placed(order: Order) -> datetime:
    assert order.placed_at is not None
    return order.placed_at


def test_the_shop_is_as_large_as_promised(shop: ShopData):
    assert len(shop.products) >= 80
    assert sum(len(product.variants) for product in shop.products) >= 250
    assert len({product.category for product in shop.products}) == 8
    assert len(shop.customers) >= 80
    assert len(shop.orders) == 420
    assert len(shop.reviews) >= 600
    assert 10_500 <= len(shop.events) <= 13_500


def test_every_product_has_its_name_and_description_in_both_languages(shop: ShopData):
    for product in shop.products:
        assert product.name and product.name_zh and product.description and product.description_zh
        assert any("\u4e00" <= character <= "\u9fff" for character in product.name_zh)


def test_the_same_day_gives_the_same_shop_and_the_next_day_another(shop: ShopData):
    assert demo_shop(TODAY.replace(hour=0, minute=0)) == shop
    assert demo_shop(TODAY + DAY) != shop


@pytest.mark.parametrize(
    "day", [date(2026, 2, 19), date(2026, 11, 21), date(2027, 2, 8), date(2027, 7, 15), date(2028, 2, 29)]
)
def test_every_status_occurs_on_any_day_and_nothing_lies_in_the_future(day: date):
    now = datetime(day.year, day.month, day.day, tzinfo=UTC)
    shop = demo_shop(now)
    counts = Counter(order.status for order in shop.orders)
    assert len(shop.orders) == 420
    assert all(counts[status] >= 3 for status in OrderStatus), counts
    moments = [event.at for event in shop.events] + [review.created_at for review in shop.reviews]
    moments += [placed(order) for order in shop.orders]
    moments += [event.at for order in shop.orders for parcel in order.shipments for event in parcel.events]
    moments += [request.created_at or now for order in shop.orders for request in order.requests]
    assert max(moments) == now
    assert min(placed(order) for order in shop.orders) < now - 330 * DAY


@pytest.mark.parametrize("customer_id", ["C0001", "C0002"])
@pytest.mark.parametrize("days", range(0, 360, 90))
def test_the_two_known_customers_always_have_orders_to_show(customer_id: str, days: int):
    orders = [order for order in demo_shop(TODAY + days * DAY).orders if order.customer_id == customer_id]
    counts = Counter(order.status for order in orders)
    assert counts[OrderStatus.PENDING] == 2
    assert counts[OrderStatus.PROCESSED] == 1
    assert counts[OrderStatus.SHIPPED] >= 1
    assert counts[OrderStatus.DELIVERED] >= 1


def test_it_passes_its_own_import(shop: ShopData, tmp_path: Path):
    write_shop(shop, tmp_path)
    assert read_shop(tmp_path) == shop


def test_the_dates_of_an_order_follow_its_status(shop: ShopData):
    for order in shop.orders:
        shipped, delivered = order.shipped_at, order.delivered_at
        assert (shipped is not None) == (order.status not in ("pending", "processed", "cancelled")), order
        assert (delivered is not None) == (order.status in ("delivered", "return_requested", "exchange_requested"))
        moments = [moment for moment in (order.placed_at, shipped, delivered) if moment]
        assert moments == sorted(moments)
        for parcel in order.shipments:
            assert parcel.tracking_number and parcel.carrier and parcel.events
            assert [event.at for event in parcel.events] == sorted(event.at for event in parcel.events)
        assert bool(order.cancel_reason) == (order.status == "cancelled")
        assert bool(order.requests) == (order.status in ("return_requested", "exchange_requested"))


def test_every_line_of_a_shipped_order_is_in_exactly_one_parcel(shop: ShopData):
    split = 0
    for order in shop.orders:
        if order.shipments:
            packed = [line_id for parcel in order.shipments for line_id in parcel.line_ids]
            assert sorted(packed) == sorted(line.line_id for line in order.lines)
            split += len(order.shipments) > 1
    assert split > 0


def test_payments_are_the_goods_and_the_fee_less_a_coupon_and_cancelled_orders_are_paid_back(shop: ShopData):
    used = {(coupon.customer_id, coupon.used_at): coupon.value for coupon in shop.coupons if coupon.used_at}
    assert used
    for order in shop.orders:
        paid = sum((p.amount for p in order.payments if p.kind == "payment"), Decimal(0))
        back = sum((p.amount for p in order.payments if p.kind == "refund"), Decimal(0))
        fee = paid - order.total + used.get((order.customer_id, order.placed_at), Decimal(0))
        assert fee in {Decimal(amount) for amount in (0, 8, 10, 15, 18, 23, 25, 33, 35, 120)}, order
        assert back == (paid if order.status is OrderStatus.CANCELLED else 0)


def test_coupons_are_public_and_personal_valid_used_and_expired(shop: ShopData):
    kinds = {
        (
            "personal" if coupon.customer_id else "public",
            "used" if coupon.used_at else "open",
            coupon_is_valid(coupon, TODAY),
        )
        for coupon in shop.coupons
    }
    assert {
        ("public", "open", True), ("public", "open", False),
        ("personal", "open", True), ("personal", "open", False), ("personal", "used", False),
    } <= kinds  # fmt: skip
    welcome = next(coupon for coupon in shop.coupons if coupon.code == "WELCOME15")
    assert (welcome.value, welcome.min_spend) == (15, 99)


def test_a_review_with_a_name_is_by_somebody_who_had_the_product_in_his_hands_before(shop: ShopData):
    received = {
        (order.customer_id, line.product_id): order.delivered_at
        for order in reversed(shop.orders)
        if order.delivered_at
        for line in order.lines
    }
    language = {customer.customer_id: customer.locale for customer in shop.customers}
    spoken = {opinion.text: opinion.language for opinion in source().opinions}
    named = [review for review in shop.reviews if review.customer_id]
    assert len(named) > 350
    assert len({(review.customer_id, review.product_id) for review in named}) == len(named)
    for review in named:
        delivered = received[review.customer_id, review.product_id]
        assert delivered is not None and delivered < review.created_at
        assert language[review.customer_id] == spoken[review.text]


def test_no_review_is_nearly_another():
    for language in ("zh", "en"):
        texts = [opinion.text for opinion in source().opinions if opinion.language == language]
        assert len(texts) >= 300
        assert near_duplicates(texts, 0.6) == []


def test_the_log_shows_looks_before_carts_and_carts_before_purchases(shop: ShopData):
    first: dict[tuple[str, str, str], datetime] = {}
    for event in shop.events:
        first.setdefault((event.customer_id, event.product_id, event.kind), event.at)
    assert list(shop.events) == sorted(shop.events, key=lambda event: event.at)
    for (customer_id, product_id, kind), at in first.items():
        if kind == "purchase":
            looked, put = first[customer_id, product_id, "view"], first[customer_id, product_id, "cart"]
            assert looked < at and put < at


def test_purchases_and_orders_tell_the_same_story(shop: ShopData):
    bought = Counter(
        (order.customer_id, order.placed_at, line.sku)
        for order in shop.orders
        if order.status is not OrderStatus.CANCELLED
        for line in order.lines
    )
    assert bought == Counter((e.customer_id, e.at, e.sku) for e in shop.events if e.kind == "purchase")


def test_what_people_buy_follows_their_taste_and_a_shuffled_taste_explains_it_worse(shop: ShopData):
    people = [customer.customer_id for customer in shop.customers]
    strangers = dict(zip(people, random.Random(1).sample(people, k=len(people)), strict=True))
    bought = [event for event in shop.events if event.kind == "purchase"]

    def places(taste_owner: dict[str, str]) -> list[int]:
        found = []
        for event in bought:
            taste = taste_of(taste_owner[event.customer_id])
            ranked = sorted(source().traits.values(), key=lambda traits: -appeal(taste, traits, event.at))
            found.append([traits.product.product_id for traits in ranked].index(event.product_id))
        return found

    own, foreign = places({person: person for person in people}), places(strangers)
    assert mean(own) < 18
    assert mean(own) < 0.6 * mean(foreign)
    assert mean(place < 10 for place in own) > 2 * mean(place < 10 for place in foreign)


def test_winter_goods_sell_in_winter(shop: ShopData):
    months = [
        event.at for event in shop.events if event.kind == "purchase" and traits_of(event.product_id).season == "winter"
    ]
    summer = [at for at in months if at.month in (6, 7, 8)]
    winter = [at for at in months if at.month in (12, 1, 2)]
    assert len(winter) > 2 * len(summer)
    assert (
        season_factor("summer", datetime(2026, 7, 1, tzinfo=UTC))
        > season_factor("summer", datetime(2026, 4, 1, tzinfo=UTC))
        > season_factor("summer", datetime(2026, 1, 1, tzinfo=UTC))
    )


def test_complements_are_bought_within_weeks_more_often_than_by_chance(shop: ShopData):
    histories: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for event in shop.events:
        if event.kind == "purchase":
            histories[event.customer_id].append((event.at, event.product_id))

    def followed(goes_with: dict[str, tuple[str, ...]]) -> int:
        return sum(
            0 <= (later - at).days <= 35 and other in goes_with[product_id]
            for history in histories.values()
            for at, product_id in history
            for later, other in history
            if (at, product_id) != (later, other)
        )

    true = {product_id: traits.complements for product_id, traits in source().traits.items()}
    shuffled = dict(zip(true, random.Random(2).sample(list(true.values()), k=len(true)), strict=True))
    assert followed(true) > 4 * followed(shuffled)


def test_consumables_are_bought_again_when_they_run_out_and_durables_once(shop: ShopData):
    moments: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for event in shop.events:
        if event.kind == "purchase":
            moments[event.customer_id, event.product_id].append(event.at)
    again = [
        (product_id, (later - earlier).days)
        for (_, product_id), times in moments.items()
        for earlier, later in pairwise(times)
    ]
    assert len(again) > 40
    assert {product_id for product_id, _ in again} <= set(LASTS_DAYS)
    assert mean(0.7 < days / LASTS_DAYS[product_id] < 2.4 for product_id, days in again) > 0.6


def test_ratings_follow_fit(shop: ShopData):
    stars: dict[str, list[float]] = defaultdict(list)
    for event in shop.events:
        if event.kind == "rating" and event.value is not None:
            assert 1 <= event.value <= 5
            suits = fit(taste_of(event.customer_id), traits_of(event.product_id))
            stars["well" if suits > 0.5 else "badly" if suits < 0.25 else "so so"].append(event.value)
    assert mean(stars["badly"]) + 0.7 < mean(stars["well"])
    assert mean(stars["badly"]) < mean(stars["so so"]) < mean(stars["well"])


def test_complements_name_products_that_exist():
    for product_id, traits in source().traits.items():
        assert traits.complements and product_id not in traits.complements
        assert all(other in source().traits for other in traits.complements)


def test_consumables_are_products():
    assert set(LASTS_DAYS) <= set(source().traits)
