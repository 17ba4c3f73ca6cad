"""Why an order is cancelled or goods come back, as one of the reasons the shop's policy knows."""

import re
from collections.abc import Collection, Sequence

from actions.context import TurnContext

OTHER = "other"

_WORDS = (
    (
        "ordered by mistake",
        r"拍错|买错|下错|点错|误拍|误下|手滑|不小心|重复下单|下重|拍重|(?<!点)多拍|买重"
        r"|\bmistake|\baccident|\bby error\b|\bwrong(?:ly)? ordered|\bordered twice|\bduplicate",
    ),
    (
        "wrong item or size",
        r"尺码|尺寸|颜色|选错|型号|规格|大了|小了|\bwrong (?:item|size|colou?r|product|one|model)|\bsize\b"
        r"|\bcolou?r\b",
    ),
    (
        "found it cheaper",
        r"便宜|降价|贵了|太贵|更低|别家|半价|\bcheaper|\bbetter price|\btoo expensive|\bbetter deal|\bprice drop"
        r"|\b(?:for|at) half\b|\bhalf (?:the )?price\b|\bfor less\b",
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
        r"|\bno reason|\b(?:an)?other reason|\bpersonal reason|\brather not say",
    ),
)
_FAULTS = (
    (
        "wrong item sent",
        r"发错|错发|寄错|送错|不是我(?:买|订|拍)的|\bsent (?:me )?(?:the )?wrong|\bgot (?:the )?wrong"
        r"|\bwrong (?:item|one|product) "
        r"(?:sent|arrived|came|was sent)|\bnot what i ordered",
    ),
    (
        "damaged",
        r"破损|破了|裂|碎|摔坏|压坏|压扁|划痕|漏液|\bdamaged|\bcrack|\btorn\b|\bscratch(?:ed|es)?\b|\bdent"
        r"|\bbroken (?:in|on) ",
    ),
    (
        "faulty",
        r"坏了|是坏的|没声音|没有声音|不响|质量问题|故障|用不了|开不了|充不进|不工作|失灵|瑕疵|开胶|掉色"
        r"|\bbroken\b|\bdefect|\bfault|\b(?:does ?n[o']?t|don'?t|won'?t|stopped|not) (?:work|charg|turn on)|"
        r"\bno sound|\bdead\b",
    ),
)
_FAULT_PATTERNS = tuple((fault, re.compile(words, re.IGNORECASE)) for fault, words in _FAULTS)
_PATTERNS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS)
_QUESTION = re.compile(
    r"[?？]|吗|怎么|什么|多久|哪|\b(?:how|what|when|where|which|(?<!that[\'’]s )(?<!thats )why|can i|do you"
    r"|is there)\b",
    re.IGNORECASE,
)
_FREE_TEXT_INTENTS = frozenset({"inform", "oos", "nlu_fallback", "chitchat", "cancel_order"})


def named_reason(text: str, accepted: Sequence[str]) -> str:
    """The accepted reason that the words give; empty when they give none. A question gives none."""
    statements = [part for part in re.findall(r"[^.。!！?？;；\n]+[?？]?", text) if not _QUESTION.search(part)]
    for reason, pattern in _PATTERNS:
        if any(map(pattern.search, statements)) and (not accepted or reason in accepted):
            return reason
    return ""


def named_fault(text: str, faults: Collection[str]) -> str:
    """The fault of the shop's, among those its policy knows, that the words tell of; empty without one."""
    return next((fault for fault, pattern in _FAULT_PATTERNS if fault in faults and pattern.search(text)), "")


def free_reason(context: TurnContext, accepted: Sequence[str]) -> str:
    """Another reason in the customer's own words, said when he was asked for one; empty when it is none."""
    if context.intent not in _FREE_TEXT_INTENTS or _QUESTION.search(context.text):
        return ""
    if not accepted:
        return context.text[:200]
    return OTHER if OTHER in accepted else ""
