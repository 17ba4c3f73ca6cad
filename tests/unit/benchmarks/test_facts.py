from decimal import Decimal

import pytest

from benchmarks.draw_real import benchmarks_root
from benchmarks.tau_retail.answers import Amount, Count, Forms, Method, Status, Stock, Tracking
from benchmarks.tau_retail.facts import KINDS, questions
from benchmarks.tau_retail.shop import Shop
from storefront.exchange import read_shop
from tests.unit.benchmarks.small_shop import CARD, GIFT

DATA = benchmarks_root() / "tau_retail"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Amount(Decimal("1234.50")), "It costs $1,234.50."),
        (Amount(Decimal("1234.50")), "售价1234.5元"),
        (Amount(Decimal("50.00"), alone=False), "You paid $50.00, of which $20.00 was for the lamp."),
        (Count(10, 12), "10 of the 12 versions are available."),
        (Count(3, 3), "You have three orders: #W1000001, #W1000002 and #W1000003."),
        (Count(3, 3), "您一共有三个订单"),
        (Forms(("black", "黑色")), "有黑色和白色"),
        (Method(CARD), "paid with visa ending 4321"),
        (Method(GIFT), "用礼品卡支付"),
        (Stock(True), "Yes, it is in stock."),
        (Stock(False), "抱歉,这款已售罄。"),
        (Tracking("123456789012"), "Tracking number 123456789012."),
        (Status("pending"), "It has not been shipped yet."),
        (Status("delivered"), "订单已送达。"),
        (Status("cancelled"), "That order was cancelled."),
    ],
)
def test_a_right_answer_is_found_right(fact, said):
    assert fact.met(said, "")


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Amount(Decimal("50.00")), "Between $50.00 and $60.00."),
        (Amount(Decimal("50.00")), "It costs $150.00."),
        (Count(3, 3), "You have 13 orders."),
        (Count(3, 3), "You have 2 orders, 3 with the cancelled one."),
        (Forms(("M",)), "Medium only"),
        (Method(CARD), "paid with visa ending 9999"),
        (Stock(True), "It is not in stock."),
        (Stock(False), "Yes, we have it."),
        (Tracking("123456789012"), "123456789012 or 123456789013"),
        (Status("delivered"), "It was cancelled before it was delivered."),
    ],
)
def test_a_wrong_or_contradicting_answer_is_found_wrong(fact, said):
    assert not fact.met(said, "")


def test_a_price_on_a_product_card_counts():
    assert Amount(Decimal("50.00")).met("Here it is:", "Gaming Mouse 50.00 USD")


@pytest.mark.skipif(not DATA.exists(), reason="the public shop is not here; set CONCIERGE_BENCHMARKS")
def test_fifty_questions_a_language_are_drawn_the_same_each_time():
    shop = Shop.of(read_shop(DATA / "shop"))
    asked = questions(shop, 0)
    assert [one.language for one in asked] == ["en"] * 50 + ["zh"] * 50
    assert {one.kind for one in asked} == set(KINDS)
    assert asked == questions(shop, 0)
    assert asked != questions(shop, 1)
