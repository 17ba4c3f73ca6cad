"""Why an order is cancelled, as one of the reasons the shop's policy knows."""

import re
from collections.abc import Sequence

from actions.context import TurnContext

OTHER = "other"

_WORDS = (
    (
        "ordered by mistake",
        r"拍错|买错|下错|点错|误拍|误下|手滑|不小心|重复下单|下重|拍重|多拍|买重"
        r"|\bmistake|\baccident|\bby error\b|\bwrong(?:ly)? ordered|\bordered twice|\bduplicate",
    ),
    (
        "wrong item or size",
        r"尺码|尺寸|颜色|选错|型号|规格|大了|小了|\bwrong (?:item|size|colou?r|product|one|model)|\bsize\b|\bcolou?r\b",
    ),
    (
        "found it cheaper",
        r"便宜|降价|贵了|太贵|更低|别家|\bcheaper|\bbetter price|\btoo expensive|\bbetter deal|\bprice drop",
    ),
    (
        "takes too long",
        r"太慢|太久|等不及|还不发货|还没发货|不发货|来不及|赶不上|\btoo (?:slow|long|late)|\btakes? (?:too|so) long|"
        r"\bcan'?t wait|\bnot in time|\bslow\b|\bdelay",
    ),
    (
        "no longer needed",
        r"不想要|不要了|不需要|用不着|用不上|不想买|改主意|后悔|不喜欢了|\bno longer (?:need|want)|"
        r"\b(?:don'?t|do not) (?:need|want)|\bchanged my mind|\bnot need",
    ),
    (
        OTHER,
        r"其他原因|没有原因|没啥原因|没什么原因|不想说|私人原因"
        r"|\bno reason|\bother reason|\bpersonal reason|\brather not say",
    ),
)
_PATTERNS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS)
_QUESTION = re.compile(
    r"[?？]|吗|怎么|什么|多久|哪|\b(?:how|what|when|where|which|why|can i|do you|is there)\b", re.IGNORECASE
)
_FREE_TEXT_INTENTS = frozenset({"inform", "oos", "nlu_fallback", "chitchat", "cancel_order"})


def reason_in(context: TurnContext, accepted: Sequence[str], answering: bool) -> str:
    """The accepted reason that the message gives, else empty.

    ``answering`` says that the bot has just asked for it, so that other free text counts as another reason.
    """
    chosen = context.value("reason")
    if chosen:
        return chosen if not accepted or chosen in accepted else ""
    if context.is_choice:
        return ""
    is_statement = context.intent in _FREE_TEXT_INTENTS or not _QUESTION.search(context.text)
    if not is_statement:
        return ""
    for reason, pattern in _PATTERNS:
        if pattern.search(context.text) and (not accepted or reason in accepted):
            return reason
    is_free = context.intent in _FREE_TEXT_INTENTS and not _QUESTION.search(context.text)
    if answering and is_free and (not accepted or OTHER in accepted):
        return OTHER if accepted else context.text[:200]
    return ""
