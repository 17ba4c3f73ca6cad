"""Decisions in detail: refusals with their facts, the demo shop's own rules, fingerprints."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from storefront.changes import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
    RequestInvoice,
    ReturnItems,
    Situation,
    applied,
    decide,
    facts_of,
    fingerprint,
    kind_of,
    may_start,
    plan,
    same_change,
)
from storefront.model import Address, OrderStatus, Payment, Product
from storefront.policy import (
    DEFAULT_POLICY,
    AddressRules,
    Allowed,
    ExchangeRules,
    ItemRules,
    MethodNeed,
    Policy,
    Reason,
    RefundTarget,
    Refused,
    ReturnRules,
)
from storefront.policy_file import read_policy
from tests.shop_samples import HANGZHOU, NOW
from tests.situations import ARRIVED, BUYER, ELSEWHERE, MUGS, OPEN, TENTS, lines, situation

DEMO = read_policy()
SAND = ChangeItems(lines(("1", 2, "MUG-SAND")), "ali-1")


def refusal(change: Change, where: Situation, policy: Policy = DEFAULT_POLICY, now: datetime = NOW) -> Refused:
    decision = decide(change, where, policy, now)
    assert isinstance(decision, Refused)
    return decision


@pytest.mark.parametrize(
    ("wanted", "reason", "facts"),
    [
        (lines(), Reason.NOTHING_CHOSEN, {}),
        (lines(("9", 1)), Reason.NOT_IN_ORDER, {"line_id": "9"}),
        (lines(("1", 0)), Reason.BAD_QUANTITY, {"name": "Tide Mug", "quantity": "0", "most": "2"}),
        (lines(("1", -1)), Reason.BAD_QUANTITY, {"name": "Tide Mug", "quantity": "-1", "most": "2"}),
        (lines(("1", 3)), Reason.BAD_QUANTITY, {"name": "Tide Mug", "quantity": "3", "most": "2"}),
        (lines(("1", 1), ("1", 2)), Reason.BAD_QUANTITY, {"name": "Tide Mug", "quantity": "3", "most": "2"}),
    ],
)
def test_lines_and_quantities_are_those_of_the_order(wanted: tuple, reason: Reason, facts: dict[str, str]):
    found = refusal(ReturnItems(wanted, "ali-1"), situation(ARRIVED))
    assert (found.reason, found.facts) == (reason, facts)


def test_the_same_lines_are_asked_of_changes_and_exchanges():
    assert refusal(ChangeItems((), "ali-1"), situation()).reason is Reason.NOTHING_CHOSEN
    assert (
        refusal(ExchangeItems(lines(("1", 3, "MUG-SAND")), "ali-1"), situation(ARRIVED)).reason is Reason.BAD_QUANTITY
    )


def test_lines_that_want_one_variant_must_find_enough_of_it_together():
    order = replace(OPEN, lines=(OPEN.lines[0], replace(OPEN.lines[0], line_id="2", quantity=3)))
    enough = ChangeItems(lines(("1", 2, "MUG-SAND"), ("2", 2, "MUG-SAND")), "ali-1")
    assert decide(enough, situation(order), DEFAULT_POLICY, NOW) == Allowed()
    found = refusal(ChangeItems(lines(("1", 2, "MUG-SAND"), ("2", 3, "MUG-SAND")), "ali-1"), situation(order))
    assert found.reason is Reason.SOLD_OUT
    assert found.facts == {"name": "Tide Mug", "options": "color: sand", "quantity": "5", "stock": "4"}


def test_a_product_no_longer_sold_and_one_in_another_currency_cannot_be_taken_instead():
    gone = Situation(BUYER, OPEN, {TENTS.product_id: TENTS})
    assert refusal(SAND, gone).reason is Reason.UNKNOWN_VARIANT
    pounds = ChangeItems(lines(("2", 1, "TENT-GB")), "ali-1")
    assert refusal(pounds, situation()).reason is Reason.UNKNOWN_VARIANT


def test_the_same_variant_can_be_named_again_where_the_shop_lets_it():
    policy = Policy(items=ItemRules(same_variant=True))
    again = ChangeItems(lines(("1", 2, "MUG-BLUE")), "ali-1")
    done = applied(again, situation(), policy, NOW)
    assert decide(again, situation(), policy, NOW) == Allowed()
    assert (done.stock, done.plan.difference) == ({}, 0)
    assert done.order == replace(OPEN, items_modified=True)


@pytest.mark.parametrize(
    ("part", "missing"), [("line1", "line1"), ("city", "city"), ("country", "country"), ("postcode", "postcode")]
)
def test_an_address_needs_every_part_that_a_parcel_needs(part: str, missing: str):
    broken = replace(ELSEWHERE, **{part: "  "})
    for change, where in ((ChangeAddress(broken), situation()), (ChangeProfileAddress(broken), situation(None))):
        found = refusal(change, where)
        assert (found.reason, found.facts) == (Reason.ADDRESS_INCOMPLETE, {"missing": missing})


def test_a_postcode_is_not_asked_where_there_was_none():
    order = replace(OPEN, address=replace(HANGZHOU, postcode=""))
    change = ChangeAddress(replace(ELSEWHERE, postcode="", line2="", state=""))
    assert decide(change, situation(order), DEFAULT_POLICY, NOW) == Allowed()


def test_the_old_address_in_other_letters_is_no_new_one():
    order = replace(OPEN, address=ELSEWHERE)
    shouted = Address(" 1 HARBOUR  road", "flat 2", "BRISTOL", "", "United Kingdom", "bs1 4st")
    assert refusal(ChangeAddress(shouted), situation(order)).reason is Reason.SAME_ADDRESS
    customer = replace(BUYER, address=ELSEWHERE)
    assert refusal(ChangeProfileAddress(shouted), situation(None, customer)).reason is Reason.SAME_ADDRESS


def test_a_refusal_for_money_names_what_is_there_and_what_is_needed():
    found = refusal(ChangePayment("gift-1"), situation())
    assert found.facts == {"method": "Gift card 0042", "balance": "60.00", "needed": "977.00", "currency": "CNY"}
    dearer = ChangeItems(lines(("2", 1, "TENT-3")))
    assert refusal(dearer, situation()).facts == {"difference": "100", "currency": "CNY"}


@pytest.mark.parametrize(("method_id", "reason"), [("", Reason.METHOD_MISSING), ("card-9", Reason.UNKNOWN_METHOD)])
def test_money_moves_only_over_methods_the_customer_has(method_id: str, reason: Reason):
    for change, where in (
        (ChangePayment(method_id), situation()),
        (replace(SAND, method_id=method_id), situation()),
        (ChangeItems(lines(("2", 1, "TENT-3")), method_id), situation()),
        (ExchangeItems(SAND.lines, method_id), situation(ARRIVED)),
        (ReturnItems(lines(("1", 1)), method_id), situation(ARRIVED)),
    ):
        assert refusal(change, where).reason is reason


def test_a_method_that_paid_takes_money_back_even_when_it_left_the_profile():
    forgetful = replace(BUYER, payment_methods=BUYER.payment_methods[1:])
    change = ReturnItems(lines(("1", 1)), "ali-1")
    assert decide(change, situation(ARRIVED, forgetful), DEFAULT_POLICY, NOW) == Allowed()


def test_where_the_shop_says_so_a_method_is_needed_only_for_a_difference():
    policy = Policy(items=ItemRules(method_required=MethodNeed.DIFFERENCE))
    even = replace(MUGS, variants=tuple(replace(one, price=Decimal(39), stock=9) for one in MUGS.variants))
    change = ChangeItems(lines(("1", 1, "MUG-CLAY")))
    assert decide(change, situation(OPEN, BUYER, even), policy, NOW) == Allowed()
    assert refusal(replace(SAND, method_id=""), situation(), policy).reason is Reason.METHOD_MISSING


def test_money_for_a_cheaper_variant_goes_where_the_shop_lets_it():
    original = Policy(items=ItemRules(refund_to=frozenset({RefundTarget.ORIGINAL})))
    assert decide(SAND, situation(), original, NOW) == Allowed()
    assert refusal(replace(SAND, method_id="card-1"), situation(), original).reason is Reason.METHOD_NOT_ACCEPTED
    assert decide(ChangeItems(lines(("2", 1, "TENT-3")), "card-1"), situation(), original, NOW) == Allowed()


def test_a_time_limit_runs_from_the_moment_the_order_was_placed():
    policy = Policy(address=AddressRules(within=timedelta(hours=2)))
    placed = datetime(2026, 3, 10, 7, tzinfo=UTC)
    where = situation(replace(OPEN, placed_at=placed))
    assert decide(ChangeAddress(ELSEWHERE), where, policy, placed + timedelta(hours=2)) == Allowed()
    found = refusal(ChangeAddress(ELSEWHERE), where, policy, placed + timedelta(hours=2, seconds=1))
    assert (found.reason, found.facts) == (Reason.TOO_LATE, {"until": "2026-03-10T09:00:00+00:00"})


def test_a_window_after_delivery_ends_with_its_last_day_in_the_shop():
    delivered = datetime(2026, 3, 1, 17, tzinfo=UTC)  # the second of March in Shanghai
    where = situation(replace(ARRIVED, delivered_at=delivered))
    change = ReturnItems(lines(("1", 1)))
    last_moment = datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)
    assert decide(change, where, DEMO, last_moment) == Allowed()
    found = refusal(change, where, DEMO, last_moment + timedelta(seconds=1))
    assert (found.reason, found.facts) == (Reason.TOO_LATE, {"last_day": "2026-03-17", "days": "15"})


def test_an_order_without_a_delivery_date_is_not_too_late():
    where = situation(replace(ARRIVED, delivered_at=None))
    assert decide(ReturnItems(lines(("1", 1))), where, DEMO, NOW) == Allowed()


def test_a_cancelled_order_is_never_changed_whatever_the_policy_says():
    anything = frozenset(OrderStatus)
    policy = Policy(address=AddressRules(states=anything), returns=ReturnRules(states=anything))
    order = replace(OPEN, status=OrderStatus.CANCELLED)
    for kind in (Kind.CHANGE_ADDRESS, Kind.RETURN_ITEMS):
        assert may_start(kind, order, policy, NOW) == Refused(Reason.ALREADY_CANCELLED)


def test_a_change_of_an_order_without_an_order_is_a_mistake_in_the_program():
    with pytest.raises(ValueError, match="needs an order"):
        may_start(Kind.CANCEL_ORDER, None, DEFAULT_POLICY, NOW)


class TestTheDemoShop:
    """What its past answers promise."""

    def test_returns_end_after_fifteen_days_and_exchanges_after_thirty(self):
        for kind, days in ((Kind.RETURN_ITEMS, 15), (Kind.EXCHANGE_ITEMS, 30)):
            in_time = replace(ARRIVED, delivered_at=NOW - timedelta(days=days))
            late = replace(ARRIVED, delivered_at=NOW - timedelta(days=days + 1))
            assert may_start(kind, in_time, DEMO, NOW) == Allowed()
            assert may_start(kind, late, DEMO, NOW) == Refused(Reason.TOO_LATE)

    def test_socks_come_back_only_with_a_fault(self):
        socks = Product("P1310", "Socks", MUGS.variants)
        order = replace(ARRIVED, lines=(replace(ARRIVED.lines[0], product_id="P1310", name="Socks"),))
        where = situation(order, BUYER, socks)
        for change in (ReturnItems(lines(("1", 1))), ExchangeItems(lines(("1", 1, "MUG-SAND")), "ali-1")):
            found = refusal(change, where, DEMO)
            assert (found.reason, found.facts) == (Reason.NOT_RETURNABLE, {"name": "Socks"})
            assert decide(replace(change, reason="faulty"), where, DEMO, NOW) == Allowed()

    def test_a_change_of_mind_costs_eight_yuan_and_a_fault_nothing(self):
        change = ReturnItems(lines(("1", 1)))
        assert plan(replace(change, reason="changed my mind"), situation(ARRIVED), DEMO).postage == Decimal(8)
        assert plan(replace(change, reason="faulty"), situation(ARRIVED), DEMO).postage == 0

    def test_money_goes_back_to_what_paid_or_onto_a_gift_card_and_need_not_be_asked_for(self):
        where = situation(ARRIVED)
        assert decide(ReturnItems(lines(("1", 1))), where, DEMO, NOW) == Allowed()
        for method_id in ("ali-1", "gift-1"):
            assert decide(ReturnItems(lines(("1", 1)), method_id), where, DEMO, NOW) == Allowed()
        for change in (ReturnItems(lines(("1", 1)), "card-1"), ExchangeItems(lines(("1", 1, "MUG-SAND")), "card-1")):
            assert refusal(change, where, DEMO).reason is Reason.METHOD_NOT_ACCEPTED

    def test_a_faulty_piece_is_exchanged_for_its_like_and_another_is_not(self):
        like = ExchangeItems(lines(("1", 1, "MUG-BLUE")), reason="faulty")
        assert decide(like, situation(ARRIVED), DEMO, NOW) == Allowed()
        assert refusal(replace(like, reason="bored"), situation(ARRIVED), DEMO).reason is Reason.SAME_VARIANT

    def test_items_are_changed_once_but_address_and_payment_stay_open(self):
        order = replace(OPEN, items_modified=True)
        assert refusal(SAND, situation(order), DEMO).reason is Reason.ITEMS_WERE_MODIFIED
        assert decide(ChangeAddress(ELSEWHERE), situation(order), DEMO, NOW) == Allowed()
        assert decide(ChangePayment("card-1"), situation(order), DEMO, NOW) == Allowed()


def test_excluded_categories_are_not_taken_back():
    rules = ExchangeRules(excluded_categories=frozenset({"kitchen"}))
    change = ExchangeItems(lines(("1", 1, "MUG-SAND")), "ali-1")
    assert refusal(change, situation(ARRIVED), Policy(exchange=rules)).reason is Reason.NOT_RETURNABLE


ALL: tuple[Change, ...] = (
    CancelOrder("no longer needed"),
    ChangeAddress(ELSEWHERE),
    SAND,
    ChangePayment("card-1"),
    ReturnItems(lines(("1", 1)), "ali-1"),
    ExchangeItems(lines(("1", 1, "MUG-SAND")), "ali-1"),
    ChangeProfileAddress(ELSEWHERE),
    RequestInvoice("林小雨", "lin@example.com"),
)


def test_every_kind_of_change_has_a_name_of_its_own():
    assert {kind_of(change) for change in ALL} == set(Kind)


def test_fingerprints_are_the_same_for_the_same_and_differ_for_every_change():
    prints = {fingerprint(change, situation(), DEFAULT_POLICY) for change in ALL}
    assert len(prints) == len(ALL)
    assert prints == {fingerprint(change, situation(), DEFAULT_POLICY) for change in ALL}
    assert all(len(one) == 16 for one in prints)


def test_a_fingerprint_does_not_care_how_a_price_or_half_a_character_is_written():
    plain = replace(MUGS, variants=tuple(replace(one, price=one.price.normalize()) for one in MUGS.variants))
    assert fingerprint(SAND, situation(), DEFAULT_POLICY) == fingerprint(
        SAND, situation(OPEN, BUYER, plain, TENTS), DEFAULT_POLICY
    )
    broken, stored = (ChangeAddress(replace(ELSEWHERE, line2=text)) for text in ("\ud800", "?"))
    assert fingerprint(broken, situation(), DEFAULT_POLICY) == fingerprint(stored, situation(), DEFAULT_POLICY)


@pytest.mark.parametrize(
    "now",
    [
        situation(replace(OPEN, items_modified=True)),
        situation(replace(OPEN, status=OrderStatus.PROCESSED)),
        situation(replace(OPEN, lines=(OPEN.lines[0],))),
        situation(OPEN, BUYER, replace(MUGS, variants=tuple(replace(one, price=Decimal(31)) for one in MUGS.variants))),
        situation(replace(OPEN, payments=(Payment("payment", Decimal(100), "ali-1"),))),
    ],
    ids=["items modified", "status", "lines", "price", "paid"],
)
def test_a_fingerprint_differs_when_what_he_agreed_to_has_changed(now: Situation):
    assert fingerprint(SAND, now, DEFAULT_POLICY) != fingerprint(SAND, situation(), DEFAULT_POLICY)


def test_stock_that_is_still_enough_does_not_change_a_fingerprint():
    fewer = replace(MUGS, variants=tuple(replace(one, stock=2) for one in MUGS.variants))
    assert fingerprint(SAND, situation(OPEN, BUYER, fewer), DEFAULT_POLICY) == fingerprint(
        SAND, situation(), DEFAULT_POLICY
    )


def test_cancellations_are_the_same_change_whatever_their_reason_and_nothing_else_is():
    assert same_change(CancelOrder("a")) == same_change(CancelOrder("b"))
    assert len({same_change(change) for change in (*ALL, replace(SAND, method_id="card-1"))}) == len(ALL) + 1


def test_a_receipt_names_lines_money_and_methods():
    dearer = ChangeItems(lines(("2", 1, "TENT-3")), "card-1")
    facts = facts_of(dearer, situation(), applied(dearer, situation(), DEFAULT_POLICY, NOW))
    assert (
        facts.items()
        >= {
            "order_id": "#PL1001",
            "currency": "CNY",
            "lines": "2:TENT-2>TENT-3 x1",
            "difference": "100",
            "charge_amount": "100",
            "charge_method": "Visa 1111",
            "charge_kind": "card",
            "method": "Visa 1111",
            "refunds": "0",
        }.items()
    )
    moved = ChangeAddress(ELSEWHERE)
    facts = facts_of(moved, situation(), applied(moved, situation(), DEFAULT_POLICY, NOW))
    assert facts["address"] == "1 Harbour Road, Flat 2, Bristol, United Kingdom, BS1 4ST"
