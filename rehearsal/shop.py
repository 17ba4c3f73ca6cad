"""The shop before and after a conversation: parts put into it, compared with it, and whatever else has changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from rehearsal.parts import PartError, differences, leaves, named_paths, put, shown
from rehearsal.script import ShopChanges
from storefront.model import Coupon, Customer, Order, Product, ShopData, Variant

KINDS: Mapping[str, type] = {"orders": Order, "variants": Variant, "customers": Customer, "coupons": Coupon}
"""What a conversation may name; each kind stands under its own id."""

MOST_SHOWN = 12
"""Differences that are worth reading; more of them say the same."""


def with_changes(data: ShopData, changes: ShopChanges, now: datetime) -> ShopData:
    """The shop with parts put into its records; raise PartError for an id that is not there."""
    there = _records(data)
    for kind, parts in changes.parts.items():
        for key in parts:
            if key not in there[kind]:
                raise PartError(f"{kind}.{key} is not in the shop")

    def changed(kind: str, key: str, record: Any) -> Any:
        part = changes.parts.get(kind, {}).get(key)
        return record if part is None else put(record, part, now)

    return replace(
        data,
        customers=tuple(changed("customers", one.customer_id, one) for one in data.customers),
        products=tuple(
            replace(product, variants=tuple(changed("variants", one.sku, one) for one in product.variants))
            for product in data.products
        ),
        orders=tuple(changed("orders", one.order_id, one) for one in data.orders),
        coupons=tuple(changed("coupons", one.code, one) for one in data.coupons),
    )


def unlike(data: ShopData, named: ShopChanges) -> Iterator[str]:
    """Where the shop is not as a conversation says it must be in the end."""
    there = _records(data)
    for kind, parts in named.parts.items():
        for key, part in parts.items():
            if key in there[kind]:
                yield from differences(there[kind][key], part, f"{kind}.{key}")
            else:
                yield f"{kind}.{key} is not in the shop"


def changed_besides(before: ShopData, after: ShopData, named: ShopChanges) -> tuple[str, ...]:
    """What has changed in the shop and is not named, at most a few of many."""
    known = {
        (kind, key, *path)
        for kind, parts in named.parts.items()
        for key, part in parts.items()
        for path in named_paths(part)
    }
    changes = [
        f"{'.'.join(path)} was {_shown(old)}, is {_shown(new)}"
        for path, old, new in _changed_leaves(_records(before), _records(after))
        if not any(path[:length] in known for length in range(1, len(path) + 1))
    ]
    more = [f"and {len(changes) - MOST_SHOWN} more"] if len(changes) > MOST_SHOWN else []
    return (*changes[:MOST_SHOWN], *more)


def _records(data: ShopData) -> dict[str, dict[str, Any]]:
    """Every record of the shop under its kind and id; those without an id under their number."""
    return {
        "orders": {one.order_id: one for one in data.orders},
        "variants": _variants(data.products),
        "customers": {one.customer_id: one for one in data.customers},
        "coupons": {one.code: one for one in data.coupons},
        "products": {one.product_id: replace(one, variants=()) for one in data.products},
        "reviews": {str(number): one for number, one in enumerate(data.reviews)},
        "events": {str(number): one for number, one in enumerate(data.events)},
    }


def _variants(products: Iterable[Product]) -> dict[str, Variant]:
    return {variant.sku: variant for product in products for variant in product.variants}


Leaf = tuple[tuple[str, ...], object, object]


def _changed_leaves(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> Iterator[Leaf]:
    for kind in before:
        for key in (before[kind] | after[kind]).keys():
            old, new = before[kind].get(key), after[kind].get(key)
            if old == new:
                continue
            if old is None or new is None:
                yield (kind, key), old, new
                continue
            olds, news = dict(leaves(old)), dict(leaves(new))
            for path in olds | news:
                if olds.get(path) != news.get(path):
                    yield (kind, key, *path), olds.get(path), news.get(path)


def _shown(value: object) -> str:
    return "nothing" if value is None else shown(value)
