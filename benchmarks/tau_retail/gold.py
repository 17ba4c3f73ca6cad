"""What the gold actions leave behind: tau-bench's own rules, written again on the values of the import format.

Written apart from the storefront's code on purpose, so that the two can be held against each other. An action that
tau-bench would refuse changes nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.tasks import Action
from storefront.model import (
    Address,
    AfterSalesRequest,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    RequestedLine,
)

CANCEL_REASONS = frozenset({"no longer needed", "ordered by mistake"})


class RefusedError(Exception):
    """tau-bench answers this action with an error."""


def after(shop: Shop, actions: Iterable[Action]) -> Shop:
    """The shop once the actions are done in their order; those that only read are passed over."""
    for action in actions:
        if act := ACTS.get(action.name):
            try:
                shop = act(shop, action)
            except RefusedError:
                continue
    return shop


def paid_by_method(order: Order) -> dict[str, Decimal]:
    """What each method has paid and not got back."""
    net: defaultdict[str, Decimal] = defaultdict(Decimal)
    for payment in order.payments:
        net[payment.method_id] += payment.amount if payment.kind == "payment" else -payment.amount
    return {method: amount for method, amount in net.items() if amount}


def address_of(action: Action) -> Address:
    """The address an action names."""
    names = ("address1", "address2", "city", "state", "country", "zip")
    return Address(*(action.text(name) for name in names))


def _cancel(shop: Shop, action: Action) -> Shop:
    order = _modifiable(shop, action)
    _require(action.text("reason") in CANCEL_REASONS)
    paid = paid_by_method(order)
    refunds = tuple(Payment("refund", amount, method) for method, amount in paid.items())
    shop = _spent(shop, order.customer_id, {method: -amount for method, amount in paid.items()})
    return shop.with_order(
        replace(
            order,
            status=OrderStatus.CANCELLED,
            cancel_reason=action.text("reason"),
            payments=(*order.payments, *refunds),
        )
    )


def _change_address(shop: Shop, action: Action) -> Shop:
    return shop.with_order(replace(_modifiable(shop, action), address=address_of(action)))


def _change_payment(shop: Shop, action: Action) -> Shop:
    order = _modifiable(shop, action)
    _require(len(order.payments) == 1 and order.payments[0].kind == "payment")
    method = _method(shop.customers[order.customer_id], action)
    old = order.payments[0]
    _require(method.id != old.method_id)
    _require(method.balance is None or method.balance >= old.amount)
    moved = (Payment("payment", old.amount, method.id), Payment("refund", old.amount, old.method_id))
    shop = _spent(shop, order.customer_id, {method.id: old.amount, old.method_id: -old.amount})
    return shop.with_order(replace(order, payments=(*order.payments, *moved)))


def _change_items(shop: Shop, action: Action) -> Shop:
    order = _modifiable(shop, action)
    swaps = _swaps(shop, order, action)
    method = _method(shop.customers[order.customer_id], action)
    lines = tuple(_turned(shop, line, swaps.get(line.line_id)) for line in order.lines)
    difference = sum((line.price for line in lines), Decimal(0)) - sum((line.price for line in order.lines), Decimal(0))
    _require(method.balance is None or method.balance >= difference)
    moved = Payment("payment" if difference > 0 else "refund", abs(difference), method.id)
    shop = _spent(shop, order.customer_id, {method.id: difference})
    return shop.with_order(
        replace(
            order, lines=lines, items_modified=True, payments=(*order.payments, moved) if difference else order.payments
        )
    )


def _return(shop: Shop, action: Action) -> Shop:
    order = _delivered(shop, action)
    method = _method(shop.customers[order.customer_id], action)
    _require(method.kind == "gift_card" or method.id == order.payments[0].method_id)
    lines = tuple(RequestedLine(line.line_id, 1) for line in _lines(order, action.texts("item_ids")))
    return _requested(shop, order, "return", lines, method, OrderStatus.RETURN_REQUESTED)


def _exchange(shop: Shop, action: Action) -> Shop:
    order = _delivered(shop, action)
    swaps = _swaps(shop, order, action)
    method = _method(shop.customers[order.customer_id], action)
    old = {line.line_id: line.price for line in order.lines}
    difference = sum((shop.variants[sku].price - old[line] for line, sku in swaps.items()), Decimal(0))
    _require(method.balance is None or method.balance >= difference)
    lines = tuple(RequestedLine(line, 1, sku) for line, sku in swaps.items())
    return _requested(shop, order, "exchange", lines, method, OrderStatus.EXCHANGE_REQUESTED)


def _change_profile(shop: Shop, action: Action) -> Shop:
    _require(action.text("user_id") in shop.customers)
    return shop.with_customer(replace(shop.customers[action.text("user_id")], address=address_of(action)))


def _requested(
    shop: Shop, order: Order, kind: str, lines: tuple[RequestedLine, ...], method: PaymentMethod, status: OrderStatus
) -> Shop:
    request = AfterSalesRequest(kind, lines, method.id)
    return shop.with_order(replace(order, status=status, requests=(*order.requests, request)))


def _modifiable(shop: Shop, action: Action) -> Order:
    order = shop.orders.get(action.text("order_id"))
    if order is None or order.status != OrderStatus.PENDING or order.items_modified:
        raise RefusedError(action.name)
    return order


def _delivered(shop: Shop, action: Action) -> Order:
    order = shop.orders.get(action.text("order_id"))
    if order is None or order.status != OrderStatus.DELIVERED:
        raise RefusedError(action.name)
    return order


def _method(customer: Customer, action: Action) -> PaymentMethod:
    wanted = action.text("payment_method_id")
    for method in customer.payment_methods:
        if method.id == wanted:
            return method
    raise RefusedError(action.name)


def _lines(order: Order, skus: Iterable[str]) -> list[OrderLine]:
    """A line for each SKU, no line twice."""
    wanted, free = list(skus), list(order.lines)
    _require(not Counter(wanted) - Counter(line.sku for line in free))
    found = []
    for sku in wanted:
        line = next(line for line in free if line.sku == sku)
        free.remove(line)
        found.append(line)
    return found


def _swaps(shop: Shop, order: Order, action: Action) -> dict[str, str]:
    """The new SKU of each line; it must be of the same product and in stock."""
    new = action.texts("new_item_ids")
    lines = _lines(order, action.texts("item_ids"))
    _require(len(new) == len(lines))
    for line, sku in zip(lines, new, strict=True):
        variant = shop.products[line.product_id].variant(sku)
        _require(variant is not None and variant.stock > 0)
    return {line.line_id: sku for line, sku in zip(lines, new, strict=True)}


def _turned(shop: Shop, line: OrderLine, sku: str | None) -> OrderLine:
    if sku is None:
        return line
    variant = shop.variants[sku]
    return replace(line, sku=sku, options=variant.options, price=variant.price)


def _spent(shop: Shop, customer_id: str, amounts: Mapping[str, Decimal]) -> Shop:
    """Take the amounts from the gift cards among the methods."""
    customer = shop.customers[customer_id]
    methods = tuple(
        method
        if method.balance is None
        else replace(method, balance=method.balance - amounts.get(method.id, Decimal(0)))
        for method in customer.payment_methods
    )
    return shop.with_customer(replace(customer, payment_methods=methods))


def _require(holds: bool) -> None:
    if not holds:
        raise RefusedError


ACTS: Mapping[str, Callable[[Shop, Action], Shop]] = {
    "cancel_pending_order": _cancel,
    "modify_pending_order_address": _change_address,
    "modify_pending_order_payment": _change_payment,
    "modify_pending_order_items": _change_items,
    "return_delivered_order_items": _return,
    "exchange_delivered_order_items": _exchange,
    "modify_user_address": _change_profile,
}
