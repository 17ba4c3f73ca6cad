"""His orders in a list, and single facts of one: contents, payment, tracking number, address."""

from rasa_sdk.events import SlotSet

from actions import formats, order_words
from actions.account.inquiry import MOST_LISTED, Inquiry
from actions.account.which_order import tell_of_one
from actions.replies import Event
from actions.tasks import words
from actions.tasks.state import Item
from actions.tasks.world import World
from storefront.model import Order, Payment


async def list_orders(inquiry: Inquiry) -> list[Event]:
    """All his orders, newest first; the first ones with goods, status and day."""
    orders = await inquiry.services.shop.orders_of(inquiry.customer_id)
    if not orders:
        inquiry.replies.say("utter_no_orders")
        return []
    shown = [await _in_a_line(order, inquiry) for order in orders[:MOST_LISTED]]
    if len(orders) > MOST_LISTED:
        shown.append(inquiry.replies.part("utter_part_and_more", count=str(len(orders) - MOST_LISTED)))
    inquiry.replies.say("utter_orders_list", count=str(len(orders)), orders="\n".join(shown))
    inquiry.replies.ask("order:order_status")
    return [SlotSet("listed_orders", [order.order_id for order in orders[:MOST_LISTED]])]


async def tell_contents(inquiry: Inquiry) -> list[Event]:
    """What is in the order, line by line."""
    return await tell_of_one(inquiry, _say_contents)


async def tell_paid(inquiry: Inquiry) -> list[Event]:
    """What was paid, with what, and what has gone back."""
    return await tell_of_one(inquiry, _say_paid)


async def tell_tracking(inquiry: Inquiry) -> list[Event]:
    """Carrier and tracking number of each parcel."""
    return await tell_of_one(inquiry, _say_tracking)


async def tell_address(inquiry: Inquiry) -> list[Event]:
    """Where the order goes."""
    return await tell_of_one(inquiry, _say_address)


async def _in_a_line(order: Order, inquiry: Inquiry) -> str:
    replies = inquiry.replies
    facts = {
        "order": order_words.number(order),
        "items": await order_words.items(order, inquiry.services, replies),
        "status": replies.part(f"utter_title_status_{order.status.value}"),
    }
    if order.placed_at is None:
        return replies.part("utter_part_order_line", **facts)
    placed = order.placed_at.astimezone(inquiry.services.zone).date()
    day = formats.date_alone(placed, inquiry.services.today, replies.language)
    return replies.part("utter_part_order_line_dated", day=day, **facts)


async def _say_contents(inquiry: Inquiry, order: Order, world: World) -> None:
    lines = []
    for line in order.lines:
        item = words.item_name(Item(line.line_id), order, world, inquiry.replies)
        price = formats.money(line.price * line.quantity, order.currency)
        lines.append(inquiry.replies.part("utter_part_priced_item", item=item, price=price))
    total = formats.money(order.total, order.currency)
    inquiry.replies.say(
        "utter_order_contents", order=order_words.number(order), lines=inquiry.lines(lines), total=total
    )


async def _say_paid(inquiry: Inquiry, order: Order, world: World) -> None:
    replies, number = inquiry.replies, order_words.number(order)
    paid = [payment for payment in order.payments if payment.kind == "payment"]
    if not paid:
        replies.say("utter_order_not_paid", order=number, total=formats.money(order.total, order.currency))
        return
    payments = formats.listed([_paid_with(payment, order, world, inquiry) for payment in paid], replies.language)
    back = [payment for payment in order.payments if payment.kind == "refund"]
    if back:
        refund = order_words.refund_words(order_words.refunds_made(order, world.customer), replies)
        replies.say("utter_order_paid_and_refunded", order=number, payments=payments, refund=refund)
    else:
        replies.say("utter_order_paid", order=number, payments=payments)


def _paid_with(payment: Payment, order: Order, world: World, inquiry: Inquiry) -> str:
    method = world.customer.method(payment.method_id)
    amount = formats.money(payment.amount, order.currency)
    language = inquiry.replies.language
    name = formats.method(method.label, method.kind, language) if method else ""
    if not name:
        return amount
    return inquiry.replies.part("utter_part_paid_with", amount=amount, method=name)


async def _say_tracking(inquiry: Inquiry, order: Order, world: World) -> None:
    number = order_words.number(order)
    if any(parcel.tracking_number for parcel in order.shipments):
        parcels = order_words.parcels(order, inquiry.replies)
        inquiry.replies.say("utter_order_tracking", order=number, parcels=parcels)
    else:
        status = inquiry.replies.part(f"utter_title_status_{order.status.value}")
        inquiry.replies.say("utter_order_tracking_none", order=number, status=status)


async def _say_address(inquiry: Inquiry, order: Order, world: World) -> None:
    address = words.address(order.address, inquiry.replies)
    inquiry.replies.say("utter_order_address", order=order_words.number(order), address=address)
