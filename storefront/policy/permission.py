"""Who may change anything, and which orders may be cancelled for which reasons."""

from datetime import datetime, timedelta

from storefront.model import Order, OrderStatus
from storefront.policy.reasons import STATUS_REASONS, Allowed, Reason, Refused
from storefront.policy.rules import OpenOrderRules, Policy


def may_change(policy: Policy, method: str, age: timedelta) -> Allowed | Refused:
    """Whether a proof of identity given by ``method`` so long ago is good enough for a change."""
    if method not in policy.proof.methods:
        return Refused(Reason.PROOF_TOO_WEAK)
    return Allowed() if age <= policy.proof.max_age else Refused(Reason.PROOF_TOO_OLD)


def is_open(order: Order, rules: OpenOrderRules, now: datetime) -> Allowed | Refused:
    """Whether an order that is not delivered may still be changed now."""
    if order.status not in rules.states or order.status is OrderStatus.CANCELLED:
        return Refused(STATUS_REASONS[order.status])
    if order.items_modified and not rules.after_items_modified:
        return Refused(Reason.ITEMS_WERE_MODIFIED)
    if rules.within is not None and order.placed_at is not None and now - order.placed_at > rules.within:
        return Refused(Reason.TOO_LATE, {"until": (order.placed_at + rules.within).isoformat()})
    return Allowed()


def accepts_reason(policy: Policy, reason: str) -> Allowed | Refused:
    """Whether the shop takes this reason for a cancellation."""
    if not reason:
        return Refused(Reason.REASON_MISSING) if policy.cancel.reason_required else Allowed()
    if policy.cancel.reasons and reason not in policy.cancel.reasons:
        return Refused(Reason.REASON_NOT_ACCEPTED)
    return Allowed()
