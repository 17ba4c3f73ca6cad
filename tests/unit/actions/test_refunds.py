"""Where the money of an order is, and how a profile is told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.account.refunds import asks_in_general, money_of
from actions.context import Mention, TurnContext
from actions.formats import full_name, masked_email, masked_phone
from actions.proof.gate import LONGEST_WORDS, remembered
from actions.tasks.world import World
from foundation.turns import Identity
from storefront.model import AfterSalesRequest, Customer, Order, OrderStatus, Payment, RequestedLine
from storefront.policy import DEFAULT_POLICY
from tests.shop_samples import CANCELLED, GREEN, LIN, MUG, NOW, PENDING, RETURNING, TENT


def world(customer: Customer, order: Order) -> World:
    return World(customer, (order,), {"P-MUG": MUG, "P-TENT": TENT}, DEFAULT_POLICY, NOW)


def returning(kind: str, status: OrderStatus, new_sku: str = "") -> Order:
    request = AfterSalesRequest(kind, (RequestedLine("1", 1, new_sku),), "card-2")
    return replace(RETURNING, status=status, requests=(request,))


def test_money_that_went_back_is_made() -> None:
    money = money_of(CANCELLED, world(LIN, CANCELLED))
    assert [(line.amount, line.label) for line in money.made] == [(Decimal("899"), "Alipay 林*雨")]
    assert (money.awaited, money.missing) == ((), 0)


def test_money_of_a_return_waits_for_the_goods() -> None:
    order = returning("return", OrderStatus.RETURN_REQUESTED)
    (plan,) = money_of(order, world(GREEN, order)).awaited
    assert [(refund.method_id, refund.amount) for refund in plan.refunds] == [("card-2", Decimal("39.00"))]


def test_an_exchange_gives_back_only_a_difference() -> None:
    dearer = returning("exchange", OrderStatus.EXCHANGE_REQUESTED, "MUG-CLAY")
    assert money_of(dearer, world(GREEN, dearer)).is_nothing
    clay = replace(RETURNING.lines[0], sku="MUG-CLAY", price=Decimal("42.50"))
    paid = (Payment("payment", Decimal("42.50"), "card-2"),)
    under_way = returning("exchange", OrderStatus.EXCHANGE_REQUESTED, "MUG-BLUE")
    cheaper = replace(under_way, lines=(clay,), payments=paid)
    (plan,) = money_of(cheaper, world(GREEN, cheaper)).awaited
    assert [refund.amount for refund in plan.refunds] == [Decimal("3.50")]


def test_an_exchange_for_what_is_sold_no_more_promises_nothing() -> None:
    gone = returning("exchange", OrderStatus.EXCHANGE_REQUESTED, "MUG-GONE")
    assert money_of(gone, world(GREEN, gone)).is_nothing


def test_a_cancelled_order_without_a_refund_misses_it() -> None:
    order = replace(CANCELLED, payments=CANCELLED.payments[:1])
    assert money_of(order, world(LIN, order)).missing == Decimal("899")


def test_an_order_on_its_way_has_no_refund() -> None:
    assert money_of(PENDING, world(LIN, PENDING)).is_nothing


@pytest.mark.parametrize(
    ("text", "is_known", "in_general"),
    [
        ("how long do refunds take?", True, True),
        ("退款多久到账", True, True),
        ("will the refund go on my card or as store credit", False, True),
        ("退款會退回哪裡", False, True),
        ("refunds", False, True),
        ("refund", True, False),
        ("where is my money", False, False),
        ("退款还没到", False, False),
        ("any news on my refund?", False, False),
        ("退款到账了吗", False, False),
        ("says refunded but nothing on my statement", False, False),
    ],
)
def test_a_question_about_refunds_in_general(text: str, is_known: bool, in_general: bool) -> None:
    identity = Identity("C1", "code", NOW.isoformat(), True) if is_known else None
    context = TurnContext("c1", "t1", "en", text, "refund_status", identity=identity)
    assert asks_in_general(context) is in_general


def test_a_named_order_is_never_in_general() -> None:
    mentions = {"order_number": Mention("PL100", "PL100")}
    context = TurnContext("c1", "t1", "en", "how long does the refund of PL100 take", "refund_status", mentions)
    assert not asks_in_general(context)


def test_what_could_serve_a_stranger_is_masked() -> None:
    assert masked_email("lin.xiaoyu@example.com") == "l***@example.com"
    assert masked_email("") == masked_email("nonsense") == ""
    assert masked_phone("+86 138-0013-8000") == "***8000"
    assert masked_phone("110") == ""


def test_names_are_written_as_in_their_script() -> None:
    assert full_name(LIN.first_name, LIN.last_name) == "林小雨"
    assert full_name(GREEN.first_name, GREEN.last_name) == "Ann Green"


def test_a_remembered_question_is_one_short_line() -> None:
    assert remembered("how many\n points\x00do I have? ") == "how many points do I have?"
    assert remembered("/order_status{}") == "order_status{}"
    assert remembered("  ") == ""
    assert len(remembered("积分" * 4000)) == LONGEST_WORDS
