"""What a receipt tells about a change, as texts under names."""

from storefront.changes.addresses import one_line
from storefront.changes.applying import Applied
from storefront.changes.fingerprints import same_change
from storefront.changes.invoices import purpose_of
from storefront.changes.kinds import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    RequestInvoice,
    ReturnItems,
    Situation,
)
from storefront.changes.lines import pairs
from storefront.changes.money import NOTHING, Plan
from storefront.model import Order

CHANGE = "change"
"""The fact that tells a repeated change from another one under the same key."""


def facts_of(change: Change, situation: Situation, done: Applied) -> dict[str, str]:
    """The facts of a change that was made; sums over all refunds, then each under ``refund_1_...``, ``refund_2_...``.

    Money is decimal text in ``currency``; what a kind of change does not know is left out.
    """
    order = situation.order
    facts = {CHANGE: same_change(change)}
    if order is not None:
        facts |= {"order_id": order.order_id, "currency": order.currency, **_money_facts(done.plan)}
    match change:
        case CancelOrder():
            facts |= {"reason": change.reason, "method": _labels(done.plan)}
        case ChangeAddress() | ChangeProfileAddress():
            facts["address"] = one_line(change.address)
        case ChangePayment():
            facts["method"] = _label(change.method_id, situation)
        case ChangeItems():
            facts |= {"lines": _lines_text(change, situation.the_order), "method": _label(change.method_id, situation)}
        case ReturnItems() | ExchangeItems():
            facts |= {
                "lines": _lines_text(change, situation.the_order),
                "method": _label(change.method_id, situation) or _labels(done.plan),
                "reason": change.reason,
                "postage": format(done.plan.postage, "f"),
            }
        case RequestInvoice():
            facts |= {
                "purpose": purpose_of(change, situation.the_order).value,
                "title": change.title,
                "tax_number": change.tax_number,
                "email": change.email,
            }
    return facts


def _money_facts(money: Plan) -> dict[str, str]:
    refunds = money.refunds
    facts = {
        "total": format(money.total, "f"),
        "amount": format(sum((refund.amount for refund in refunds), NOTHING), "f"),
        "difference": format(money.difference, "f"),
        "days_min": str(min((refund.days.least for refund in refunds), default=0)),
        "days_max": str(max((refund.days.most for refund in refunds), default=0)),
        "refunds": str(len(refunds)),
    }
    for number, refund in enumerate(refunds, start=1):
        facts |= {
            f"refund_{number}_amount": format(refund.amount, "f"),
            f"refund_{number}_method": refund.label or refund.method_id,
            f"refund_{number}_kind": refund.kind,
            f"refund_{number}_days_min": str(refund.days.least),
            f"refund_{number}_days_max": str(refund.days.most),
        }
    if money.charge is not None:
        facts |= {
            "charge_amount": format(money.charge.amount, "f"),
            "charge_method": money.charge.label or money.charge.method_id,
            "charge_kind": money.charge.kind,
        }
    return facts


def _labels(money: Plan) -> str:
    return ", ".join(refund.label or refund.method_id for refund in money.refunds)


def _lines_text(change: ChangeItems | ReturnItems | ExchangeItems, order: Order) -> str:
    """Each line as ``1:sku x2``, with a new variant as ``1:old>new x2``, joined by ``;``."""
    return ";".join(
        f"{one.line_id}:{line.sku}{'>' + one.new_sku if one.new_sku else ''} x{one.quantity}"
        for one, line in pairs(change.lines, order)
    )


def _label(method_id: str, situation: Situation) -> str:
    method = situation.customer.method(method_id)
    return method.label if method and method.label else method_id
