"""A message cut where a new wish may begin, never inside an address, a number or a list of goods."""

import re
from itertools import pairwise

from understanding.runtime.numerals import FULL_WIDTH
from understanding.runtime.patterns import MOST_CHARACTERS, ORDER_NUMBER, find_entities

_TASKS = (
    ("invoice", re.compile(r"\binvoice|\bfapiao\b|发票|抬头|税号")),
    (
        "address",
        re.compile(
            r"\b(?:chang|updat|correct|modif|ship|send|deliver|edit)\w*\b.{0,40}\baddress|\baddress\b.{0,30}\bto\b"
            r"|\b(?:should|must|shall|has to|have to|needs? to|can|could) (?:please )?"
            r"(?:go|be (?:sent|shipped|delivered)) to\b"
            r"|\b(?:ship|send|deliver|redirect|forward)\b(?![^,.;]{0,30}\bback\b)[^,.;]{0,30}\bto\b"
            r"|(?:改|换|修改|更新).{0,8}地址|地址.{0,6}[改换]|寄到|送到"
        ),
    ),
    (
        "payment",
        re.compile(
            r"\b(?:chang|switch|updat|modif)\w*\b.{0,30}\b(?:payment|pay)\b|[改换].{0,6}(?:付款|支付)|(?:付款"
            r"|支付)方式.{0,4}[改换]"
        ),
    ),
    (
        "profile",
        re.compile(
            r"\b(?:save|store|keep|put|update|change|set|use)\b.{0,40}\b(?:profile|account|default|on file)\b"
            r"|(?:存|保存|更新|改|设).{0,10}(?:账[户号]|资料|默认)|(?:账[户号]|资料|默认).{0,8}(?:存|保存|更新|也改)"
        ),
    ),
    ("cancel", re.compile(r"(?<!noise )(?<!noise-)\bcancel(?!l?ation)|取消|撤销|不要这个订单")),
    ("exchange", re.compile(r"\b(?:exchang|swap|replac|trade|modif)\w*|\bchange (?:the|my|it|them)|换")),
    (
        "return",
        re.compile(
            r"\breturn(?!s? policy)|\bsend(?:ing)? (?:it |them |the .{0,30})?back\b|退(?!款到|款方式|款给|款退|到)"
        ),
    ),
    ("points", re.compile(r"\bhow many (?:\w+ )?points\b|\bpoints do i\b|多少积分|积分(?:有|还有|还剩|剩)")),
    (
        "track",
        re.compile(
            r"\btrack|\bwhere(?:['’]?s| is| are) (?:my|the|#?[a-z]{1,3}\d{4})|\bstatus of|查.{0,6}(?:订单|物流"
            r"|快递)|到哪"
        ),
    ),
)
_SENTENCE_END = re.compile(
    r"[。！？；;!?]+\s*|\n+\s*|(?<=[\w)\"'\u4e00-\u9fff])\.(?:\s+|$)|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])"
)
_ABBREVIATED = re.compile(
    r"\b(?:st|ave|rd|dr|ln|blvd|ct|apt|ste|no|mr|mrs|ms|vs|etc|approx|inc|co|sq|pl|hwy|u\.s|u\.s\.a|e\.g|i\.e|[a-z])$",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"[\s,]*(?:\band i(?:['’]d|['’]ll| would| will)? )?\b(?:and also|and then|as well as that|also|then|plus"
    r"|second(?:ly)?|additionally|in addition"
    r"|besides|furthermore|next|finally|one more thing|another thing|lastly)\b[\s,:]*"
    r"|[，,\s]*(?:另外|还有|顺便|然后|再(?=[帮给]我)|此外|同时|接着|其次|第二|最后)[，,\s]*",
    re.IGNORECASE,
)
_ORDINAL_OF_GOODS = re.compile(
    r"\s*(?:one|item|order|card|address|number|method|个|件|双|张|单|条|款|台)", re.IGNORECASE
)
_SOFT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|，|、?并且?(?=[把将帮请取退换改])|,")
_VERB = re.compile(
    r"\b(?:want|need|like|can|could|would|will|change|cancel|return|exchange|swap|replace|refund|send|ship"
    r"|update|modify|use|pay|remove|"
    r"check|tell|where|when|what|how|which|why|is|are|do|does|did|have|has|get|make|help|track|switch|show|let"
    r"|i'm|i am|add|deliver|apply)\b"
    r"|[退换改查要想帮用寄问取送付看]|发(?!票)|请|麻烦|多少|什么|怎么|哪|吗",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\s*(?:if|but if|or|unless|otherwise|in case|when|要是|如果|不然|否则|不行|没有的话)", re.IGNORECASE
)
_DIGITS = re.compile(r"\d{4}")
_MARKS = " ,，、\n\t.。;；"
_STREET_LINE = re.compile(
    r"^\s*(?:(?:apt|apartment|suite|unit|flat|#)\b.{0,20}|[A-Z][\w .'-]+,?\s+[A-Z]{2}\s+\d{5}.*|\d{5,6}|(?:usa"
    r"|us|uk|china)|[\w ]{1,20}[:：].{1,60})\s*$",
    re.IGNORECASE,
)


