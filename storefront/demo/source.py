"""Reads the hand-written part of the demo shop: goods, people and what they wrote."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storefront.exchange.fields import Record
from storefront.exchange.records import Catalogue, customer, product
from storefront.model import Customer, Product

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Traits:
    """What shoppers see in a product: its tags, its season, what goes with it, how dear it is in its category (0-1)."""

    product: Product
    tags: frozenset[str]
    season: str
    complements: tuple[str, ...]
    price_level: float


@dataclass(frozen=True)
class Person:
    """A customer with his likings: a weight from 0 to 1 for a category, and tags."""

    customer: Customer
    categories: dict[str, float]
    likes: frozenset[str]


@dataclass(frozen=True)
class Opinion:
    """A review before anybody is found to have written it."""

    product_id: str
    rating: int
    text: str
    language: str


@dataclass(frozen=True)
class Source:
    """All of it, goods and people by their ids."""

    traits: dict[str, Traits]
    people: dict[str, Person]
    opinions: tuple[Opinion, ...]


@cache
def source() -> Source:
    """The hand-written part, read once."""
    known = Catalogue()
    people = [_person(record, known) for record in _records("customers")]
    goods = [(product(record, known), record) for record in _records("products")]
    levels = _price_levels([item for item, _ in goods])
    return Source(
        traits={
            item.product_id: Traits(
                item,
                frozenset(record.texts("tags")),
                record.text("season"),
                record.texts("complements"),
                levels[item.product_id],
            )
            for item, record in goods
        },
        people={person.customer.customer_id: person for person in people},
        opinions=tuple(
            Opinion(
                known.product(record.name("product_id")),
                record.integer("rating", 1, 5),
                record.name("text"),
                record.choice("language", ("zh", "en")),
            )
            for record in _records("reviews")
        ),
    )


def _person(record: Record, known: Catalogue) -> Person:
    tastes = record.part("tastes")
    categories = {name: tastes.optional_number(name) or 0.0 for name in tastes.names()}
    return Person(customer(record, known), categories, frozenset(record.texts("likes")))


def _price_levels(goods: list[Product]) -> dict[str, float]:
    levels: dict[str, float] = {}
    for category in {item.category for item in goods}:
        ranked = sorted(
            (item for item in goods if item.category == category),
            key=lambda item: (item.variants[0].price, item.product_id),
        )
        levels |= {item.product_id: place / max(1, len(ranked) - 1) for place, item in enumerate(ranked)}
    return levels


def _records(name: str) -> Iterator[Record]:
    for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines():
        if line.strip():
            yield Record(json.loads(line))
