"""Words that ask for a change whatever the classifier made of the rest: order numbers and goods drown a short verb."""

from __future__ import annotations

import re

from actions.tasks.invoices.cues import wants_invoice
from storefront.changes import Kind

_CUES = (
    (
        Kind.CHANGE_PAYMENT,
        r"(?:付款|支付|刷|扣|payment).{0,12}(?:改|换)|(?:改|换)(?:成|用|到|刷|回)?.{0,4}(?:支付|付款|微信|礼品卡"
        r"|银行卡|信用卡|储蓄卡|银联|花呗|PayPal|Alipay|WeChat|Visa|Mastercard)|(?:改|换)(?:成|用|到|刷"
        r"|回)?.{0,10}那?张卡"
        r"|别(?:用|刷).{0,10}(?:用|换|改|刷)|\b(?:change|switch|update|move)\b.{0,30}\b(?:payment|paid|card|paypal)\b"
        r"|\bpa(?:y|ying|id) (?:for it |for that )?(?:with|by|from)\b|\bput (?:it|that|the order) on my\b"
        r"|\bcharge\b.{0,40}\b(?:instead|card|mastercard|visa|paypal)\b",
    ),
    (
        Kind.CHANGE_ADDRESS,
        r"改寄|转寄|(?:地址|收件地|收货地).{0,8}(?:改|换|错)|(?:改|换|修改|更改).{0,8}(?:地址|收件地"
        r"|收货地)|(?:寄|送)(?:到|去)"
        r"|\b(?:change|update|correct|wrong|new|different|another)\b.{0,30}\baddress\b|\b(?:ship|deliver"
        r"|send|forward) (?:it|them|that|#?[A-Z]{1,3}\d{5,}) to\b"
        r"|\baddress\b.{0,30}\b(?:to|wrong|instead)\b|\baddress\b.{0,8}错",
    ),
    (
        Kind.CANCEL_ORDER,
        r"取消|撤销|撤了|撤掉|撤单|退单|作废|(?:(?<!先)别|不用|不要)(?:再)?(?:给我)?(?:发货|发出|寄出|发了)"
        r"|(?<!noise )(?<!noise-)(?<!sound )\bcancel|\bscrap\b|\bkill\b|\bcall (?:off|(?:it|that|(?:the|this|that"
        r"|my) (?:\w+ )?(?:order|thing)) off)\b"
        r"|\bstop (?:the|this|that|my) (?:whole |entire )?(?:order|thing|purchase)\b|\bstop it from (?:being sent"
        r"|shipping)"
        r"|\b(?:don'?t|do not) (?:send|ship|dispatch) (?:it|them|that|this|(?:the|my) (?:\w+ )?order)(?: (?:out|off"
        r"|at all"
        r"|any ?more))?(?=\W*$|[,.;!])",
    ),
    (
        Kind.RETURN_ITEMS,
        r"退[货貨]|退掉|退了|要退|想退|退回去|单退|都退|退这|退那|\breturn(?!ed|s\b)"
        r"|\bsend(?:ing)? .{0,24}\bback\b|\btake .{0,24}\bback\b|\brefund (?:for|on|one|it|this|the)\b"
        r"|\bgoes? back\b|退钱给",
    ),
    (
        Kind.EXCHANGE_ITEMS,
        r"[换換](?!季|句|个说法|一批)|\bexchange|\bswap|\breplace|\btrade\b|\binstead\b|另一?个(?:尺码|颜色|款)",
    ),
    (Kind.CHANGE_ITEMS, r"改成|改为|改要|\b(?:change|modify|make|switch)\b.{0,50}\b(?:to|into|instead)\b"),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE | re.ASCII)) for kind, words in _CUES)


_EXPLICIT = re.compile(
    r"\b(?:change|update|save)\b.{0,30}\baddress\b.{0,12}\bto\b|(?:改|换|更新).{0,10}地址|[换換]成"
    r"|退掉(?=$|[吧呗，,。.!！\s])|换一[个双件台条]|[给帮]我?换|[要想]换|要退(?!款)|想退(?!款)|我退(?!款)|退钱给"
    r"|退了吧|要退货"
    r"|另一?个(?:尺码|颜色|款)"
    r"|\b(?:can|could|may) (?:i|you) (?:have|get|take|change|switch|make)\b.{0,60}\binstead\b|\binstead of the\b"
    r"|\b(?:want|get|like|need) (?:a |my )?(?:refund|money back) (?:for|on)\b|\brefund (?:for|on|one|it|this|the)\b"
    r"|\b(?:want(?:ed)? to|like to|please|can i|let me|need to) (?:return|exchange|swap|replace|send (?:it"
    r"|them|this) back)\b",
    re.IGNORECASE | re.ASCII,
)

_WAS_DONE = re.compile(
    r"\b(?:did|was|were|have i|how i)\b|[付寄送发]的|了(?:多少|几|没)|寄到哪"
    r"|送到哪",
    re.IGNORECASE,
)
_EXCHANGE_VERB = re.compile(
    r"换货|[换換]成|\b(?:exchange|swap|replace) (?:the|my|it|this|these|them|\d)\b", re.IGNORECASE | re.ASCII
)
_RETURN_VERB = re.compile(
    r"退货|退掉|要退(?!款)|\breturn (?:the|my|it|this|these|them)\b|\bsend .{0,60}\bback\b", re.IGNORECASE | re.ASCII
)


def cue(text: str) -> Kind | None:
    """The change that the words ask for; None when they ask for none."""
    if wants_invoice(text):
        return Kind.REQUEST_INVOICE
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), None)


def goods_wish(text: str) -> Kind | None:
    """A return or an exchange that the words name by its verb, whatever else they speak of; an exchange goes first."""
    if _EXCHANGE_VERB.search(text):
        return Kind.EXCHANGE_ITEMS
    return Kind.RETURN_ITEMS if _RETURN_VERB.search(text) else None


def is_explicit(text: str) -> bool:
    """Whether the customer says that he himself wants goods exchanged or taken back."""
    return _EXPLICIT.search(text) is not None


def wants_a_change(text: str) -> bool:
    """Whether the words ask for a change rather than for what was done: where it was sent, how it was paid."""
    return cue(text) is not None and _WAS_DONE.search(text) is None
