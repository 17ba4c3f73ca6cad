"""Questions about how the shop does a change: recognised, and put as past answers are asked; pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from actions.context import TurnContext
from actions.general_questions import is_general
from actions.responses import Language
from actions.tasks.state import FORM, TASK, Task
from storefront.changes import Kind

RULE = "rule:"
"""What was asked before a turn that follows up on a rule: the aspect stands behind it."""

KINDS: Mapping[str, Kind] = {
    "cancel_order": Kind.CANCEL_ORDER,
    "change_address": Kind.CHANGE_ADDRESS,
    "change_order": Kind.CHANGE_ITEMS,
    "payment_change": Kind.CHANGE_PAYMENT,
    "return_item": Kind.RETURN_ITEMS,
    "exchange_item": Kind.EXCHANGE_ITEMS,
}
"""The intents that wish for a change."""

LONGEST_FOLLOW_UP = 40
_OF_THE_TASK = frozenset({"refund_status", "shipping_info", "payment", *KINDS})
"""Intents of questions that are about the open task when they name no other matter."""


class Aspect(StrEnum):
    """What is asked of a change: what it costs, until when it is possible, when the money comes."""

    COST = "cost"
    COST_ABROAD = "cost_abroad"
    DEADLINE = "deadline"
    REFUND = "refund"


_ABROAD = re.compile(
    r"国外|海外|境外|香港|澳门|台湾|英国|美国|德国|法国|加拿大|澳洲|澳大利亚|新加坡|马来西亚|日本"
    r"|\babroad\b|\boverseas\b|\banother country\b|\boutside (?:of )?(?:mainland )?china\b"
    r"|\b(?:england|britain|scotland|wales|ireland|uk|usa|us|america|canada|australia|germany|france|spain|italy|europe"
    r"|singapore|malaysia|japan|hong kong|macau|taiwan)\b",
    re.IGNORECASE,
)
_ASPECTS = (
    (
        Aspect.REFUND,
        r"(?:退款|钱|款).{0,8}(?:多久|几天|什么时候|啥时候|何时|多长时间|到账)|(?:多久|几天|什么时候"
        r"|啥时候).{0,8}(?:退款|退钱|钱|到账)"
        r"|\b(?:how long|when|how many days)\b.{0,40}\b(?:refund(?:ed)?|money)\b"
        r"|\b(?:refund|money)\b.{0,30}\b(?:how long|take|when)\b",
    ),
    (
        Aspect.COST,
        r"要钱|收费|[运邮]费|快递费|手续费|免费|扣钱|花钱|谁[出付]|收[我]?钱"
        r"|\bfree\b|\bcosts?\b|\bfees?\b|\bcharged?\b|\bpostage\b|\bwho pays\b|\bpay (?:the"
        r"|for)\b.{0,12}\b(?:shipping|way back)\b",
    ),
    (
        Aspect.DEADLINE,
        r"几天[之以]?内|多少天|期限|时限|多[久长].{0,4}内|还?来得及|以后.{0,8}[退换]|[退换].{0,4}以后|到时候|回头"
        r"|\bhow (?:long|many days) (?:do|have|after)\b.{0,24}\bi\b|\bwithin how (?:long|many days)\b"
        r"|\buntil when\b|\bdeadline\b|\btime limit\b|\bby when\b|\blater\b|\bafterwards\b|\bafter all\b",
    ),
)
_PATTERNS = tuple((aspect, re.compile(words, re.IGNORECASE)) for aspect, words in _ASPECTS)

_PLAIN: Mapping[tuple[Kind, Aspect], Mapping[Language, str]] = {
    (Kind.CANCEL_ORDER, Aspect.COST): {"en": "Does cancelling an order cost anything?", "zh": "取消订单要收费吗？"},
    (Kind.CANCEL_ORDER, Aspect.REFUND): {
        "en": "How long does the refund take after a cancellation?",
        "zh": "取消订单后，钱什么时候退回来？",
    },
    (Kind.RETURN_ITEMS, Aspect.COST): {"en": "Who pays the return shipping?", "zh": "退货的运费谁付？"},
    (Kind.RETURN_ITEMS, Aspect.COST_ABROAD): {
        "en": "Who pays the return shipping from abroad?",
        "zh": "从国外退货，运费谁付？",
    },
    (Kind.RETURN_ITEMS, Aspect.DEADLINE): {
        "en": "How many days do I have to return something?",
        "zh": "签收后几天内可以退货？",
    },
    (Kind.RETURN_ITEMS, Aspect.REFUND): {
        "en": "My return has reached you. When does the refund start?",
        "zh": "退货寄到以后，多久退款？",
    },
    (Kind.EXCHANGE_ITEMS, Aspect.COST): {"en": "Who covers the postage in an exchange?", "zh": "换货运费谁出？"},
    (Kind.EXCHANGE_ITEMS, Aspect.DEADLINE): {
        "en": "How long do I have to exchange something?",
        "zh": "换货的时限是多长？",
    },
}
_ASKS = re.compile(
    r"[?？]|吗|^.{0,8}呢\W*$|怎么|如何|为什么|为啥|凭什么|多久|(?<!前)几天|哪里|什么|谁|多少|^(?:能|可以)不"
    r"|\b(?:how|what|when|where|which|why|who|can i|may i|do i|does|is it|are)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"我的|我买|我那|我这|这[个件双条款只台]|那[个件双条款只台]|帮我|给我|我要|我想|麻烦|上周|昨天|前天|刚"
    r"|\b(?:my|mine|this|that|these|those|it|them|please|i want|i need|i'd like|i would like|want to|ordered|bought)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?:以后|回头|到时候?|将来|后面|之后|过几天).{0,16}(?:[退换]|取消).{0,6}(?:吗|么|[?？]|不$)"
    r"|\b(?:can|could|may|would) i (?:still |then )?(?:return|exchange|swap|cancel|change|send)\b.{0,30}"
    r"\b(?:later|afterwards|after all|if (?:i|it|they)\b|in case)",
    re.IGNORECASE,
)
_FOLLOWS_UP = re.compile(r"^\W*(?:and|what about|how about|or|same (?:for|with)|also)\b|^\W*那|呢\W*$", re.IGNORECASE)


def asks_for_the_rule(context: TurnContext) -> bool:
    """Whether the message asks how the shop does it, rather than for it to be done."""
    if "question" in context.mentions:
        return True
    if context.is_choice or "order_number" in context.mentions:
        return False
    if is_general(context) or asks_for_later(context) or follows_up(context):
        return True
    return bool(_ASKS.search(context.text) and not _OWN.search(context.text))


def asks_for_later(context: TurnContext) -> bool:
    """Whether the message asks what would be possible some day, which is no wish that it be done now."""
    return not context.is_choice and _LATER.search(context.text) is not None


def follows_up(context: TurnContext) -> bool:
    """Whether the message asks the same as the question before, of another change: and for an exchange?"""
    if not context.asked.startswith(RULE) or context.is_choice or len(context.text) > LONGEST_FOLLOW_UP:
        return False
    return _FOLLOWS_UP.search(context.text) is not None and _OWN.search(context.text) is None


def aspect_in(text: str) -> Aspect | None:
    """What of a change the text asks about; None when it is none of these."""
    found = next((aspect for aspect, pattern in _PATTERNS if pattern.search(text)), None)
    return Aspect.COST_ABROAD if found is Aspect.COST and _ABROAD.search(text) else found


def wordings(context: TurnContext) -> tuple[str, ...]:
    """The message, and behind it the plain question that it comes to where a change is the matter."""
    matter = _matter(context)
    aspect = aspect_in(context.words)
    if aspect is None and follows_up(context):
        aspect = next((one for one in Aspect if context.asked == f"{RULE}{one.value}"), None)
    if matter is None or aspect is None:
        return (context.words,)
    plain = _PLAIN.get((matter, aspect))
    return (context.words, plain[context.language]) if plain else (context.words,)


def _matter(context: TurnContext) -> Kind | None:
    """The change the message is about: the one it was taken for, else the open task's where it may be about that."""
    if context.is_choice:
        return None
    named = KINDS.get(context.intent)
    if named is not None and asks_for_the_rule(context):
        return named
    task = Task.from_slot(context.slots.get(TASK)) if context.form == FORM else None
    return task.kind if task and context.intent in _OF_THE_TASK else None
