"""The wishes in a message, in the order in which they are said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from actions.context import TurnContext
from actions.reading.addresses import address_in, means_profile
from actions.reading.clauses import clauses
from actions.reading.orders import numbers_in
from actions.services import Reading
from actions.tasks.asides import Aside, aside_in
from actions.tasks.cues import cue, goods_wish, is_explicit
from actions.tasks.hints import hint
from actions.tasks.invoices.cues import INTENT as INVOICE
from actions.tasks.kinds import SWAPPING, WITH_ADDRESS, are_one_wish
from actions.tasks.rules import KINDS
from actions.tasks.state import Task
from storefront.changes import Kind
from understanding.runtime.model import Understanding
from understanding.runtime.patterns import ORDER_NUMBER

STARTED: Mapping[str, Kind] = {**KINDS, INVOICE: Kind.REQUEST_INVOICE}
"""What a choice of the bot begins; a customer who speaks of invoices mostly asks, so that his words must say more."""

SURE = 0.45
"""A part of a message is a wish of its own when the classifier is at least so sure of it."""

UNSURE = "nlu_fallback"
UNDECIDED = frozenset({"inform", "oos", UNSURE})
"""Intents beside which a plain verb decides."""

NEARBY = frozenset(
    {
        "account",
        "coupon",
        "damaged_or_wrong",
        "delivery_problem",
        "order_status",
        "payment",
        "points_membership",
        "price_promotion",
        "product_info",
        "refund_status",
        "size_advice",
        "stock",
        "warranty_repair",
    }
)
"""Intents of questions, beside which the customer may say outright what he wants to be done."""

MOST_PARTS = 8

_MAIL = re.compile(r"\w@\w+\.\w")
"""Where an invoice goes; a parcel has another address."""
_ANOTHER_VARIANT = re.compile(
    r"\b(?:want|need|prefer|'d like|would like|rather have)\s+(?:the|my|it|them|that|those|this)\b[^.,;!?]{0,60}\bin\b"
    r"|[想要][^，。,;；!！?？]{0,10}[色号码款]的",
    re.IGNORECASE,
)
"""Goods named with the option they shall have, and no word of their going back."""

_DIFFERENCE = re.compile(r"差价|补差|\bdifference\b", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:改|换|更新|存|设).{0,16}(?:默认(?:收货)?地址|账[户号]|个人资料|资料)|(?:默认(?:收货)?地址"
    r"|账[户号]|个人资料|资料里).{0,16}(?:改|换|更新|设)"
    r"|\b(?:change|update|save|set|replace|correct)\b.{0,40}\b(?:profile|account|default|on file)\b",
    re.IGNORECASE,
)
_TO_PROFILE = re.compile(
    r"\b(?:to|at|with|use|using)\s+(?:the|my|our)\s+(?:default\b|(?:profile|account)(?:'s)? address"
    r"|(?:address|one) (?:on file|in my (?:profile|account)))|[改换寄送](?:回|到|成|去|用)+(?:我的?)?默认",
    re.IGNORECASE,
)
"""The profile's address as where an order shall go: nothing of the profile changes."""
_SAVES = re.compile(
    r"\b(?:save|store|keep|put|update|change|remember|add)\b.{0,40}\b(?:profile|account|default|on file)\b"
    r"|(?:存|保存|更新|改|设|换).{0,12}(?:默认|账[户号]|资料)|(?:默认|账[户号]|资料).{0,8}(?:也|一起|同步|改|换|更新)",
    re.IGNORECASE,
)
"""Behind a new address: that it shall be kept."""


@dataclass(frozen=True)
class Wishes:
    """What a message wants: the changes, in their order, and the questions it asks beside them.

    ``rest`` is the message without the questions, ``intent`` what that was taken for.
    """

    tasks: tuple[Task, ...] = ()
    asides: tuple[Aside, ...] = ()
    rest: str = ""
    intent: str = ""


async def wishes_in(context: TurnContext, reading: Reading) -> Wishes:
    """The changes the message asks for; what does not name a wish of its own belongs to the wish before it."""
    parts = clauses(context.text)[:MOST_PARTS] if not context.is_choice else ()
    asides: tuple[Aside, ...] = ()
    if len(parts) > 1:
        read = await reading.understand(parts, context.language)
        found = [_aside(part, understood, context) for part, understood in zip(parts, read, strict=True)]
        others = [pair for pair, aside in zip(zip(parts, read, strict=True), found, strict=True) if aside is None]
        asides = tuple(aside for aside in found if aside)
        rest = "\n".join(part for part, _ in others)
        intent = others[0][1].intent.label if others else ""
        if tasks := _sharing_an_address(_joined(others)):
            return Wishes(tasks, asides, rest, intent)
    kind = _kind(context.intent, context.text)
    if kind is None and not (context.is_choice or context.form):
        # Within a form such words are a remark about what is under way.
        kind = hint(context.text)
    if kind is not None:
        return Wishes((_task(kind, context.text),), (), context.text, context.intent)
    return Wishes((), asides, rest, intent) if asides else Wishes((), (), context.text, context.intent)