def clauses(text: str) -> tuple[str, ...]:
    """The message cut where a new wish may begin; the pieces are as written, without the marks between them."""
    found: list[str] = []
    for sentence in _sentences(text[:MOST_CHARACTERS]):
        for piece in _at_markers(sentence):
            found += _at_other_tasks(piece)
    return tuple(piece for piece in (one.strip(_MARKS) for one in found) if piece)


def _sentences(text: str) -> list[str]:
    plain = text.translate(FULL_WIDTH)
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if "." in match[0] and _ABBREVIATED.search(plain[: match.start()]):
            continue
        if "\n" in match[0] and _continues_address(plain, match.end()):
            continue
        pieces.append(text[start : match.end()])
        start = match.end()
    pieces.append(text[start:])
    return [piece for piece in pieces if piece.strip()]


def _continues_address(plain: str, start: int) -> bool:
    line = plain[start:].split("\n", 1)[0]
    return _STREET_LINE.match(line) is not None


def _at_markers(sentence: str) -> list[str]:
    """Cut at "also", 另外 and their like, where words of wishing follow and not only more goods."""
    pieces, start = [], 0
    for match in _MARKER.finditer(sentence):
        rest = sentence[match.end() :]
        if _ORDINAL_OF_GOODS.match(rest) or not _VERB.search(rest):
            continue
        if sentence[start : match.start()].strip(_MARKS) and not _VERB.search(sentence[start : match.start()]):
            continue
        pieces.append(sentence[start : match.start()])
        start = match.end()
    return [*pieces, sentence[start:]]


def _at_other_tasks(sentence: str) -> list[str]:
    """Cut at a comma or "and" behind which another task begins, or the same one for another order."""
    pieces, start = [], 0
    task, orders, is_condition = "", False, False
    for mark, first, end in _parts(sentence):
        part = sentence[first:end]
        next_task, next_orders = _task(part), _names_order(part)
        was_condition, is_condition = is_condition, _CONDITION.match(part) is not None
        is_new = next_task and task and (next_task != task or (orders and next_orders))
        if is_new and not (is_condition or was_condition):
            pieces.append(sentence[start:mark])
            start, task, orders = first, next_task, next_orders
        task, orders = task or next_task, orders or next_orders
    return [*pieces, sentence[start:]]


def _parts(sentence: str) -> list[tuple[int, int, int]]:
    """The stretches between commas and "and": where the mark before one begins, where it begins and ends itself."""
    marks = [(0, 0), *(match.span() for match in _SOFT.finditer(sentence)), (len(sentence), len(sentence))]
    return [(mark, first, end) for (mark, first), (end, _) in pairwise(marks)]


def _task(text: str) -> str:
    lowered = text.lower()
    return next((name for name, pattern in _TASKS if pattern.search(lowered)), "")


def _names_order(text: str) -> bool:
    return _DIGITS.search(text) is not None and any(entity.type == ORDER_NUMBER for entity in find_entities(text))
