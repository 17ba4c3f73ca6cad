"""The shop's rules as pure functions: who may cancel which order, what is paid back, when a parcel comes.

Nothing here reads a clock, a file or a database but ``read_policy``; times are aware datetimes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from storefront.model import Coupon, Order, OrderStatus, PaymentMethod


class Reason(StrEnum):
    """Why a change is refused; every code has its words in the bot's responses."""

    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_PROCESSED = "already_processed"
    ALREADY_SHIPPED = "already_shipped"
    ALREADY_DELIVERED = "already_delivered"
    AFTER_SALES_UNDER_WAY = "after_sales_under_way"
    NOT_YET_PROCESSED = "not_yet_processed"
    ITEMS_WERE_MODIFIED = "items_were_modified"
    TOO_LATE = "too_late"
    REASON_MISSING = "reason_missing"
    REASON_NOT_ACCEPTED = "reason_not_accepted"
    PROOF_TOO_OLD = "proof_too_old"
    PROOF_TOO_WEAK = "proof_too_weak"


STATUS_REASONS: Mapping[OrderStatus, Reason] = {
    OrderStatus.PENDING: Reason.NOT_YET_PROCESSED,
    OrderStatus.PROCESSED: Reason.ALREADY_PROCESSED,
    OrderStatus.SHIPPED: Reason.ALREADY_SHIPPED,
    OrderStatus.DELIVERED: Reason.ALREADY_DELIVERED,
    OrderStatus.CANCELLED: Reason.ALREADY_CANCELLED,
    OrderStatus.RETURN_REQUESTED: Reason.AFTER_SALES_UNDER_WAY,
    OrderStatus.EXCHANGE_REQUESTED: Reason.AFTER_SALES_UNDER_WAY,
}


@dataclass(frozen=True)
class Allowed:
    """The change may be made."""


@dataclass(frozen=True)
class Refused:
    """The change may not be made, and why."""

    reason: Reason


@dataclass(frozen=True)
class ProofRules:
    """Which proof of identity a change needs: how it was given (token, code or details) and how old it may be."""

    methods: frozenset[str] = frozenset({"token", "code"})
    max_age: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class CancelRules:
    """When an order may be cancelled; no ``within`` is no time limit, no ``reasons`` accepts every reason."""

    states: frozenset[OrderStatus] = frozenset({OrderStatus.PENDING})
    within: timedelta | None = None
    after_items_modified: bool = False
    reasons: tuple[str, ...] = ()
    reason_required: bool = False
    gives_coupon_back: bool = True


@dataclass(frozen=True)
class Days:
    """A span of days, both ends included; (0, 0) is at once."""

    least: int
    most: int


@dataclass(frozen=True)
class RefundRules:
    """Working days until money is back, for each kind of payment method; ``other`` for an unknown one."""

    days: Mapping[str, Days] = field(default_factory=lambda: {"gift_card": Days(0, 0)})
    other: Days = Days(5, 7)


@dataclass(frozen=True)
class Zone:
    """Where parcels take a time of their own: a country or, within one, some of its states or cities."""

    countries: frozenset[str]
    states: frozenset[str]
    days: Days
    working_days: bool = False


@dataclass(frozen=True)
class DeliveryRules:
    """When parcels leave and how long they take; a carrier's own time goes before the zone's."""

    timezone: str = "UTC"
    leaves_same_day_until: time = time(16)
    closed: frozenset[date] = frozenset()
    standard: Days = Days(2, 4)
    carriers: Mapping[str, Days] = field(default_factory=dict)
    home_countries: frozenset[str] = frozenset()
    zones: tuple[Zone, ...] = ()
    abroad: Zone = Zone(frozenset(), frozenset(), Days(7, 15), working_days=True)


@dataclass(frozen=True)
class Contact:
    """How the shop is called and reached; what is empty is not told."""

    name: str = ""
    name_zh: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Policy:
    """All rules of one shop; the defaults suit a shop that cancels what is not yet processed."""

    proof: ProofRules = ProofRules()
    cancel: CancelRules = CancelRules()
    refund: RefundRules = RefundRules()
    delivery: DeliveryRules = DeliveryRules()
    contact: Contact = Contact()


DEFAULT_POLICY = Policy()


@dataclass(frozen=True)
class Refund:
    """What goes back to one payment method, and within how many working days."""

    method_id: str
    kind: str
    label: str
    amount: Decimal
    days: Days


@dataclass(frozen=True)
class DeliveryWindow:
    """The first and the last day on which the parcel is expected, in the shop's own time zone."""

    earliest: date
    latest: date


def may_change(policy: Policy, method: str, age: timedelta) -> Allowed | Refused:
    """Whether a proof of identity given by ``method`` so long ago is good enough for a change."""
    if method not in policy.proof.methods:
        return Refused(Reason.PROOF_TOO_WEAK)
    return Allowed() if age <= policy.proof.max_age else Refused(Reason.PROOF_TOO_OLD)


def may_cancel(order: Order, policy: Policy, now: datetime) -> Allowed | Refused:
    """Whether the owner of this order may cancel it now."""
    rules = policy.cancel
    if order.status not in rules.states or order.status is OrderStatus.CANCELLED:
        return Refused(STATUS_REASONS[order.status])
    if order.items_modified and not rules.after_items_modified:
        return Refused(Reason.ITEMS_WERE_MODIFIED)
    if rules.within is not None and order.placed_at is not None and now - order.placed_at > rules.within:
        return Refused(Reason.TOO_LATE)
    return Allowed()


def accepts_reason(policy: Policy, reason: str) -> Allowed | Refused:
    """Whether the shop takes this reason for a cancellation."""
    if not reason:
        return Refused(Reason.REASON_MISSING) if policy.cancel.reason_required else Allowed()
    if policy.cancel.reasons and reason not in policy.cancel.reasons:
        return Refused(Reason.REASON_NOT_ACCEPTED)
    return Allowed()


def refund_plan(order: Order, policy: Policy, methods: Iterable[PaymentMethod] = ()) -> tuple[Refund, ...]:
    """What cancelling the order pays back, to the methods it was paid with, in their order.

    Earlier refunds are taken off, so that no more goes back than is still with the shop.
    """
    known = {method.id: method for method in methods}
    paid: dict[str, Decimal] = {}
    for payment in order.payments:
        signed = payment.amount if payment.kind == "payment" else -payment.amount
        paid[payment.method_id] = paid.get(payment.method_id, Decimal(0)) + signed
    left = sum(paid.values(), Decimal(0))
    plan = []
    for method_id, net in paid.items():
        amount = min(net, left)
        if amount > 0:
            left -= amount
            plan.append(_refund(method_id, amount, known.get(method_id), policy.refund))
    return tuple(plan)


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


def coupon_is_valid(coupon: Coupon, now: datetime) -> bool:
    """Whether the coupon can still be used now."""
    started = coupon.valid_from is None or coupon.valid_from <= now
    return coupon.used_at is None and started and (coupon.valid_until is None or now <= coupon.valid_until)


def _refund(method_id: str, amount: Decimal, method: PaymentMethod | None, rules: RefundRules) -> Refund:
    if method is None:
        return Refund(method_id, "", "", amount, rules.other)
    return Refund(method_id, method.kind, method.label, amount, rules.days.get(method.kind, rules.other))


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
