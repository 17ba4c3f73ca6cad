from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from storefront.changes import Kind, may_start
from storefront.model import Address, Coupon, Order, OrderStatus, Payment, Shipment
from storefront.policy import (
    DEFAULT_POLICY,
    Allowed,
    CancelRules,
    Days,
    DeliveryWindow,
    Policy,
    Reason,
    Refused,
    accepts_reason,
    coupon_is_valid,
    estimated_delivery,
    may_change,
    refund_plan,
)
from storefront.policy_file import BadPolicyError, read_policy
from storefront.policy_section import Section
from tests.shop_samples import LIN, NOW, PENDING

DEMO = read_policy()
CHINA = Address(city="杭州市", state="浙江省", country="CN")


def at_home(**changes: object) -> Order:
    return replace(PENDING, address=CHINA, **changes)


@pytest.mark.parametrize("policy", [DEFAULT_POLICY, DEMO])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (OrderStatus.PENDING, Allowed()),
        (OrderStatus.PROCESSED, Refused(Reason.ALREADY_PROCESSED)),
        (OrderStatus.SHIPPED, Refused(Reason.ALREADY_SHIPPED)),
        (OrderStatus.DELIVERED, Refused(Reason.ALREADY_DELIVERED)),
        (OrderStatus.CANCELLED, Refused(Reason.ALREADY_CANCELLED)),
        (OrderStatus.RETURN_REQUESTED, Refused(Reason.AFTER_SALES_UNDER_WAY)),
        (OrderStatus.EXCHANGE_REQUESTED, Refused(Reason.AFTER_SALES_UNDER_WAY)),
    ],
)
def test_only_an_order_that_is_not_yet_processed_may_be_cancelled(
    policy: Policy, status: OrderStatus, expected: object
):
    assert may_start(Kind.CANCEL_ORDER, replace(PENDING, status=status), policy, NOW) == expected


def test_a_cancelled_order_is_never_cancelled_again_whatever_the_policy_says():
    policy = Policy(cancel=CancelRules(states=frozenset(OrderStatus)))
    order = replace(PENDING, status=OrderStatus.CANCELLED)
    assert may_start(Kind.CANCEL_ORDER, order, policy, NOW) == Refused(Reason.ALREADY_CANCELLED)


def test_an_order_whose_items_were_modified_is_kept_unless_policy_lets_it_go():
    order = replace(PENDING, items_modified=True)
    assert may_start(Kind.CANCEL_ORDER, order, DEFAULT_POLICY, NOW) == Refused(Reason.ITEMS_WERE_MODIFIED)
    assert may_start(Kind.CANCEL_ORDER, order, DEMO, NOW) == Allowed()


def test_a_time_limit_ends_at_its_last_moment():
    policy = Policy(cancel=CancelRules(within=timedelta(hours=2)))
    order = replace(PENDING, placed_at=NOW - timedelta(hours=2))
    assert may_start(Kind.CANCEL_ORDER, order, policy, NOW) == Allowed()
    assert may_start(Kind.CANCEL_ORDER, order, policy, NOW + timedelta(seconds=1)) == Refused(Reason.TOO_LATE)


def test_reasons_are_a_closed_list_when_the_shop_has_one():
    assert accepts_reason(DEMO, "found it cheaper") == Allowed()
    assert accepts_reason(DEMO, "") == Allowed()
    assert accepts_reason(DEMO, "bored") == Refused(Reason.REASON_NOT_ACCEPTED)
    assert accepts_reason(DEFAULT_POLICY, "bored") == Refused(Reason.REASON_NOT_ACCEPTED)
    assert accepts_reason(DEFAULT_POLICY, "") == Refused(Reason.REASON_MISSING)
    assert accepts_reason(Policy(cancel=CancelRules(reasons=())), "bored") == Allowed()


def test_a_change_needs_a_strong_and_fresh_proof():
    assert may_change(DEMO, "code", timedelta(minutes=30)) == Allowed()
    assert may_change(DEMO, "token", timedelta(minutes=30, seconds=1)) == Refused(Reason.PROOF_TOO_OLD)
    assert may_change(DEMO, "details", timedelta(0)) == Refused(Reason.PROOF_TOO_WEAK)


