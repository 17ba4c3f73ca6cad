"""What the customer wants: one wish for each gold action, with everything he knows about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from benchmarks.tau_retail.gold import address_of
from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.tasks import Action, Persona, Task
from storefront.model import Address, Order, OrderLine, PaymentMethod, Product, Variant


class Act(StrEnum):
    """What a wish is about."""

    CANCEL = "cancel"
    ADDRESS = "address"
    PAYMENT = "payment"
    ITEMS = "items"
    RETURN = "return"
    EXCHANGE = "exchange"
    PROFILE = "profile"
    LOOK = "look"


ACT_OF: Mapping[str, Act] = {
    "cancel_pending_order": Act.CANCEL,
    "modify_pending_order_address": Act.ADDRESS,
    "modify_pending_order_payment": Act.PAYMENT,
    "modify_pending_order_items": Act.ITEMS,
    "return_delivered_order_items": Act.RETURN,
    "exchange_delivered_order_items": Act.EXCHANGE,
    "modify_user_address": Act.PROFILE,
}


@dataclass(frozen=True)
class Piece:
    """A line of an order, and the variant wanted in its place when there is one."""

    line: OrderLine
    product: Product
    new: Variant | None = None

    @property
    def changed(self) -> Mapping[str, str]:
        """The options that become different."""
        if self.new is None:
            return {}
        return {name: value for name, value in self.new.options.items() if self.line.options.get(name) != value}


@dataclass(frozen=True)
class Wish:
    """One thing to get done; parts that do not belong to its act are empty."""

    act: Act
    order: Order | None
    pieces: tuple[Piece, ...] = ()
    method: PaymentMethod | None = None
    address: Address | None = None
    reason: str = ""

    @property
    def number(self) -> str:
        """The order's number as the shop writes it."""
        return self.order.order_id if self.order else ""

    @property
    def difference(self) -> Decimal:
        """What the new variants cost more than the old ones."""
        return sum((piece.new.price - piece.line.price for piece in self.pieces if piece.new), Decimal(0))

    @property
    def worth(self) -> Decimal:
        """What the pieces cost as they were bought."""
        return sum((piece.line.price for piece in self.pieces), Decimal(0))


def wishes(task: Task, known: Persona, shop: Shop) -> tuple[Wish, ...]:
    """The agenda in gold order; a task that changes nothing is a look at what there is."""
    found = tuple(_wish(shop, task, action) for action in task.actions if action.name in ACT_OF)
    return found or (_look(task, known, shop),)


def _wish(shop: Shop, task: Task, action: Action) -> Wish:
    act = ACT_OF[action.name]
    if act is Act.PROFILE:
        return Wish(act, None, address=address_of(action))
    order = shop.orders[action.text("order_id")]
    methods = {one.id: one for one in shop.customers[task.customer_id].payment_methods}
    return Wish(
        act,
        order,
        pieces=tuple(_pieces(shop, order, action, act)),
        method=methods.get(action.text("payment_method_id")) if "payment_method_id" in action.arguments else None,
        address=address_of(action) if act is Act.ADDRESS else None,
        reason=action.text("reason") if act is Act.CANCEL else "",
    )


def _pieces(shop: Shop, order: Order, action: Action, act: Act) -> Iterable[Piece]:
    if "item_ids" not in action.arguments:
        return ()
    free = list(order.lines)
    old, new = action.texts("item_ids"), action.texts("new_item_ids") if "new_item_ids" in action.arguments else ()
    pieces = []
    for place, sku in enumerate(old):
        line = next(line for line in free if line.sku == sku)
        free.remove(line)
        product = shop.products[line.product_id]
        pieces.append(Piece(line, product, product.variant(new[place]) if new else None))
    if act is Act.ITEMS:  # nobody asks to turn an article that was not sent yet into itself, unless it is all he asks
        return [piece for piece in pieces if piece.changed] or pieces
    return pieces


def _look(task: Task, known: Persona, shop: Shop) -> Wish:
    orders = [order for order in shop.orders_of(task.customer_id) if order.order_id in known.numbers]
    order = (orders or list(shop.orders_of(task.customer_id)))[0]
    prose = task.prose.lower()
    line = next((line for line in order.lines if line.name.lower() in prose), order.lines[0])
    return Wish(Act.LOOK, order, (Piece(line, shop.products[line.product_id]),))
