"""Orders in words: what is in them, where they are, what comes back; facts for the named responses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from actions import formats
from actions.replies import Replies
from actions.services import Services
from storefront.model import Customer, Order, OrderLine, Product, Receipt, Shipment
from storefront.policy import Days, Refund

ITEMS_SHOWN = 2


@dataclass(frozen=True)
class RefundLine:
    """Money on its way back, or, without days, already back."""

    amount: Decimal
    currency: str
    label: str
    kind: str
    days: Days | None


async def items(order: Order, services: Services, replies: Replies) -> str:
    """What ``goods`` says, for an order whose products have not been read yet."""
    found = await services.shop.products({line.product_id for line in order.lines[:ITEMS_SHOWN]})
    return goods(order, {product.product_id: product for product in found}, replies)


def goods(order: Order, products: Mapping[str, Product], replies: Replies) -> str:
    """The first lines of the order by name, and how many more there are."""
    text = formats.listed(
        [name(line, products, replies, line.quantity) for line in order.lines[:ITEMS_SHOWN]], replies.language
    )
    more = sum(line.quantity for line in order.lines[ITEMS_SHOWN:])
    if not more:
        return text
    # Chinese counts everything (…等5件), English what is not named (… and 3 more).
    count = sum(line.quantity for line in order.lines) if replies.language == "zh" else more
    return replies.part("utter_part_more_items", items=text, count=str(count))


def name(line: OrderLine, products: Mapping[str, Product], replies: Replies, quantity: int = 1) -> str:
    """A line by its product's name, with how many when there are several."""
    product = products.get(line.product_id)
    title = product.title(replies.language) if product else line.name
    return f"{title} ×{quantity}" if quantity > 1 else title


def number(order: Order) -> str:
    """The order's number as people write it."""
    return order.order_id


def parcels(order: Order, replies: Replies) -> str:
    """Carrier and tracking number of each parcel."""
    texts = [_parcel(shipment, replies) for shipment in order.shipments if shipment.tracking_number]
    return formats.listed(texts, replies.language) if texts else replies.part("utter_part_no_parcel")


def day(moment: datetime, services: Services, replies: Replies) -> str:
    """A day of the shop's calendar."""
    return formats.day(moment.astimezone(services.zone).date(), services.today, replies.language)


def planned_refund(refunds: Iterable[Refund], currency: str, replies: Replies) -> str:
    """What a change would give back, to where and when."""
    lines = [RefundLine(one.amount, currency, one.label, one.kind, one.days) for one in refunds]
    return refund_words(lines, replies)


async def made_refund(order: Order, services: Services, replies: Replies) -> str:
    """What an order already cancelled has given back."""
    return refund_words(refunds_made(order, await services.shop.customer(order.customer_id)), replies)


def refunds_made(order: Order, customer: Customer | None) -> tuple[RefundLine, ...]:
    """The money that has gone back; a method that is no longer on file has no name."""
    lines = []
    for payment in order.payments:
        if payment.kind == "refund":
            method = customer.method(payment.method_id) if customer else None
            label, kind = (method.label, method.kind) if method else ("", "")
            lines.append(RefundLine(payment.amount, order.currency, label, kind, None))
    return tuple(lines)


def receipt_refund(receipt: Receipt, replies: Replies) -> str:
    """The refund a receipt names."""
    facts = receipt.facts
    lines = [
        RefundLine(
            Decimal(facts[f"refund_{index}_amount"]),
            facts["currency"],
            facts[f"refund_{index}_method"] if facts[f"refund_{index}_kind"] else "",
            facts[f"refund_{index}_kind"],
            Days(int(facts[f"refund_{index}_days_min"]), int(facts[f"refund_{index}_days_max"])),
        )
        for index in range(1, int(facts.get("refunds", "0")) + 1)
    ]
    return refund_words(lines, replies)


def receipt_money(receipt: Receipt, replies: Replies) -> str:
    """What a receipt says was paid more, or what comes back, or that neither is."""
    facts = receipt.facts
    if "charge_amount" not in facts:
        has_refund = int(facts.get("refunds", "0")) > 0
        return receipt_refund(receipt, replies) if has_refund else replies.part("utter_part_no_difference")
    amount = formats.money(Decimal(facts["charge_amount"]), facts["currency"])
    method = formats.method(facts["charge_method"], facts["charge_kind"], replies.language)
    return replies.part("utter_part_charge", amount=amount, method=method)


def refund_words(lines: Iterable[RefundLine], replies: Replies) -> str:
    """One sentence a refund; one that nothing was paid without any."""
    sentences = [_refund_sentence(line, replies) for line in lines]
    if not sentences:
        return replies.part("utter_part_no_refund")
    return ("" if replies.language == "zh" else " ").join(sentences)


def _refund_sentence(line: RefundLine, replies: Replies) -> str:
    amount = formats.money(line.amount, line.currency)
    method = formats.method(line.label, line.kind, replies.language)
    if line.days is None:
        return replies.part("utter_part_refunded", amount=amount, method=method)
    return replies.part("utter_part_refund", amount=amount, method=method, days=_days(line.days, replies))


def _days(days: Days, replies: Replies) -> str:
    if days.most == 0:
        return replies.part("utter_part_at_once")
    if days.least == days.most:
        return replies.part("utter_part_working_days_same", most=str(days.most))
    return replies.part("utter_part_working_days", least=str(days.least), most=str(days.most))


def _parcel(shipment: Shipment, replies: Replies) -> str:
    if not shipment.carrier:
        return replies.part("utter_part_parcel_unnamed", number=shipment.tracking_number)
    carrier = formats.carrier(shipment.carrier, replies.language)
    return replies.part("utter_part_parcel", carrier=carrier, number=shipment.tracking_number)
