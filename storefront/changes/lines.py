"""Which lines and which variants a change may name."""

from collections import Counter
from collections.abc import Iterator, Mapping

from storefront.changes.kinds import Situation
from storefront.model import Order, OrderLine, RequestedLine
from storefront.policy import AfterSalesRules, Reason, Refused


def refusals(requested: tuple[RequestedLine, ...], order: Order) -> Iterator[Refused]:
    """What speaks against these lines of the order: none, unknown ones, wrong quantities."""
    if not requested:
        yield Refused(Reason.NOTHING_CHOSEN)
    wanted: Counter[str] = Counter()
    for one in requested:
        line = order.line(one.line_id)
        if line is None:
            yield Refused(Reason.NOT_IN_ORDER, {"line_id": one.line_id})
            return
        wanted[one.line_id] += one.quantity
        if one.quantity < 1 or wanted[one.line_id] > line.quantity:
            facts = {"name": line.name, "quantity": str(wanted[one.line_id]), "most": str(line.quantity)}
            yield Refused(Reason.BAD_QUANTITY, facts)


def excluded(
    requested: tuple[RequestedLine, ...], situation: Situation, rules: AfterSalesRules, reason: str
) -> Iterator[Refused]:
    """Lines whose goods are not taken back, unless the fault is the shop's."""
    if reason in rules.fault_reasons:
        return
    for _, line in pairs(requested, situation.the_order):
        product = situation.products.get(line.product_id)
        category = product.category if product else ""
        if line.product_id in rules.excluded_products or category in rules.excluded_categories:
            yield Refused(Reason.NOT_RETURNABLE, {"name": line.name})


def variant_refusals(
    requested: tuple[RequestedLine, ...], situation: Situation, same_variant: bool
) -> Iterator[Refused]:
    """What speaks against the new variants; lines that want the same one must be in stock together."""
    wanted: Counter[str] = Counter()
    for one, line in pairs(requested, situation.the_order):
        variant = situation.variant(line.product_id, one.new_sku)
        facts = {"name": line.name, "sku": one.new_sku}
        if variant is None:
            elsewhere = any(product.variant(one.new_sku) for product in situation.products.values())
            yield Refused(Reason.OTHER_PRODUCT if elsewhere else Reason.UNKNOWN_VARIANT, facts)
            return
        if variant.currency != situation.the_order.currency:
            yield Refused(Reason.UNKNOWN_VARIANT, facts)
        facts = {"name": line.name, "options": options_text(variant.options)}
        if variant.sku == line.sku and not same_variant:
            yield Refused(Reason.SAME_VARIANT, facts)
        wanted[variant.sku] += one.quantity
        if wanted[variant.sku] > variant.stock:
            counts = {"quantity": str(wanted[variant.sku]), "stock": str(variant.stock)}
            yield Refused(Reason.SOLD_OUT, facts | counts)


def pairs(requested: tuple[RequestedLine, ...], order: Order) -> Iterator[tuple[RequestedLine, OrderLine]]:
    """Each requested line with the line of the order it names; unknown ones are left out."""
    for one in requested:
        if (line := order.line(one.line_id)) is not None:
            yield one, line


def options_text(options: Mapping[str, str]) -> str:
    """A variant's options in one line."""
    return ", ".join(f"{name}: {value}" for name, value in options.items())
