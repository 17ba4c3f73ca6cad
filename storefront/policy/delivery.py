"""When a parcel is expected."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from storefront.model import Order, OrderStatus
from storefront.policy.rules import Days, DeliveryRules, Policy


@dataclass(frozen=True)
class DeliveryWindow:
    """The first and the last day on which the parcel is expected, in the shop's own time zone."""

    earliest: date
    latest: date


def estimated_delivery(order: Order, policy: Policy, now: datetime) -> DeliveryWindow | None:
    """When the order's parcel is expected; None when none is on its way or nothing is known.

    The shop's own promise (``eta``) goes before the rules. The window may lie in the past: the parcel is late.
    """
    if order.status not in {OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED}:
        return None
    rules = policy.delivery
    if order.eta is not None:
        day = _local(order.eta, rules).date()
        return DeliveryWindow(day, day)
    leaves = _leaves_on(order, rules, now)
    days, working = _transit(order, rules)
    return DeliveryWindow(_later(leaves, days.least, working), _later(leaves, days.most, working))


def shop_day(moment: datetime, policy: Policy) -> date:
    """The day it is in the shop at this moment."""
    return _local(moment, policy.delivery).date()


def _leaves_on(order: Order, rules: DeliveryRules, now: datetime) -> date:
    if order.shipped_at is not None:
        return _local(order.shipped_at, rules).date()
    ordered = _local(order.placed_at or now, rules)
    day = ordered.date() + timedelta(days=1 if ordered.time() >= rules.leaves_same_day_until else 0)
    # An order still in the house cannot have left before today.
    day = max(day, _local(now, rules).date())
    while day in rules.closed:
        day += timedelta(days=1)
    return day


def _transit(order: Order, rules: DeliveryRules) -> tuple[Days, bool]:
    for shipment in order.shipments:
        for name, days in rules.carriers.items():
            if name.casefold() in shipment.carrier.casefold():
                return days, False
    country = order.address.country.casefold()
    places = {order.address.state.casefold(), order.address.city.casefold()}
    for zone in rules.zones:
        if country in zone.countries and (not zone.states or places & zone.states):
            return zone.days, zone.working_days
    if rules.home_countries and country and country not in rules.home_countries:
        return rules.abroad.days, rules.abroad.working_days
    return rules.standard, False


def _later(day: date, count: int, working_days: bool) -> date:
    if not working_days:
        return day + timedelta(days=count)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _local(moment: datetime, rules: DeliveryRules) -> datetime:
    return moment.astimezone(ZoneInfo(rules.timezone) if rules.timezone != "UTC" else UTC)
