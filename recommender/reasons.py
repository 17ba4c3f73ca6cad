"""Why an item is offered: a trace of the customer's own that weighed, or a fact of the shop, said in his language.

What a trace weighed is found by leaving one out: the model is asked once more without each product of the history, and
the log-probability that the offered item loses is the weight. The heaviest one of the item's own category is named, or
else the heaviest of all. Sentences are written by hand
and chosen by what is true; titles, counts and prices come from the catalogue, the customer's history and the counts
learned at training, never from the model.
"""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from recommender.decoding import Candidate
from recommender.history import CART, PURCHASE, RATING, VIEW, Interaction
from recommender.signals import Signals
from recommender.wish import Wish
from recommender.wordings import WORDINGS, Form
from storefront.model import Product

WEIGHED, WEIGHED_ACROSS = 0.03, 0.15
"""Nats of log-probability a trace must have brought to be named as the reason: little is enough in the item's own
category, more is asked of another one, where small differences are chance and would puzzle the customer."""

LIKED = 4
TOP = 3
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}

_FORM_OF_KIND: Mapping[str, Form] = {PURCHASE: "bought", CART: "cart", VIEW: "viewed"}


@dataclass(frozen=True)
class Reason:
    """One sentence, what it rests on, and the SKUs of the customer's history it names."""

    text: str
    form: Form
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """A reason that would be true: its form, the facts for its slots, the products of the history it rests on."""

    form: Form
    facts: Mapping[str, str]
    products: tuple[str, ...] = ()


@dataclass(frozen=True)
class Circumstances:
    """What reasons may draw on in one request; `now` is left out where the caller has no clock."""

    catalogue: Mapping[str, Product]
    history: Mapping[str, Interaction]
    signals: Signals
    wish: Wish
    now: datetime | None = None


@dataclass
class Sayings:
    """What has been said in one answer already, so that five items do not get one sentence."""

    forms: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)


def explain(
    offered: Candidate, weights: Sequence[tuple[str, float]], around: Circumstances, sayings: Sayings
) -> Reason:
    """The reason for one item; `weights` are the products of the history and what each brought, in nats."""
    grounds = _grounds(offered, weights, around)
    ground = min(grounds, key=lambda one: (sayings.forms[one.form] >= 2, grounds.index(one)))
    language = around.wish.language
    wordings = WORDINGS[language][ground.form]
    start = zlib.crc32(f"{offered.variant.sku} {sorted(ground.facts.items())}".encode()) % len(wordings)
    turned = [*wordings[start:], *wordings[:start]]
    wording = next((one for one in turned if one not in sayings.texts), turned[0])
    sayings.forms[ground.form] += 1
    sayings.texts.add(wording)
    because = tuple(_sku(name, around) for name in ground.products)
    return Reason(wording.format_map(ground.facts), ground.form, tuple(sku for sku in because if sku))


def money(amount: Decimal, currency: str) -> str:
    """An amount as customers read it: ¥199, $12.50, 30 CHF."""
    text = f"{amount:.2f}".removesuffix(".00")
    return f"{SYMBOLS[currency]}{text}" if currency in SYMBOLS else f"{text} {currency}".strip()


def _grounds(offered: Candidate, weights: Sequence[tuple[str, float]], around: Circumstances) -> list[Ground]:
    """All that is true of the item and worth saying, the most telling first."""
    own = offered.product.product_id
    price = {"price": money(offered.variant.price, offered.variant.currency)}
    found: list[Ground] = []
    known = around.history.get(own)
    if known and known.bought_at:
        found.append(Ground("again", {}, (own,)))
    for name in _heavy(weights, offered.product, around)[:2]:
        if name == own and known and known.kind in (VIEW, CART):
            found.append(Ground("seen", price, (own,)))
        elif name != own:
            found += _of_trace(around.history[name], around)
    if not (known and known.bought_at):
        found += _of_companions(own, around)
    if around.now and around.signals.in_season(own, around.now.month):
        found.append(Ground("season", {}))
    rivals = [one.product_id for one in around.catalogue.values() if one.category == offered.product.category]
    if len(rivals) > TOP and around.signals.among_top(own, rivals, TOP):
        found.append(Ground("popular", {}))
    if around.wish.max_price is not None:
        found.append(Ground("price", {**price, "limit": money(around.wish.max_price, offered.variant.currency)}))
    if not around.wish.is_open:
        found.append(Ground("asked", price))
    return [*found, Ground("available", price)]


def _heavy(weights: Sequence[tuple[str, float]], offered: Product, around: Circumstances) -> list[str]:
    """Products of the history that brought enough, the item's own category first, then by what they brought."""
    found = []
    for name, brought in weights:
        product = around.catalogue.get(name)
        near = product is not None and product.category == offered.category
        if brought >= (WEIGHED if near else WEIGHED_ACROSS):
            found.append((not near, -brought, name))
    return [name for _, _, name in sorted(found)]


def _of_trace(trace: Interaction, around: Circumstances) -> list[Ground]:
    """What may be said of a product the customer touched; nothing when it disappointed him or has no title any more."""
    product = around.catalogue.get(trace.product_id)
    title = product.title(around.wish.language) if product else ""
    if not title or (trace.rating is not None and trace.rating < LIKED):
        return []
    names = (trace.product_id,)
    if trace.rating is not None:
        return [Ground("rated", {"item": title, "stars": f"{trace.rating:g}"}, names)]
    if trace.kind == RATING:
        return []
    return [Ground(_FORM_OF_KIND[trace.kind], {"item": title}, names)]


def _of_companions(own: str, around: Circumstances) -> list[Ground]:
    """The customer's product whose buyers bought this one most above chance."""
    found = []
    for name, trace in around.history.items():
        companion = around.signals.companion(name, own) if trace.bought_at and name != own else None
        product = around.catalogue.get(name)
        if companion and product and product.title(around.wish.language):
            facts = {"item": product.title(around.wish.language), "customers": str(companion.customers)}
            found.append((companion.lift, Ground("companion", facts, (name,))))
    return [max(found, key=lambda one: one[0])[1]] if found else []


def _sku(product_id: str, around: Circumstances) -> str:
    """The SKU the customer touched, or the product's first one when he only looked at the product."""
    touched = around.history[product_id].sku
    product = around.catalogue.get(product_id)
    return touched or (product.variants[0].sku if product and product.variants else "")
