import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest

from recommender.decoding import Candidate
from recommender.history import Interaction
from recommender.reasons import Circumstances, Reason, Sayings, explain, money
from recommender.signals import Companion, Signals, learn_signals
from recommender.wish import Wish
from recommender.wordings import WORDINGS, Form
from storefront.model import Product, Variant
from tests.taste_shop import START

NOTHING = Signals({}, {}, frozenset(), {})


def product(product_id: str, name: str, name_zh: str) -> Product:
    return Product(
        product_id, name, (Variant(f"{product_id}-1", {}, Decimal("199.00"), "CNY", 3),), name_zh, category="x"
    )


BUDS, TENT = product("BUDS", "Air Earbuds", "耳机"), product("TENT", "Ridge Tent", "帐篷")
CATALOGUE = {one.product_id: one for one in (BUDS, TENT)}
OFFERED = Candidate(BUDS, BUDS.variants[0])


def trace(product_id: str, kind: str, rating: float | None = None) -> Interaction:
    bought = (START,) if kind == "purchase" else ()
    return Interaction(product_id, kind, START, START, f"{product_id}-1", bought, rating)


def reason(
    *history: Interaction,
    weights: Mapping[str, float] | None = None,
    signals: Signals = NOTHING,
    wish: Wish | None = None,
    month: int = 0,
) -> Reason:
    around = Circumstances(
        CATALOGUE,
        {one.product_id: one for one in history},
        signals,
        wish or Wish(language="en"),
        START.replace(month=month) if month else None,
    )
    return explain(OFFERED, list((weights or {}).items()), around, Sayings())


@pytest.mark.parametrize(("kind", "form"), [("purchase", "bought"), ("cart", "cart"), ("view", "viewed")])
def test_the_trace_that_weighed_most_is_named_for_what_it_was(kind: str, form: str) -> None:
    found = reason(trace("TENT", kind), weights={"TENT": 0.8})
    assert (found.form, found.because) == (form, ("TENT-1",))
    assert "Ridge Tent" in found.text


def test_reasons_speak_the_customers_language() -> None:
    found = reason(trace("TENT", "view"), weights={"TENT": 0.8}, wish=Wish(language="zh"))
    assert "帐篷" in found.text
    assert "Tent" not in found.text


def test_a_trace_that_brought_nothing_is_not_blamed() -> None:
    assert reason(trace("TENT", "purchase"), weights={"TENT": -0.4}).form == "available"


def test_a_product_that_disappointed_is_no_reason_and_one_that_pleased_is() -> None:
    assert reason(trace("TENT", "purchase", rating=2), weights={"TENT": 0.9}).form == "available"
    liked = reason(trace("TENT", "purchase", rating=5), weights={"TENT": 0.9})
    assert liked.form == "rated"
    assert "5" in liked.text


def test_a_history_item_the_shop_no_longer_has_is_not_named() -> None:
    assert reason(trace("GONE", "purchase"), weights={"GONE": 0.9}).form == "available"


def test_an_item_looked_at_before_is_called_so() -> None:
    assert reason(trace("BUDS", "view"), weights={"BUDS": 0.9}).form == "seen"


def test_companions_are_told_with_their_count() -> None:
    signals = Signals({}, {"TENT": (Companion("BUDS", 4, 2.0),)}, frozenset(), {})
    found = reason(trace("TENT", "purchase"), signals=signals)
    assert found.form == "companion"
    assert "4" in found.text
    assert "Ridge Tent" in found.text
    assert reason(trace("TENT", "view"), signals=signals).form == "available"


def test_price_and_wish_are_reasons_when_nothing_is_known_of_the_customer() -> None:
    priced = reason(wish=Wish(max_price=Decimal(300), language="en"))
    assert priced.form == "price"
    assert "¥199" in priced.text
    assert reason(wish=Wish(words=("headphones",), language="en")).form == "asked"


def test_a_season_is_claimed_only_in_it_and_only_with_a_clock() -> None:
    signals = Signals({}, {}, frozenset(), {"BUDS": (6, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5)})
    assert reason(signals=signals, month=1).form == "season"
    assert reason(signals=signals, month=6).form == "available"
    assert reason(signals=signals).form == "available"


def test_five_items_do_not_get_one_sentence() -> None:
    around = Circumstances(CATALOGUE, {"TENT": trace("TENT", "view")}, NOTHING, Wish(language="en"))
    sayings = Sayings()
    texts = [explain(OFFERED, [("TENT", 0.9)], around, sayings).text for _ in range(5)]
    assert len(set(texts)) == 5


SLOTS: dict[Form, set[str]] = {
    "bought": {"item"},
    "cart": {"item"},
    "viewed": {"item"},
    "rated": {"item", "stars"},
    "seen": {"price"},
    "companion": {"item", "customers"},
    "again": set(),
    "season": set(),
    "popular": set(),
    "price": {"price", "limit"},
    "asked": {"price"},
    "available": {"price"},
}


def test_every_wording_asks_only_for_facts_its_form_has() -> None:
    for forms in WORDINGS.values():
        assert set(forms) == set(SLOTS)
        for form, wordings in forms.items():
            assert len(set(wordings)) == len(wordings) >= 3
            for wording in wordings:
                assert set(re.findall(r"{(\w+)}", wording)) <= SLOTS[form]


def test_money_is_written_as_customers_read_it() -> None:
    assert [money(Decimal("199.00"), "CNY"), money(Decimal("12.5"), "USD"), money(Decimal(30), "CHF")] == [
        "¥199",
        "$12.50",
        "30 CHF",
    ]


def test_signals_need_enough_customers_and_more_than_chance() -> None:
    pair = (trace("TENT", "purchase"), trace("BUDS", "purchase"))
    alone = (trace("MUG", "purchase"),)
    learned = learn_signals([pair, pair, pair, alone, alone, alone])
    companion = learned.companion("TENT", "BUDS")
    assert companion == Companion("BUDS", 3, 2.0)
    assert learn_signals([pair, pair, alone]).companion("TENT", "BUDS") is None
    assert learn_signals([pair, pair, pair]).companion("TENT", "BUDS") is None
    assert learned.among_top("BUDS", ["BUDS", "TENT"], 2)
    assert not learned.among_top("BUDS", ["BUDS", "TENT"], 1)
    assert not learned.among_top("NEVER", [], 3)


def test_signals_know_what_is_bought_again() -> None:
    again = Interaction("CREAM", "purchase", START, START, bought_at=(START, START + timedelta(days=60)))
    once = Interaction("TENT", "purchase", START, START, bought_at=(START, START))
    assert learn_signals([(again, once)] * 3).rebought == {"CREAM"}
