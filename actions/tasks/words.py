"""A task in words: its goods, its money, its address; facts for the named responses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from actions import formats, order_words
from actions.reading.variants import language_of_goods, variant_words
from actions.replies import Choice, Replies
from actions.tasks.hearing import line_of
from actions.tasks.state import Item, Task
from actions.tasks.world import World
from storefront.changes import Kind, Plan
from storefront.model import Address, Order, OrderLine, PaymentMethod, Variant

_BETWEEN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff0-9])")
"""The blank between the lines of a Chinese address."""


def item_name(item: Item, order: Order, world: World, replies: Replies) -> str:
    """An item with its options, and how many of it."""
    line = line_of(order, item.line_id)
    title = order_words.name(line, world.products, replies, line.quantity if item.quantity is None else item.quantity)
    options = options_of(line, line.options, world, replies)
    return replies.part("utter_part_with_options", item=title, options=options) if options else title


def options_of(line: OrderLine, options: Mapping[str, str], world: World, replies: Replies) -> str:
    """The options of a line's product in words: in Chinese where its name is, else as the catalogue has them."""
    product = world.products.get(line.product_id)
    return variant_words(options, language_of_goods(product, replies.language))


def returned(task: Task, order: Order, world: World, replies: Replies) -> str:
    """All the goods that go back."""
    return formats.listed([item_name(item, order, world, replies) for item in task.items], replies.language)


def swapped(task: Task, order: Order, world: World, replies: Replies) -> str:
    """What is exchanged for what."""
    return formats.listed([_swap(item, order, world, replies) for item in task.items], replies.language)


def money(plan: Plan, order: Order, replies: Replies) -> str:
    """What is paid more, or what comes back, or that neither is."""
    if plan.charge is not None:
        amount = formats.money(plan.charge.amount, order.currency)
        method = formats.method(plan.charge.label, plan.charge.kind, replies.language)
        return replies.part("utter_part_charge", amount=amount, method=method)
    return refund(plan, order, replies) if plan.refunds else replies.part("utter_part_no_difference")


def refund(plan: Plan, order: Order, replies: Replies) -> str:
    """What comes back, to where and when."""
    return order_words.planned_refund(plan.refunds, order.currency, replies)


def postage(plan: Plan, order: Order, replies: Replies) -> str:
    """What the way back costs the customer; empty when nothing."""
    if not plan.postage:
        return ""
    return replies.part("utter_part_postage", amount=formats.money(plan.postage, order.currency))


def address(value: Address, replies: Replies) -> str:
    """An address on one line, in the order of its country's language."""
    parts = [value.line1, value.line2, value.city, value.state, value.postcode, value.country]
    if replies.language == "zh":
        lines = [part for part in (f"{value.state}{value.city}", value.line1, value.line2) if part]
        return " ".join(filter(None, (_BETWEEN_CHINESE.sub("", " ".join(lines)), value.postcode)))
    return ", ".join(part for part in parts if part)


def method_choices(methods: Iterable[PaymentMethod], replies: Replies) -> list[Choice]:
    """Payment methods as choices."""
    return [
        Choice(formats.method(method.label, method.kind, replies.language), "inform", {"method": method.id})
        for method in methods
    ]


def line_choices(lines: Iterable[OrderLine], order: Order, world: World, replies: Replies) -> list[Choice]:
    """Lines of the order as choices."""
    return [
        Choice(item_name(Item(line.line_id), order, world, replies), "inform", {"line": line.line_id}) for line in lines
    ]


def variant_choices(line: OrderLine, variants: Iterable[Variant], world: World, replies: Replies) -> list[Choice]:
    """Variants as choices: options and price."""
    return [
        Choice(
            f"{options_of(line, variant.options, world, replies)} · {formats.money(variant.price, variant.currency)}",
            "inform",
            {"sku": variant.sku},
        )
        for variant in variants
    ]


def yes_or_no(task: Task, replies: Replies) -> list[Choice]:
    """Yes and no to this proposal and to no other."""
    yes, no = ("yes_cancel", "no_keep") if task.kind is Kind.CANCEL_ORDER else ("yes_do_it", "no_leave_it")
    return [replies.choice(yes, "affirm", proposal=task.key), replies.choice(no, "deny", proposal=task.key)]


def _swap(item: Item, order: Order, world: World, replies: Replies) -> str:
    line = line_of(order, item.line_id)
    product = world.products.get(line.product_id)
    variant = product.variant(item.sku) if product else None
    after = options_of(line, variant.options, world, replies) if variant else item.sku
    return replies.part("utter_part_swap", before=item_name(item, order, world, replies), after=after)
