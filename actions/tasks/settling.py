"""From what was said to what the shop is asked: which variant fits, which method, which change; pure, no I/O."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from actions.reading.variants import by_price, fitting
from actions.tasks.hearing import line_of
from actions.tasks.invoices import hearing as invoices
from actions.tasks.kinds import SWAPPING, WITH_GOODS
from actions.tasks.state import Item, Task
from actions.tasks.world import World
from storefront.changes import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
    ReturnItems,
)
from storefront.model import Address, Order, Product, RequestedLine, Variant


def settled(task: Task, order: Order, world: World) -> Task:
    """The task with everything filled in that needs no question: all lines, the only line, the only fitting variant."""
    if task.kind is Kind.REQUEST_INVOICE:
        return invoices.settled(task, order, world)
    if task.everything:
        task = replace(task, items=tuple(Item(line.line_id) for line in order.lines), everything=False)
    if not task.items and len(order.lines) == 1 and task.kind in WITH_GOODS:
        task = replace(task, items=(Item(order.lines[0].line_id),))
    if task.kind in SWAPPING:
        task = replace(task, items=tuple(_with_variant(item, order, world) for item in task.items))
    return task


def candidates(item: Item, order: Order, world: World) -> tuple[Variant, ...]:
    """The variants that are as the customer wants this item, sold out or not."""
    line = line_of(order, item.line_id)
    product = world.products.get(line.product_id)
    return fitting(product, item.wanted, line.options) if product and not item.wanted.is_empty else ()


def alternatives(item: Item, order: Order, world: World) -> tuple[Variant, ...]:
    """The other variants in stock of the item's product, those nearest to the wish first."""
    line = line_of(order, item.line_id)
    product: Product | None = world.products.get(line.product_id)
    if product is None:
        return ()
    wish = {**line.options, **item.wanted.options}
    others = [variant for variant in product.variants if variant.stock > 0 and variant.sku != line.sku]
    return tuple(sorted(others, key=lambda variant: -_agreement(variant, wish, item)))


def change_of(task: Task, order: Order | None) -> Change:
    """The change as the shop is asked for it."""
    match task.kind:
        case Kind.CANCEL_ORDER:
            return CancelOrder(task.reason)
        case Kind.CHANGE_ADDRESS:
            return ChangeAddress(task.address or Address())
        case Kind.CHANGE_PROFILE_ADDRESS:
            return ChangeProfileAddress(task.address or Address())
        case Kind.CHANGE_PAYMENT:
            return ChangePayment(task.method_id)
    assert order is not None
    if task.kind is Kind.REQUEST_INVOICE:
        return invoices.change_of(task, order)
    lines, method = _requested(task, order), task.method_id or main_method(order)
    if task.kind is Kind.RETURN_ITEMS:
        return ReturnItems(lines, method, task.reason)
    return (ChangeItems(lines, method)) if task.kind is Kind.CHANGE_ITEMS else ExchangeItems(lines, method, task.reason)


def main_method(order: Order) -> str:
    """The method most of the order was paid with; empty when nothing was paid."""
    paid: dict[str, Decimal] = {}
    for payment in order.payments:
        if payment.kind == "payment":
            paid[payment.method_id] = paid.get(payment.method_id, Decimal(0)) + payment.amount
    return max(paid, key=lambda method_id: paid[method_id], default="")


def _requested(task: Task, order: Order) -> tuple[RequestedLine, ...]:
    whole = {line.line_id: line.quantity for line in order.lines}
    return tuple(
        RequestedLine(item.line_id, whole[item.line_id] if item.quantity is None else item.quantity, item.sku)
        for item in task.items
    )


def _with_variant(item: Item, order: Order, world: World) -> Item:
    if item.sku:
        return item
    in_stock = [variant for variant in candidates(item, order, world) if variant.stock > 0]
    chosen = by_price(in_stock, item.wanted.prefers) or (in_stock[0] if len(in_stock) == 1 else None)
    return replace(item, sku=chosen.sku) if chosen else item


def _agreement(variant: Variant, wish: dict[str, str], item: Item) -> int:
    return sum(
        (2 if key in item.wanted.options else 1) for key, value in wish.items() if variant.options.get(key) == value
    )