def test_a_refund_goes_to_the_methods_that_paid_within_their_days():
    plan = refund_plan(PENDING, DEMO, LIN.payment_methods)
    assert [(refund.method_id, refund.amount, refund.days) for refund in plan] == [
        ("ali-1", Decimal("937.00"), Days(1, 3)),
        ("gift-1", Decimal("40.00"), Days(0, 0)),
    ]
    assert plan[0].label == "Alipay 林*雨"


def test_a_method_that_is_no_longer_on_file_takes_the_longest_days():
    plan = refund_plan(PENDING, DEMO)
    assert {refund.days for refund in plan} == {Days(5, 7)}


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ((), []),
        ((("payment", "50"), ("refund", "20")), [("a", "30")]),
        ((("payment", "50"), ("refund", "50")), []),
        ((("payment", "50"), ("refund", "70")), []),
    ],
)
def test_no_more_goes_back_than_is_still_with_the_shop(
    payments: tuple[tuple[str, str], ...], expected: list[tuple[str, str]]
):
    order = replace(PENDING, payments=tuple(Payment(kind, Decimal(amount), "a") for kind, amount in payments))
    plan = refund_plan(order, DEMO)
    assert [(refund.method_id, str(refund.amount)) for refund in plan] == expected


def test_a_refund_made_to_another_method_before_is_taken_off_too():
    payments = (
        Payment("payment", Decimal(100), "card"),
        Payment("payment", Decimal(30), "paypal"),
        Payment("refund", Decimal(40), "gift"),
    )
    plan = refund_plan(replace(PENDING, payments=payments), DEMO)
    assert [(refund.method_id, refund.amount) for refund in plan] == [("card", Decimal(90))]


def test_an_order_before_four_leaves_the_same_day_and_a_later_one_the_next():
    at_three = datetime(2026, 3, 10, 7, tzinfo=UTC)
    at_four = datetime(2026, 3, 10, 8, tzinfo=UTC)
    assert estimated_delivery(at_home(placed_at=at_three), DEMO, at_three) == DeliveryWindow(
        date(2026, 3, 12), date(2026, 3, 14)
    )
    assert estimated_delivery(at_home(placed_at=at_four), DEMO, at_four) == DeliveryWindow(
        date(2026, 3, 13), date(2026, 3, 15)
    )


def test_nothing_leaves_in_the_first_days_of_spring_festival():
    eve = datetime(2026, 2, 16, 9, tzinfo=UTC)
    assert estimated_delivery(at_home(placed_at=eve), DEMO, eve) == DeliveryWindow(date(2026, 2, 22), date(2026, 2, 24))


def test_the_shops_own_promise_goes_before_the_rules():
    order = at_home(eta=datetime(2026, 3, 14, 20, tzinfo=UTC))
    assert estimated_delivery(order, DEMO, NOW) == DeliveryWindow(date(2026, 3, 15), date(2026, 3, 15))


def test_a_shipped_parcel_counts_from_the_day_it_left_and_by_its_carrier():
    order = at_home(
        status=OrderStatus.SHIPPED,
        shipped_at=datetime(2026, 3, 9, 10, tzinfo=UTC),
        shipments=(Shipment("SF1", ("1",), "SF 顺丰"),),
    )
    assert estimated_delivery(order, DEMO, NOW) == DeliveryWindow(date(2026, 3, 10), date(2026, 3, 11))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (Address(country="HK", state="香港"), (date(2026, 3, 14), date(2026, 3, 17))),
        (Address(country="CN", state="", city="Macau"), (date(2026, 3, 14), date(2026, 3, 17))),
        (Address(country="GB", city="Bristol"), (date(2026, 3, 19), date(2026, 3, 31))),
        (Address(), (date(2026, 3, 12), date(2026, 3, 14))),
    ],
)
def test_far_places_take_longer_and_abroad_only_working_days_count(address: Address, expected: tuple[date, date]):
    morning = datetime(2026, 3, 10, 1, tzinfo=UTC)
    order = replace(PENDING, address=address, placed_at=morning)
    assert estimated_delivery(order, DEMO, morning) == DeliveryWindow(*expected)


@pytest.mark.parametrize("status", [OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURN_REQUESTED])
def test_what_is_not_on_its_way_has_no_delivery_day(status: OrderStatus):
    assert estimated_delivery(at_home(status=status), DEMO, NOW) is None