def _aside(part: str, understood: Understanding, context: TurnContext) -> Aside | None:
    """The question that a part asks, unless its words name a change: an invoice asked for outright is one."""
    label = understood.intent.label
    return None if label not in KINDS and _kind(label, part) else aside_in(part, understood, context)


def asks_for_a_change(context: TurnContext) -> bool:
    """Whether a message that was taken for something else surely asks for a change of the customer's own."""
    if context.is_choice:
        return False
    wanted = cue(context.text)
    if wanted is Kind.REQUEST_INVOICE:
        return context.intent in UNDECIDED | NEARBY | {INVOICE}
    outright = hint(context.text) is not None or (wanted is not None and is_explicit(context.text))
    if context.intent in UNDECIDED:
        return outright or (wanted is not None and ORDER_NUMBER in context.mentions)
    return context.intent in NEARBY and outright


def may_ask_for_a_change(context: TurnContext) -> bool:
    """Whether a message that nothing else explains may ask for a change."""
    return not context.is_choice and context.intent in UNDECIDED and cue(context.text) is not None


def _joined(parts: Sequence[tuple[str, Understanding]]) -> tuple[Task, ...]:
    tasks: list[Task] = []
    before: list[str] = []
    for part, understood in parts:
        label = understood.intent.label if understood.intent.score >= SURE else UNSURE
        kind = _kind(label, part) or (_invoice_of_an_order(label, part) if tasks else None)
        if kind in WITH_ADDRESS and tasks and tasks[-1].kind is Kind.REQUEST_INVOICE and _MAIL.search(part):
            kind = None
        if tasks and tasks[-1].kind is Kind.CHANGE_ADDRESS and _SAVES.search(part) and not means_profile(part):
            kind = Kind.CHANGE_PROFILE_ADDRESS
        task = _task(kind, part) if kind else None
        if task is None or (tasks and _is_same(tasks[-1], task)):
            if tasks:
                tasks[-1] = replace(tasks[-1], words=f"{tasks[-1].words}\n{part}")
            else:
                before.append(part)
        else:
            tasks.append(replace(task, words="\n".join([*before, part])))
            before = []
    return tuple(tasks)


def _invoice_of_an_order(intent: str, words: str) -> Kind | None:
    """An invoice named beside another wish, with the order it belongs to and no verb of its own."""
    return Kind.REQUEST_INVOICE if intent == INVOICE and _numbers(words) else None


def _sharing_an_address(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """The tasks, where of two about addresses the one that names none ("save it in my account too") has the other's."""
    named = next((task for task in tasks if task.kind in WITH_ADDRESS and address_in(task.words)), None)
    if named is None:
        return tasks
    words = _without_numbers(named.words)
    return tuple(
        replace(task, words=f"{task.words}\n{words}")
        if task.kind in WITH_ADDRESS and task.kind is not named.kind and not address_in(task.words)
        else task
        for task in tasks
    )


def _without_numbers(words: str) -> str:
    for number in reversed(numbers_in(words)):
        words = f"{words[: number.start]} {words[number.end :]}"
    return words


def _kind(intent: str, words: str) -> Kind | None:
    said = cue(words)
    kind = KINDS.get(intent)
    if said is Kind.REQUEST_INVOICE and kind not in (Kind.CANCEL_ORDER, Kind.RETURN_ITEMS):
        return said
    if intent in UNDECIDED or (intent in NEARBY and is_explicit(words)):
        kind = said
    if said is Kind.CANCEL_ORDER and kind not in (None, Kind.RETURN_ITEMS):
        kind = said
    if kind is Kind.RETURN_ITEMS and said is None and _ANOTHER_VARIANT.search(words):
        return Kind.EXCHANGE_ITEMS
    if kind in SWAPPING and said is Kind.RETURN_ITEMS and goods_wish(words) is said:
        return said
    if kind is Kind.CHANGE_ADDRESS and said is Kind.CHANGE_PAYMENT:
        return said
    if kind is said is Kind.CHANGE_PAYMENT and goods_wish(words) is Kind.RETURN_ITEMS:  # the refund shall go there
        return Kind.RETURN_ITEMS
    if (
        kind is Kind.CHANGE_PAYMENT and said is not kind
    ):  # the money of another wish: where the difference or the refund goes
        return goods_wish(words) or (Kind.EXCHANGE_ITEMS if _DIFFERENCE.search(words) else kind)
    return kind


def _is_same(earlier: Task, later: Task) -> bool:
    """Whether two parts speak of one wish: the same change, and not of two different orders."""
    if not are_one_wish(earlier.kind, later.kind):
        return False
    numbers = _numbers(later.words)
    return not numbers or not _numbers(earlier.words) or numbers <= _numbers(earlier.words)


def _numbers(words: str) -> frozenset[str]:
    return frozenset(number.value for number in numbers_in(words))


def _task(kind: Kind, words: str) -> Task:
    if kind is Kind.CHANGE_ADDRESS and _PROFILE.search(_TO_PROFILE.sub(" ", words)) and not _numbers(words):
        kind = Kind.CHANGE_PROFILE_ADDRESS
    return Task(kind, words)
