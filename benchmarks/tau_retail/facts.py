"""A hundred questions of fact, drawn from the shop with a seed, and what a right answer to each must hold."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.tau_retail.answers import Amount, Count, Expected, Forms, Method, Status, Stock, Tracking
from benchmarks.tau_retail.lexicon import facts_frames, forms_of_value, value_words
from benchmarks.tau_retail.shop import Shop
from storefront.model import Customer, Order, OrderStatus, Product, Variant

A_LANGUAGE = 50
LANGUAGES = ("en", "zh")
OPTION_NAMES = {"color": "颜色", "size": "尺码", "material": "材质"}


@dataclass(frozen=True)
class Question:
    """What is asked, by whom when it is private, and all that the answer must say."""

    kind: str
    language: str
    text: str
    customer: Customer | None
    expected: tuple[Expected, ...]

    def answered_by(self, said: str, cards: str = "") -> bool:
        """Whether every fact occurs in the reply or on its product cards and none is contradicted."""
        return all(one.met(said, cards) for one in self.expected)


def questions(shop: Shop, seed: int) -> tuple[Question, ...]:
    """Fifty in each language, the kinds in turns."""
    return tuple(question for language in LANGUAGES for question in _Draw(shop, language, seed).all())


class _Draw:
    """Draws questions in one language."""

    def __init__(self, shop: Shop, language: str, seed: int) -> None:
        self.shop = shop
        self.language = language
        self.chance = random.Random(f"facts {seed} {language}")
        self._left: dict[str, list[str]] = {}

    def all(self) -> Iterator[Question]:
        """The questions, each kind as often as any other, or once less."""
        for place in range(A_LANGUAGE):
            kind = list(KINDS)[place % len(KINDS)]
            slots, customer, expected = KINDS[kind](self)
            yield Question(kind, self.language, self._frame(kind).format(**slots), customer, expected)

    def _frame(self, kind: str) -> str:
        if not self._left.get(kind):
            frames = list(facts_frames(self.language, kind))
            self._left[kind] = self.chance.sample(frames, len(frames))
        return self._left[kind].pop()

    def product(self, where: Callable[[Product], bool] = lambda _: True) -> Product:
        """Any product of this sort."""
        return self.chance.choice([product for product in self.shop.products.values() if where(product)])

    def order(self, where: Callable[[Order], bool] = lambda _: True) -> Order:
        """Any order of this sort."""
        return self.chance.choice([order for order in self.shop.orders.values() if where(order)])

    def customer(self, where: Callable[[Customer], bool] = lambda _: True) -> Customer:
        """Any customer of this sort."""
        return self.chance.choice([customer for customer in self.shop.customers.values() if where(customer)])

    def owner(self, order: Order) -> Customer:
        """Whose order it is."""
        return self.shop.customers[order.customer_id]

    def named(self, product: Product, variant: Variant) -> str:
        """A variant by all its options."""
        values = [value_words(name, value, self.language) for name, value in variant.options.items()]
        if self.language == "zh":
            return f"{'、'.join(values)}的{product.name}"
        return f"{product.name.lower()} ({', '.join(values)})"


Drawn = tuple[Mapping[str, str], Customer | None, tuple[Expected, ...]]


def _price(draw: _Draw) -> Drawn:
    product = draw.product()
    variant = draw.chance.choice([one for one in product.variants if one.stock])
    return {"variant": draw.named(product, variant)}, None, (Amount(variant.price),)


def _count(draw: _Draw) -> Drawn:
    product = draw.product()
    there = sum(one.stock > 0 for one in product.variants)
    return {"product": product.name}, None, (Count(there, len(product.variants)),)


def _values(draw: _Draw) -> Drawn:
    product = draw.product(lambda one: any(name in OPTION_NAMES for name in one.variants[0].options))
    option = draw.chance.choice([name for name in product.variants[0].options if name in OPTION_NAMES])
    there = dict.fromkeys(one.options[option] for one in product.variants if one.stock)
    said = OPTION_NAMES[option] if draw.language == "zh" else option
    return {"product": product.name, "option": said}, None, tuple(Forms(forms_of_value(value)) for value in there)


def _extreme(draw: _Draw, choose: Callable[[Sequence[Decimal]], Decimal]) -> Drawn:
    product = draw.product()
    price = choose([one.price for one in product.variants if one.stock])
    return {"product": product.name}, None, (Amount(price),)


def _cheapest(draw: _Draw) -> Drawn:
    return _extreme(draw, min)


def _dearest(draw: _Draw) -> Drawn:
    return _extreme(draw, max)


def _stock(draw: _Draw) -> Drawn:
    gone = draw.chance.random() < 0.5
    product = draw.product(lambda one: any((variant.stock == 0) == gone for variant in one.variants))
    variant = draw.chance.choice([one for one in product.variants if (one.stock == 0) == gone])
    return {"variant": draw.named(product, variant)}, None, (Stock(not gone),)


def _tracking(draw: _Draw) -> Drawn:
    order = draw.order(lambda one: len(one.shipments) == 1)
    return _of_order(draw, order, Tracking(order.shipments[0].tracking_number))


def _contents(draw: _Draw) -> Drawn:
    order = draw.order()
    return _of_order(draw, order, *(Forms((line.name,)) for line in order.lines))


def _paid(draw: _Draw) -> Drawn:
    order = draw.order(lambda one: len(one.payments) == 1)
    payment = order.payments[0]
    methods = {method.id: method for method in draw.owner(order).payment_methods}
    return _of_order(draw, order, Amount(payment.amount, alone=False), Method(methods[payment.method_id]))


def _status(draw: _Draw) -> Drawn:
    order = draw.order(lambda one: one.status in (OrderStatus.PENDING, OrderStatus.DELIVERED, OrderStatus.CANCELLED))
    return _of_order(draw, order, Status(str(order.status)))


def _ship_to(draw: _Draw) -> Drawn:
    order = draw.order()
    return _of_order(draw, order, Forms((order.address.line1,)), Forms((order.address.postcode,)))


def _of_order(draw: _Draw, order: Order, *expected: Expected) -> Drawn:
    return {"number": order.order_id}, draw.owner(order), expected


def _balance(draw: _Draw) -> Drawn:
    customer = draw.customer(lambda one: any(method.balance is not None for method in one.payment_methods))
    balance = next(method.balance for method in customer.payment_methods if method.balance is not None)
    return {}, customer, (Amount(balance),)


def _profile(draw: _Draw) -> Drawn:
    customer = draw.customer()
    return {}, customer, (Forms((customer.address.line1,)), Forms((customer.address.postcode,)))


def _orders(draw: _Draw) -> Drawn:
    customer = draw.customer(lambda one: bool(draw.shop.orders_of(one.customer_id)))
    count = len(draw.shop.orders_of(customer.customer_id))
    return {}, customer, (Count(count, count),)


KINDS: Mapping[str, Callable[[_Draw], Drawn]] = {
    "price": _price,
    "count": _count,
    "values": _values,
    "cheapest": _cheapest,
    "dearest": _dearest,
    "stock": _stock,
    "tracking": _tracking,
    "contents": _contents,
    "paid": _paid,
    "status": _status,
    "ship_to": _ship_to,
    "balance": _balance,
    "profile": _profile,
    "orders": _orders,
}