def test_an_order_without_dates_is_counted_from_now():
    order = replace(PENDING, placed_at=None)
    assert estimated_delivery(order, DEFAULT_POLICY, NOW) == DeliveryWindow(date(2026, 3, 12), date(2026, 3, 14))


def test_a_coupon_is_valid_between_its_dates_and_until_used():
    coupon = Coupon("A", "amount", Decimal(5), valid_from=NOW, valid_until=NOW + timedelta(days=1))
    assert coupon_is_valid(coupon, NOW)
    assert not coupon_is_valid(coupon, NOW - timedelta(seconds=1))
    assert not coupon_is_valid(coupon, NOW + timedelta(days=1, seconds=1))
    assert not coupon_is_valid(replace(coupon, used_at=NOW), NOW)


def test_an_empty_policy_file_is_the_default_policy(tmp_path: Path):
    path = tmp_path / "policy.toml"
    path.write_text("")
    assert read_policy(path) == DEFAULT_POLICY


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[cancel", "not TOML"),
        ("[cancle]", "cancle is not a rule"),
        ("[cancel]\nstate = []", "cancel.state is not a rule"),
        ('[cancel]\nstates = ["lost"]', "cancel.states: 'lost' is none of pending, processed"),
        ("[cancel]\nwithin_hours = -1", "cancel.within_hours"),
        ("[address]\nreasons = []", "address.reasons is not a rule"),
        ("[payment]\nmethod_required = true", "payment.method_required is not a rule"),
        ('[items]\nmethod_required = "never"', "items.method_required: 'never' is none of always, difference"),
        ('[return]\nrefund_to = ["cash"]', "return.refund_to: 'cash' is none of original, gift_card, any"),
        ("[return]\nwithin_hours = 1", "return.within_hours is not a rule"),
        ('[invoice]\nstates = ["paid"]', "invoice.states"),
        ("[invoice]\nwithin_days = -1", "invoice.within_days must be a whole number"),
        ("[invoice]\nlatest = 3", "invoice.latest is not a rule"),
        ("[exchange]\npostage = 8.0", "exchange.postage must be a string"),
        ('[exchange]\npostage = "-8"', "exchange.postage must be an amount in quotes"),
        ("[exchange]\nexcluded_products = 1", "exchange.excluded_products"),
        ("[cancel]\nreasons = [1]", "cancel.reasons"),
        ('[cancel]\nreason_required = "no"', "cancel.reason_required"),
        ('[proof]\nmethods = ["face"]', "proof.methods"),
        ("[refund]\ncard = [7, 5]", "refund.card"),
        ("[refund]\ncard = 5", "refund.card"),
        ("[complaints]\nanswer_within_hours = 0", "complaints.answer_within_hours must be at least 1"),
        ("[complaints]\nopens = 18:00:00", "complaints.closes must be later than complaints.opens"),
        ('[complaints]\nweekends = "no"', "complaints.weekends"),
        ('[delivery]\ntimezone = "Mars/Base"', "delivery.timezone"),
        ('[delivery]\nclosed = ["today"]', "delivery.closed"),
        ("[delivery]\nleaves_same_day_until = 16", "delivery.leaves_same_day_until"),
        ('[[delivery.zones]]\ncountries = ["X"]', "delivery.zones[0].days is missing"),
        ("delivery = 1", "delivery must be a table"),
    ],
)
def test_a_wrong_policy_file_is_refused_and_its_key_named(tmp_path: Path, text: str, named: str):
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(BadPolicyError) as refusal:
        read_policy(path)
    assert named in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_every_key_of_a_policy_file_is_documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: set[str] = set()
    has = Section.has

    def noted(section: Section, key: str) -> bool:
        asked.add(section.label(key))
        return has(section, key)

    monkeypatch.setattr(Section, "has", noted)
    path = tmp_path / "policy.toml"
    path.write_text("")
    read_policy(path)
    table = (Path(__file__).resolve().parents[3] / "docs/demo-shop.md").read_text("utf-8")
    keys = {key for key in asked if "." in key}
    assert {"return.postage", "exchange.same_variant", "proof.methods"} <= keys
    assert {key for key in keys if f"`{key}`" not in table} == set()


def test_a_missing_policy_file_is_named(tmp_path: Path):
    with pytest.raises(BadPolicyError, match=r"nowhere\.toml"):
        read_policy(tmp_path / "nowhere.toml")
