"""Holds the shop's end state against the gold state; timestamps, stock and reasons of returns do not count."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

from benchmarks.tau_retail.gold import after, paid_by_method
from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.tasks import Action
from storefront.model import AfterSalesRequest, Customer, Order

Facts = Mapping[str, object]
"""What counts of an order or a customer, by the name it is reported under."""


@dataclass(frozen=True)
class Verdict:
    """``missing``: what gold changes and is not so; ``stray``: what was changed and gold does not lead to."""

    missing: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def solved(self) -> bool:
        """Whether the shop is exactly as gold leaves it."""
        return not self.missing and not self.stray


def judge(start: Shop, actions: Sequence[Action], end: Shop) -> Verdict:
    """Compare every order and customer; one that gold changes only in part is missing, not stray."""
    stages = [after(start, chosen) for chosen in _parts(actions)]
    gold = stages[-1]
    missing, stray = [], []
    for name, was, wanted, is_now, on_the_way in _rows(start, gold, end, stages):
        if is_now == wanted:
            continue
        if is_now == was or is_now in on_the_way:
            missing.append(_told(name, wanted, is_now))
        else:
            stray.append(_told(name, wanted, is_now))
    return Verdict(tuple(missing), tuple(stray))


def order_facts(order: Order) -> Facts:
    """What counts of an order."""
    return {
        "status": str(order.status),
        "items_modified": order.items_modified,
        "lines": Counter((line.sku, line.quantity, line.price) for line in order.lines),
        "paid": paid_by_method(order),
        "requests": Counter(_request(order, request) for request in order.requests),
        "address": tuple(asdict(order.address).values()),
        "cancel_reason": order.cancel_reason,
    }


def customer_facts(customer: Customer) -> Facts:
    """What counts of a customer."""
    return {
        "address": tuple(asdict(customer.address).values()),
        "balances": {one.id: one.balance for one in customer.payment_methods if one.balance is not None},
    }


def _request(order: Order, request: AfterSalesRequest) -> tuple[str, tuple[tuple[str, str, int], ...], str]:
    skus = {line.line_id: line.sku for line in order.lines}
    lines = sorted((skus.get(line.line_id, line.line_id), line.new_sku, line.quantity) for line in request.lines)
    return request.kind, tuple(lines), request.method_id


def _parts(actions: Sequence[Action]) -> Iterator[tuple[Action, ...]]:
    """Every choice of the actions in their order, all of them last."""
    for count in range(len(actions) + 1):
        yield from combinations(actions, count)


def _rows(
    start: Shop, gold: Shop, end: Shop, stages: Sequence[Shop]
) -> Iterator[tuple[str, Facts, Facts, Facts, list[Facts]]]:
    for order_id, order in start.orders.items():
        others = {id(stage.orders[order_id]): stage.orders[order_id] for stage in stages}
        yield (
            order_id,
            order_facts(order),
            order_facts(gold.orders[order_id]),
            order_facts(end.orders[order_id]) if order_id in end.orders else {},
            [order_facts(one) for one in others.values()],
        )
    for customer_id, customer in start.customers.items():
        several = {id(stage.customers[customer_id]): stage.customers[customer_id] for stage in stages}
        yield (
            customer_id,
            customer_facts(customer),
            customer_facts(gold.customers[customer_id]),
            customer_facts(end.customers[customer_id]) if customer_id in end.customers else {},
            [customer_facts(one) for one in several.values()],
        )


def _told(name: str, wanted: Facts, is_now: Facts) -> str:
    differs = [
        f"{key}: wanted {_plain(wanted[key])}, is {_plain(is_now.get(key))}"
        for key in wanted
        if wanted[key] != is_now.get(key)
    ]
    return f"{name} {'; '.join(differs)}"


def _plain(value: object) -> str:
    if isinstance(value, Counter):
        return str([tuple(map(str, one)) if isinstance(one, tuple) else str(one) for one in value.elements()])
    if isinstance(value, dict):
        return str({key: str(one) for key, one in value.items()})
    return repr(value)
