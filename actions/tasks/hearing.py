"""What a message adds to a task: goods, variants, a payment method, an address, a reason; pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.context import TurnContext
from actions.reading.addresses import address_in, completed, means_profile, means_same_as_order, only_corrects
from actions.reading.foreign_methods import foreign_method
from actions.reading.goods import NamedLine, all_of_it, how_many, kept_lines, named_lines
from actions.reading.methods import means_original, named_kinds, named_method
from actions.reading.variants import Wanted, swaps, wanted
from actions.tasks.invoices import hearing as invoices
from actions.tasks.kinds import SWAPPING, WITH_ADDRESS, WITH_GOODS, WITH_MONEY
from actions.tasks.reasons import named_fault, named_reason
from actions.tasks.state import Item, Task
from actions.tasks.world import World
from storefront.changes import Kind
from storefront.model import Order, OrderLine, Product

_MONEY = re.compile(r"付|刷|钱|差价|退到|打到|\b(?:pay|paid|charge|money|refund|difference|wire)\b", re.IGNORECASE)
_WHOLE_ORDER = re.compile(r"整|全部|所有|\b(?:everything|whole|entire|complete)\b", re.IGNORECASE)
_PART = re.compile(r"[,，。.;；!！\n]+")
NOT_ON_FILE = "not on file: "


def heard(task: Task, words: str, order: Order | None, world: World) -> Task:
    """The task with what the words say about it; the same task when they say nothing."""
    if task.kind is Kind.REQUEST_INVOICE:
        return invoices.heard(task, words, order, world)
    if task.kind in WITH_GOODS and order is not None:
        task = _goods(task, words, order, world)
        faults = (world.policy.returns if task.kind is Kind.RETURN_ITEMS else world.policy.exchange).fault_reasons
        if task.kind is not Kind.CHANGE_ITEMS and (fault := named_fault(words, faults)):
            task = replace(task, reason=fault)
    if task.kind in WITH_MONEY and order is not None:
        task = _method(task, words, order, world)
    if task.kind in WITH_ADDRESS:
        task = _address(task, words, order, world)
    if task.kind is Kind.CANCEL_ORDER and not task.reason:
        task = replace(task, reason=named_reason(words, world.policy.cancel.reasons))
    return task


def picked(task: Task, context: TurnContext, world: World) -> Task:
    """The task with what a choice stands for."""
    if task.kind is Kind.REQUEST_INVOICE:
        return invoices.picked(task, context, world)
    if line := context.value("line"):
        return replace(task, items=(*task.items, Item(line)), everything=False)
    if "everything" in context.mentions:
        return replace(task, everything=True)
    if sku := context.value("sku"):
        return _settled(task, sku)
    if method := context.value("method"):
        return replace(task, method_id=method)
    if "profile_address" in context.mentions:
        return replace(task, address=world.customer.address)
    accepted = world.policy.cancel.reasons
    reason = context.value("reason")
    return replace(task, reason=reason) if reason and (not accepted or reason in accepted) else task


def open_item(task: Task) -> Item | None:
    """The first item whose new variant is not settled."""
    return next((item for item in task.items if not item.sku), None) if task.kind in SWAPPING else None


def line_of(order: Order, line_id: str) -> OrderLine:
    """The order's line with this id."""
    return next(line for line in order.lines if line.line_id == line_id)


def _settled(task: Task, sku: str) -> Task:
    pending = open_item(task) or task.items[-1]
    items = tuple(replace(item, sku=sku) if item == pending else item for item in task.items)
    return replace(task, items=items)


def _goods(task: Task, words: str, order: Order, world: World) -> Task:
    kept = kept_lines(words, order.lines, world.products)
    left = tuple(item for item in task.items if item.line_id not in kept)
    # Goods of which all stay are left for others, or the words say no to the whole.
    task = replace(task, items=left) if left else task
    if task.kind is Kind.RETURN_ITEMS:
        return _returned(task, words, order, world)
    changes = {swap.line_id: swap for swap in swaps(words, order.lines, world.products)}
    says_nothing = all(swap.wanted.is_empty and swap.quantity is None for swap in changes.values())
    if not changes or (says_nothing and len(order.lines) == 1):
        return _wanted_of_the_open_one(task, words, order, world)
    known = {item.line_id: item for item in left}
    for line_id, swap in changes.items():
        before = known.get(line_id, Item(line_id))
        said = _with(before, swap.wanted, _counted(swap.quantity, line_of(order, line_id), world))
        # A line that is only named again keeps the variant that was settled for it.
        known[line_id] = before if line_id in known and said == replace(before, sku="") else said
    return replace(task, items=tuple(known.values()))


