"""The questions of a task, one for each thing that may be missing, and the proposal at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from actions import formats, order_words
from actions.reading.addresses import missing
from actions.replies import Choice, Replies
from actions.tasks import words
from actions.tasks.hearing import line_of, open_item
from actions.tasks.invoices import words as invoice_words
from actions.tasks.invoices.asking import QUESTIONS as INVOICE_QUESTIONS
from actions.tasks.kinds import SWAPPING
from actions.tasks.settling import alternatives, candidates, change_of
from actions.tasks.state import MOST_ASIDES, Item, Task
from actions.tasks.world import World
from storefront.changes import Kind, RequestInvoice, decide, plan, purpose_of
from storefront.model import Order, OrderLine, PaymentMethod, Variant
from storefront.policy import Allowed, Reason, Refused

MOST_VARIANTS = 5

Ask = Callable[[Task, "Order | None", World, Replies], str]
"""Says the question and gives the response's topic; empty when nothing is missing."""

_USUAL_REASONS = ("no longer needed", "ordered by mistake", "other")


def ask_missing(task: Task, order: Order | None, world: World, replies: Replies) -> Task | None:
    """Ask for the first thing that is missing; None when the change is complete."""
    for topic in NEEDED[task.kind]:
        if QUESTIONS[topic](task, order, world, replies):
            replies.ask(f"task:{topic}")
            return replace(task, asked=topic)
    return None


def propose(task: Task, order: Order | None, world: World, replies: Replies) -> Task:
    """Put the change to the customer in plain words, with amounts."""
    change = change_of(task, order)
    money = plan(change, world.situation(order), world.policy)
    facts: dict[str, str] = {}
    name = f"utter_propose_{task.kind.value}"
    if order is not None:
        facts = {
            "order": order.order_id,
            "items": order_words.goods(order, world.products, replies),
            "total": formats.money(order.total, order.currency),
            "refund": words.refund(money, order, replies),
            "money": words.money(money, order, replies),
            "lines": words.returned(task, order, world, replies) if task.kind is Kind.RETURN_ITEMS else "",
            "swaps": words.swapped(task, order, world, replies) if task.kind in SWAPPING else "",
            "postage": words.postage(money, order, replies),
            "method": _method_name(task, world, replies),
        }
    if task.address is not None:
        facts["address"] = words.address(task.address, replies)
    if isinstance(change, RequestInvoice) and order is not None:
        facts |= invoice_words.proposal_facts(change, money, order, world, replies)
        name += invoice_words.variation(purpose_of(change, order).value)
    replies.say_what_fits(name, words.yes_or_no(task, replies), facts)
    replies.ask(f"proposal:{task.key}")
    return replace(task, asked="confirm")


def reason_choices(world: World, replies: Replies) -> list[Choice]:
    """The policy's reasons as choices, and the way out."""
    titles = [reason.replace(" ", "_") for reason in world.policy.cancel.reasons or _USUAL_REASONS]
    known = [title for title in titles if replies.has(f"utter_title_reason_{title}")]
    choices = [replies.choice(f"reason_{title}", "inform", reason=title.replace("_", " ")) for title in known]
    return [*choices, replies.choice("keep", "abort")]


def usable_methods(task: Task, order: Order, world: World) -> tuple[PaymentMethod, ...]:
    """The customer's methods with which this very change would be allowed."""
    situation = world.situation(order)
    return tuple(
        method
        for method in world.customer.payment_methods
        if isinstance(
            decide(change_of(replace(task, method_id=method.id), order), situation, world.policy, world.now), Allowed
        )
    )


def say_refusal(
    refusal: Refused, task: Task, order: Order | None, world: World, replies: Replies, made_refund: str = ""
) -> None:
    """Why the change cannot be made, in words."""
    if refusal.reason in (Reason.REASON_MISSING, Reason.REASON_NOT_ACCEPTED):
        replies.say("utter_cancel_reason_unknown", reason_choices(world, replies))
        return
    facts = {"refund": made_refund, "method": _method_name(task, world, replies), **refusal.facts}
    facts |= invoice_words.refusal_facts(refusal.facts, replies)
    if order is not None:
        facts["order"] = order.order_id
        facts["item"] = _item(refusal, task, order, world, replies)
    name = f"utter_refused_{refusal.reason.value}"
    of_this_kind = f"{name}_{task.kind.value}"
    replies.say_what_fits(of_this_kind if replies.has(of_this_kind) else name, [], facts)


