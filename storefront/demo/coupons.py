"""The demo shop's coupons: everybody's and personal ones; valid, used and expired."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from storefront.demo.source import source
from storefront.model import Coupon, Order, OrderStatus

BIRTHDAYS = 14
BIRTHDAY_VALUE = Decimal("20.00")
TRADE_INS = 6


def issue_coupons(orders: Sequence[Order], today: datetime, seed: str) -> tuple[tuple[Order, ...], tuple[Coupon, ...]]:
    """The coupons, and the orders with what used coupons took off their payment.

    A used coupon carries the moment at which its order was placed: that is how the two belong together.
    """
    dice = Random(f"{seed}:coupons")
    used, redeemed = _used_birthdays(orders, today, dice)
    by_id = {order.order_id: order for order in redeemed}
    return (
        tuple(by_id.get(order.order_id, order) for order in orders),
        (*_public(today), *_personal(today), *_birthdays(today, dice), *used, *_trade_ins(today, dice)),
    )


def _public(today: datetime) -> tuple[Coupon, ...]:
    return (
        Coupon("WELCOME15", "amount", Decimal("15.00"), Decimal("99.00")),
        Coupon(
            "HOME30",
            "amount",
            Decimal("30.00"),
            Decimal("299.00"),
            today - timedelta(days=6),
            today + timedelta(days=8),
        ),
        Coupon(
            "TRAIL40",
            "amount",
            Decimal("40.00"),
            Decimal("399.00"),
            today - timedelta(days=75),
            today - timedelta(days=45),
        ),
    )


def _personal(today: datetime) -> tuple[Coupon, ...]:
    """The two customers of the walk-through have something of everything; students have their five percent."""
    students = [person.customer.customer_id for person in source().people.values() if "student" in person.likes]
    return (
        Coupon(
            "THANKS-C0001", "amount", Decimal("25.00"), Decimal("199.00"), None, today + timedelta(days=20), "C0001"
        ),
        Coupon("BDAY-C0001-OLD", "amount", BIRTHDAY_VALUE, None, None, today - timedelta(days=40), "C0001"),
        Coupon(
            "TRAILHEAD-C0002", "percent", Decimal("8"), Decimal("300.00"), None, today + timedelta(days=12), "C0002"
        ),
        *(
            Coupon(
                f"STUDENT-{customer_id}", "percent", Decimal("5"), None, None, today + timedelta(days=25), customer_id
            )
            for customer_id in students
        ),
    )


def _birthdays(today: datetime, dice: Random) -> tuple[Coupon, ...]:
    """Some have their birthday this month."""
    start = today.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(seconds=1)
    people = dice.sample(sorted(source().people)[2:], k=BIRTHDAYS // 2)
    return tuple(
        Coupon(f"BDAY-{customer_id}", "amount", BIRTHDAY_VALUE, None, start, end, customer_id)
        for customer_id in sorted(people)
    )


def _used_birthdays(
    orders: Sequence[Order], today: datetime, dice: Random
) -> tuple[tuple[Coupon, ...], tuple[Order, ...]]:
    suitable = [
        order
        for order in orders
        if order.status is OrderStatus.DELIVERED and len(order.payments) == 1 and order.total >= 99
    ]
    coupons, redeemed = [], []
    for order in dice.sample(suitable, k=min(BIRTHDAYS, len(suitable))):
        payment = order.payments[0]
        redeemed.append(replace(order, payments=(replace(payment, amount=payment.amount - BIRTHDAY_VALUE),)))
        until = (order.placed_at or today) + timedelta(days=15)
        coupons.append(
            Coupon(
                code=f"BDAY-{order.customer_id}-{order.order_id[-4:]}",
                kind="amount",
                value=BIRTHDAY_VALUE,
                valid_until=until,
                customer_id=order.customer_id,
                used_at=order.placed_at,
            )
        )
    return tuple(coupons), tuple(redeemed)


def _trade_ins(today: datetime, dice: Random) -> tuple[Coupon, ...]:
    """Thirty yuan for old headphones; half of them have expired."""
    listeners = sorted(
        person.customer.customer_id for person in source().people.values() if "audio" in person.categories
    )
    chosen = dice.sample(listeners, k=TRADE_INS)
    return tuple(
        Coupon(
            f"TRADEIN-{customer_id}",
            "amount",
            Decimal("30.00"),
            Decimal("199.00"),
            None,
            today + timedelta(days=30 if index % 2 else -20),
            customer_id,
        )
        for index, customer_id in enumerate(chosen)
    )
