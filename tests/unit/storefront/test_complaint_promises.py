from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from storefront.policy import DEFAULT_POLICY, ComplaintRules, DeliveryRules, Policy, answer_due
from storefront.policy_file import read_policy

DEMO = read_policy()


def policy(zone: str = "UTC", hours: int = 24, **rules: object) -> Policy:
    return replace(
        DEFAULT_POLICY,
        delivery=DeliveryRules(timezone=zone),
        complaints=ComplaintRules(answer_within=timedelta(hours=hours), **rules),
    )


def due(text: str, rules: Policy) -> str:
    """When a complaint is answered that is made at a time of the shop's own; written the same way."""
    zone = ZoneInfo(rules.delivery.timezone)
    moment = datetime.fromisoformat(text).replace(tzinfo=zone)
    return answer_due(moment.astimezone(UTC), rules).astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("made", "answered"),
    [
        ("2026-06-15 10:00", "2026-06-16 10:00"),
        ("2026-06-15 17:20", "2026-06-16 18:00"),
        ("2026-06-15 21:40", "2026-06-16 22:00"),
        ("2026-06-15 23:10", "2026-06-17 09:00"),
        ("2026-06-15 03:00", "2026-06-16 09:00"),
        ("2026-06-19 17:00", "2026-06-20 17:00"),
    ],
)
def test_the_demo_shop_promises_a_full_hour_of_the_next_day_at_which_people_are_there(made: str, answered: str):
    assert due(made, DEMO) == answered


@pytest.mark.parametrize(
    ("made", "answered"),
    [
        ("2026-06-18 17:00", "2026-06-19 17:00"),
        ("2026-06-19 17:00", "2026-06-22 17:00"),
        ("2026-06-20 11:00", "2026-06-23 09:00"),
        ("2026-06-19 19:00", "2026-06-23 09:00"),
    ],
)
def test_a_shop_that_rests_at_weekends_promises_nothing_for_a_saturday(made: str, answered: str):
    assert due(made, policy("Europe/Berlin")) == answered


def test_a_day_on_which_the_shop_is_closed_does_not_count():
    assert due("2026-06-15 10:00", policy(closed=frozenset({date(2026, 6, 16)}))) == "2026-06-17 10:00"


@pytest.mark.parametrize(
    ("made", "hours", "answered"),
    [
        ("2026-06-15 10:00", 4, "2026-06-15 14:00"),
        ("2026-06-15 16:00", 4, "2026-06-16 11:00"),
        ("2026-06-19 16:30", 4, "2026-06-22 12:00"),
        ("2026-06-15 10:00", 28, "2026-06-16 14:00"),
        ("2026-06-15 10:00", 48, "2026-06-17 10:00"),
    ],
)
def test_less_than_a_day_counts_in_the_hours_of_those_who_answer(made: str, hours: int, answered: str):
    assert due(made, policy("America/New_York", hours)) == answered


def test_the_hour_is_the_shops_wherever_the_customer_is():
    late_in_china = datetime(2026, 6, 15, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))  # 00:30 on the 16th
    assert answer_due(late_in_china, DEMO) == datetime(2026, 6, 17, 1, tzinfo=UTC)


def test_the_same_hour_is_promised_when_the_clocks_change():
    assert due("2026-03-28 14:00", policy("Europe/Berlin", weekends=True)) == "2026-03-29 14:00"


def test_a_promise_is_never_later_than_closing_time():
    assert due("2026-06-15 17:40", policy(closes=time(17, 45))) == "2026-06-16 17:45"
