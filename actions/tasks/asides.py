"""Questions that stand beside a change in one message; pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.context import Mention, TurnContext
from actions.tasks.cues import is_explicit
from actions.tasks.rules import KINDS, asks_for_later, aspect_in
from understanding.runtime.model import Understanding
from understanding.runtime.patterns import ORDER_NUMBER

OF_ORDERS = frozenset({"order_status", "delivery_time", "delivery_problem", "refund_status"})
"""Intents that are goals of their own: they are about one of his orders."""

OF_THE_SHOP = frozenset(
    {
        "account",
        "coupon",
        "invoice",
        "payment",
        "points_membership",
        "shipping_info",
        "store_info",
        "warranty_repair",
    }
)
"""Intents of questions about himself or about how the shop does things."""

_ASKS = re.compile(
    r"[?？]|吗|呢\W*$|哪|什么|啥|多少|几[天个张号点]|多久|怎么|如何|谁|查[一下看询]|问[一下]"
    r"|^\W*(?:has|have|did)\b|\b(?:where(?:['’]?s)?|when|what|which|how|who|why|do (?:i|you)|does|is there|are there"
    r"|can i|have i|tell me|check|track|any news)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"在哪|到哪(?!步)|到了[吗没]|发货了[吗没]|什么时候[到发]|\b(?:where(?:['’]?s)?|status|track)\b", re.IGNORECASE
)
_OWN_REFUND = re.compile(
    r"的退款|退款.{0,6}(?:到哪|进度|怎么还|还没)|\bmy refund\b|\brefund (?:for|of|on)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Aside:
    """A question of a message that wants something else as well."""

    text: str
    intent: str
    mentions: Mapping[str, Mention]

    def as_turn(self, context: TurnContext) -> TurnContext:
        """The turn as if nothing but this had been asked in it."""
        return replace(context, text=self.text, intent=self.intent, mentions=self.mentions, asked="")


def aside_in(part: str, understood: Understanding, context: TurnContext) -> Aside | None:
    """The question that a part of a message asks; None when it asks none, or asks for a change."""
    found: dict[str, Mention] = {}
    for entity in understood.entities:
        found.setdefault(entity.type, Mention(entity.text, entity.value or entity.text))
    aside = Aside(part, _intent(part, understood, ORDER_NUMBER in found), found)
    if aside.intent in KINDS and asks_for_later(aside.as_turn(context)):
        return aside
    if not _ASKS.search(part) or is_explicit(part):
        return None
    if aside.intent in KINDS:
        return aside if aspect_in(part) is not None and ORDER_NUMBER not in found else None
    if aside.intent == "refund_status":
        # When its own money comes the proposal says itself.
        return aside if ORDER_NUMBER in found or _OWN_REFUND.search(part) else None
    return aside if aside.intent in OF_ORDERS | OF_THE_SHOP else None


def _intent(part: str, understood: Understanding, names_order: bool) -> str:
    """What the part is taken for; an order number drowns the short question where it is."""
    return "order_status" if names_order and _WHERE.search(part) else understood.intent.label
