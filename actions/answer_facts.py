"""The facts that a past answer may hold, of the customer's own order and of the shop."""

from collections.abc import Callable, Collection, Mapping

from actions import formats
from actions.context import TurnContext
from actions.responses import Language
from actions.services import Services
from storefront.model import Order, OrderStatus
from storefront.policy import estimated_delivery

_STATUS: Mapping[OrderStatus, Mapping[Language, str]] = {
    OrderStatus.PENDING: {"en": "pending", "zh": "待处理"},
    OrderStatus.PROCESSED: {"en": "processed", "zh": "已处理"},
    OrderStatus.SHIPPED: {"en": "shipped", "zh": "已发货"},
    OrderStatus.DELIVERED: {"en": "delivered", "zh": "已签收"},
    OrderStatus.CANCELLED: {"en": "cancelled", "zh": "已取消"},
    OrderStatus.RETURN_REQUESTED: {"en": "return requested", "zh": "退货处理中"},
    OrderStatus.EXCHANGE_REQUESTED: {"en": "exchange requested", "zh": "换货处理中"},
}


async def known_facts(context: TurnContext, services: Services) -> Mapping[str, str]:
    """Every fact that is known in this turn; those of an order only for the person who has proved it is his."""
    contact = services.policy.contact
    facts = {
        "shop.name": contact.name_zh or contact.name if context.language == "zh" else contact.name,
        "shop.phone": contact.phone,
        "shop.email": contact.email,
    }
    order = await _order(context, services)
    if order is not None:
        facts |= {f"order.{name}": fact(order, services, context.language) for name, fact in _OF_ORDER.items()}
    return facts


def order_facts(orders: Collection[Order]) -> Mapping[str, str]:
    """Texts that mean one of these orders and the names of the facts they are."""
    facts = {order.order_id: "order.order_id" for order in orders}
    parcels = (one.tracking_number for order in orders for one in order.shipments if one.tracking_number)
    return facts | dict.fromkeys(parcels, "order.tracking_number")


async def _order(context: TurnContext, services: Services) -> Order | None:
    """The customer's order that the message names, else the one spoken of before, else his latest."""
    if context.identity is None:
        return None
    orders = {order.order_id: order for order in await services.shop.orders_of(context.identity.customer_id)}
    if "order_number" in context.mentions:
        return orders.get(context.value("order_number"))
    spoken_of = orders.get(str(context.slots.get("order_id") or ""))
    dated = [order for order in orders.values() if order.placed_at is not None]
    return spoken_of or max(dated, key=lambda order: order.placed_at, default=None)  # type: ignore[arg-type,return-value]


def _shipment(order: Order, part: str) -> str:
    return next((str(getattr(one, part)) for one in order.shipments if getattr(one, part)), "")


def _carrier(order: Order, services: Services, language: Language) -> str:
    name = _shipment(order, "carrier")
    return formats.carrier(name, language) if name else ""


def _expected(order: Order, services: Services, language: Language) -> str:
    window = estimated_delivery(order, services.policy, services.now())
    return formats.span(window.earliest, window.latest, services.today, language) if window else ""


_OF_ORDER: Mapping[str, Callable[[Order, Services, Language], str]] = {
    "order_id": lambda order, services, language: order.order_id,
    "status": lambda order, services, language: _STATUS[order.status][language],
    "tracking_number": lambda order, services, language: _shipment(order, "tracking_number"),
    "carrier": _carrier,
    "eta": _expected,
    "total": lambda order, services, language: formats.money(order.total, order.currency),
}