def _returned(task: Task, words: str, order: Order, world: World) -> Task:
    named = named_lines(words, order.lines, world.products)
    if all_of_it(words) and not _all_of_one_line(words, named, order):
        return replace(task, everything=True, items=())
    if not named:
        only = line_of(order, task.items[0].line_id) if len(task.items) == 1 else None
        quantity = _counted(how_many(words), only, world) if only else None
        if quantity is not None and task.asked in ("confirm", "lines"):
            return replace(task, items=(replace(task.items[0], quantity=quantity),))
        return task
    said = tuple(Item(line.line_id, _counted(line.quantity, line_of(order, line.line_id), world)) for line in named)
    more = tuple(item for item in task.items if item.line_id not in {one.line_id for one in said})
    return replace(task, items=(*more, *said) if task.asked == "lines" else said, everything=False)


def _all_of_one_line(words: str, named: Sequence[NamedLine], order: Order) -> bool:
    """Whether "all" counts the pieces of the only line that is named: those two packs of socks, both of them."""
    only = line_of(order, named[0].line_id) if len(named) == 1 else None
    return only is not None and only.quantity > 1 and _WHOLE_ORDER.search(words) is None


def _wanted_of_the_open_one(task: Task, words: str, order: Order, world: World) -> Task:
    """Words that name no goods speak of the item that was asked about, or of the only one there is."""
    if not task.items:
        if len(order.lines) > 1:
            return task
        task = replace(task, items=(Item(order.lines[0].line_id),))
    item = open_item(task) or task.items[-1]
    product = world.products.get(line_of(order, item.line_id).product_id)
    if product is None:
        return task
    said = _wanted_in(words, product, line_of(order, item.line_id).options, asked=task.asked == "variant")
    # "Both are right": of several items a number counts the items.
    is_one = len(task.items) == 1 or not item.sku
    quantity = _counted(how_many(words), line_of(order, item.line_id), world) if is_one else None
    if said.is_empty and quantity is None:
        return task
    after = _with(item, said, quantity)
    return replace(task, items=tuple(after if one == item else one for one in task.items))


def _wanted_in(words: str, product: Product, old: Mapping[str, str], asked: bool) -> Wanted:
    """What the words want; of an answer a part may say it alone: "duo, there are two of us"."""
    whole = wanted(words, product, old)
    if not asked or not whole.is_empty:
        return whole
    parts = (wanted(part, product, old) for part in _PART.split(words))
    return next((part for part in parts if not part.is_empty), whole)


def _counted(quantity: int | None, line: OrderLine, world: World) -> int | None:
    """The quantity, unless it is more than were bought and a number of the product's options: 7-inch, size 42."""
    product = world.products.get(line.product_id)
    if quantity is None or quantity <= line.quantity or product is None:
        return quantity
    values = " ".join(value for variant in product.variants for value in variant.options.values())
    return None if str(quantity) in re.findall(r"\d+", values) else quantity


def _with(item: Item, said: Wanted, quantity: int | None) -> Item:
    """The item with what was said of it now; what was settled is open again when something else is wanted."""
    quantity = item.quantity if quantity is None else quantity
    if said.is_empty:
        return replace(item, quantity=quantity)
    before = item.wanted
    options = {key: value for key, value in before.options.items() if key not in said.open_keys}
    wanted = replace(
        said,
        options={**options, **said.options},
        prefers=said.prefers or before.prefers,
        refused=(before.refused | said.refused) - set(said.options.items()),
    )
    return Item(item.line_id, quantity, "", wanted)


def _method(task: Task, words: str, order: Order, world: World) -> Task:
    paid = {payment.method_id for payment in order.payments}
    speaks_of_money = task.kind is Kind.CHANGE_PAYMENT or task.asked == "method" or _MONEY.search(words)
    # The shop refuses what is not on file; the dialogue then asks for one that is.
    if speaks_of_money and (foreign := foreign_method(words, world.customer.payment_methods)):
        return replace(task, method_id=f"{NOT_ON_FILE}{foreign}")
    if means_original(words) and task.kind is not Kind.CHANGE_PAYMENT:
        return replace(task, method_id=next(iter(paid), ""))
    said = named_method(words, world.customer.payment_methods)
    if task.kind is Kind.CHANGE_PAYMENT:
        # "From my card to PayPal": of two the one it is not paid with is meant.
        said = tuple(method for method in said if method.id not in paid) or said
    if len(said) == 1:
        return replace(task, method_id=said[0].id)
    own = {method.kind for method in world.customer.payment_methods}
    strange = next((kind for kind in named_kinds(words) if kind not in own), "")
    return replace(task, method_id=f"{NOT_ON_FILE}{strange}") if strange and not said and speaks_of_money else task


def _address(task: Task, words: str, order: Order | None, world: World) -> Task:
    if number := means_same_as_order(words):
        other = world.order(number)
        if other is not None and (order is None or other.order_id != order.order_id):
            return replace(task, address=other.address)
    if task.kind is Kind.CHANGE_ADDRESS and means_profile(words):
        return replace(task, address=world.customer.address)
    given = address_in(words)
    if given is None:
        return task
    before = task.address
    if before is None and order is not None and only_corrects(given):
        before = order.address
    whole = completed(given, before) if before is not None else given
    return replace(task, address=replace(whole, country=whole.country or world.customer.address.country))
