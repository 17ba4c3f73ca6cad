from datetime import timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.decoding import Candidate, candidates, decode
from recommender.history import Interaction
from recommender.kinds import is_called
from recommender.wish import Wish
from storefront.model import Product, Variant
from tests.taste_shop import CATEGORIES, START

NAMES = ("Air Earbuds", "Trail Running Shoes", "Night Light", "Canvas Tote", "Hand Cream")


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[Product, ...]:
    return tuple(
        Product(
            f"P{number}",
            draw(st.sampled_from(NAMES)),
            tuple(
                Variant(
                    f"P{number}-{place}",
                    {"color": draw(st.sampled_from("rgb"))},
                    Decimal(draw(st.integers(0, 50000))) / 100,
                    "CNY",
                    draw(st.integers(0, 2)),
                )
                for place in range(draw(st.integers(0, 3)))
            ),
            category=draw(st.sampled_from(("", *CATEGORIES[:3]))),
        )
        for number in range(draw(st.integers(0, 12)))
    )


prices = st.none() | st.integers(-1, 500).map(Decimal)
wishes = st.builds(
    Wish,
    max_price=prices,
    min_price=prices,
    category=st.sampled_from(("", *CATEGORIES[:3], "no such category")),
    exclude_skus=st.frozensets(st.sampled_from([f"P{n}-{v}" for n in range(12) for v in range(3)]), max_size=4),
    words=st.lists(st.sampled_from(("headphones", "running shoes", "bag", "tote", "no such kind")), max_size=2).map(
        tuple
    ),
    exclude_words=st.lists(st.sampled_from(("lamp", "shoes")), max_size=1).map(tuple),
)
histories = st.lists(
    st.builds(
        lambda number, bought: Interaction(
            f"P{number}", "purchase" if bought else "view", START, START, bought_at=(START,) if bought else ()
        ),
        st.integers(0, 14),
        st.booleans(),
    ),
    unique_by=lambda one: one.product_id,
    max_size=8,
)


@given(catalogues(), wishes, histories, st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_nothing_is_ever_offered_that_may_not_be(
    catalogue: tuple[Product, ...], wish: Wish, history: list[Interaction], n: int, seed: int
) -> None:
    offered = candidates(catalogue, wish, history, frozenset())
    scores = np.random.default_rng(seed).normal(size=len(offered)).astype(np.float32)
    chosen = [offered[place] for place in decode(scores, offered, n, mix=wish.is_open)]
    bought = {one.product_id for one in history if one.bought_at}
    for one in chosen:
        assert one.product in catalogue
        assert one.variant in one.product.variants
        assert one.variant.stock > 0
        assert wish.max_price is None or one.variant.price <= wish.max_price
        assert wish.min_price is None or one.variant.price >= wish.min_price
        assert wish.category in ("", one.product.category)
        assert not {variant.sku for variant in one.product.variants} & wish.exclude_skus
        assert not wish.words or any(is_called(one.product, word) for word in wish.words)
        assert not any(is_called(one.product, word) for word in wish.exclude_words)
        assert one.product.product_id not in bought
    assert len({one.product.product_id for one in chosen}) == len(chosen) == min(n, len(offered))


def offer(product_id: str, category: str, *variants: Variant) -> Product:
    return Product(product_id, product_id, variants or (variant(product_id),), category=category)


def variant(sku: str, price: int = 10, stock: int = 1, **options: str) -> Variant:
    return Variant(sku, options, Decimal(price), "CNY", stock)


def test_the_cheapest_variant_in_stock_within_the_limits_is_offered() -> None:
    product = offer("P", "x", variant("gone", 5, 0), variant("dear", 90), variant("fits", 40), variant("cheap", 8))
    (one,) = candidates((product,), Wish(min_price=Decimal(10), max_price=Decimal(50)), (), frozenset())
    assert one.variant.sku == "fits"


def test_the_size_bought_before_is_offered_again() -> None:
    worn = offer("OLD", "shoes", variant("OLD-42", size="42"))
    new = offer("NEW", "shoes", variant("NEW-40", 90, size="40"), variant("NEW-42", 95, size="42"))
    history = [Interaction("OLD", "purchase", START, START, "OLD-42", (START,))]
    (one,) = candidates((worn, new), Wish(), history, frozenset())
    assert one.variant.sku == "NEW-42"


def test_what_customers_buy_again_may_come_back_when_it_must_be_used_up() -> None:
    cream, tent = offer("CREAM", "skincare"), offer("TENT", "outdoor")
    old = Interaction("CREAM", "purchase", START, START, bought_at=(START,))
    later = START + timedelta(days=45)
    since = Interaction("TENT", "view", later, later)
    rebought = frozenset({"CREAM"})
    ids = [one.product.product_id for one in candidates((cream, tent), Wish(), [old, since], rebought)]
    assert ids == ["CREAM", "TENT"]
    assert candidates((cream,), Wish(), [old], rebought) == ()


def test_an_open_wish_gets_a_mix_of_categories_and_a_named_category_does_not() -> None:
    offered = [Candidate(offer(f"A{i}", "a"), variant("s")) for i in range(6)]
    offered += [Candidate(offer(f"B{i}", "b"), variant("s")) for i in range(2)]
    scores = np.arange(8, 0, -1).astype(np.float32)
    mixed = [offered[place].product.category for place in decode(scores, offered, 5, mix=True)]
    assert (mixed.count("a"), mixed.count("b")) == (3, 2)
    assert decode(scores, offered, 5, mix=False) == [0, 1, 2, 3, 4]


def test_the_mix_never_shortens_the_list() -> None:
    offered = [Candidate(offer(f"A{i}", "a"), variant("s")) for i in range(6)]
    assert len(decode(np.zeros(6, dtype=np.float32), offered, 5, mix=True)) == 5