def _reason(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if task.reason or order is None:
        return ""
    if task.misses:
        replies.say("utter_cancel_reason_unknown", reason_choices(world, replies))
    else:
        facts = {"order": order.order_id, "items": order_words.goods(order, world.products, replies)}
        replies.say("utter_ask_cancel_reason", reason_choices(world, replies), **facts)
    return "reason"


def _address(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if task.address is None:
        own = replies.choice("my_address", "inform", profile_address="1")
        is_other = order is not None and order.address != world.customer.address
        if order is None:
            replies.say("utter_ask_profile_address")
        else:
            replies.say("utter_ask_address", [own] if is_other else [], order=order.order_id)
        return "address"
    lacking = missing(task.address, order.address if order else world.customer.address)
    if not lacking:
        return ""
    parts = [replies.part(f"utter_part_address_{part}") for part in lacking]
    replies.say("utter_ask_address_rest", missing=formats.listed(parts, replies.language))
    return "address"


def _lines(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if task.items or order is None:
        return ""
    choices = words.line_choices(order.lines, order, world, replies)
    if task.kind is Kind.RETURN_ITEMS:
        choices.append(replies.choice("everything", "inform", everything="1"))
    replies.say("utter_ask_lines", choices, order=order.order_id)
    return "lines"


def _variant(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    item = open_item(task)
    if item is None or order is None:
        return ""
    fitting = candidates(item, order, world)
    in_stock = [variant for variant in fitting if variant.stock > 0]
    line = line_of(order, item.line_id)
    facts = {"item": words.item_name(item, order, world, replies)}
    others = in_stock or list(alternatives(item, order, world))
    if not others:
        replies.say("utter_no_other_variant", **facts)
        return "variant"
    if fitting and not in_stock:
        replies.say("utter_refused_sold_out", item=_described(fitting, order, item.line_id, world, replies))
    elif (item.wanted.options or item.wanted.unknown) and not fitting:
        same = not item.wanted.unknown and all(
            line.options.get(key) == value for key, value in item.wanted.options.items()
        )
        replies.say("utter_refused_same_variant" if same else "utter_no_such_variant", **facts)
    replies.say("utter_ask_variant", words.variant_choices(line, others[:MOST_VARIANTS], world, replies), **facts)
    return "variant"


def _method(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if task.method_id or order is None:
        return ""
    methods = usable_methods(task, order, world)
    if not methods:
        replies.say("utter_no_other_method", order=order.order_id)
        return "method"
    replies.say("utter_ask_payment_method", words.method_choices(methods, replies), order=order.order_id)
    return "method"


def _described(fitting: tuple[Variant, ...], order: Order, line_id: str, world: World, replies: Replies) -> str:
    title = order_words.name(line_of(order, line_id), world.products, replies)
    options = words.options_of(line_of(order, line_id), fitting[0].options, world, replies)
    return replies.part("utter_part_with_options", item=title, options=options)


def _item(refusal: Refused, task: Task, order: Order, world: World, replies: Replies) -> str:
    line_id = refusal.facts.get("line_id", "") or (task.items[0].line_id if task.items else "")
    line = next((line for line in order.lines if line.line_id == line_id), None)
    if line is None:
        return order_words.goods(order, world.products, replies)
    return order_words.name(line, world.products, replies)


def _method_name(task: Task, world: World, replies: Replies) -> str:
    method = next((one for one in world.customer.payment_methods if one.id == task.method_id), None)
    return formats.method(method.label if method else "", method.kind if method else "", replies.language)


def ask_method(task: Task, order: Order, world: World, replies: Replies) -> Task:
    """Ask which method to use, whether or not the change needs one said."""
    _method(task, order, world, replies)
    replies.ask("task:method")
    return replace(task, asked="method")


def ask_other_lines(task: Task, order: Order, world: World, replies: Replies) -> Task:
    """Behind goods that are not taken back: whether anything else of the order shall go; over when nothing else can.

    Asked once, and not again behind another answer. That the goods are faulty may be said as well, and the refusal is
    what the turn is remembered for: he may ask why.
    """
    others = [line for line in order.lines if _may_go(line, task, order, world)]
    if not others or task.kind is not Kind.RETURN_ITEMS:
        return replace(task, asked="")
    choices = words.line_choices(others, order, world, replies)
    replies.say("utter_ask_other_lines", [*choices, replies.choice("no_person", "abort")], order=order.order_id)
    return replace(task, items=(), asked="lines", asides=MOST_ASIDES)


def _may_go(line: OrderLine, task: Task, order: Order, world: World) -> bool:
    alone = change_of(replace(task, items=(Item(line.line_id),)), order)
    return isinstance(decide(alone, world.situation(order), world.policy, world.now), Allowed)


QUESTIONS: Mapping[str, Ask] = {
    "reason": _reason,
    "address": _address,
    "lines": _lines,
    "variant": _variant,
    "method": _method,
    **INVOICE_QUESTIONS,
}

NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.CANCEL_ORDER: ("reason",),
    Kind.CHANGE_ADDRESS: ("address",),
    Kind.CHANGE_ITEMS: ("lines", "variant"),
    Kind.CHANGE_PAYMENT: ("method",),
    Kind.RETURN_ITEMS: ("lines",),
    Kind.EXCHANGE_ITEMS: ("lines", "variant"),
    Kind.CHANGE_PROFILE_ADDRESS: ("address",),
    Kind.REQUEST_INVOICE: ("invoice", "title", "tax_number", "email"),
}

REPAIRS: Mapping[Reason, str] = {
    Reason.SOLD_OUT: "variant",
    Reason.SAME_VARIANT: "variant",
    Reason.UNKNOWN_VARIANT: "variant",
    Reason.OTHER_PRODUCT: "variant",
    Reason.NOTHING_CHOSEN: "lines",
    Reason.NOT_IN_ORDER: "lines",
    Reason.BAD_QUANTITY: "quantity",
    Reason.ADDRESS_INCOMPLETE: "address",
    Reason.SAME_ADDRESS: "address",
    Reason.UNKNOWN_METHOD: "method",
    Reason.SAME_METHOD: "method",
    Reason.METHOD_NOT_ACCEPTED: "method",
    Reason.METHOD_MISSING: "method",
    Reason.BALANCE_TOO_LOW: "method",
    Reason.REASON_MISSING: "reason",
    Reason.REASON_NOT_ACCEPTED: "reason",
    Reason.TITLE_NOT_ACCEPTED: "title",
    Reason.TAX_NUMBER_MISSING: "tax_number",
    Reason.TAX_NUMBER_WRONG: "tax_number",
    Reason.EMAIL_NOT_ACCEPTED: "email",
}
"""Refusals after which the customer can say it differently, and the part he is asked for again."""
