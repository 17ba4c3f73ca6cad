"""Words that ask for an invoice of one's own rather than how the shop issues them."""

import re

from actions.reading.invoices import without_details
from actions.reading.orders import numbers_in

INTENT = "invoice"

_INVOICE = r"(?:发票|fapiao|普票|(?<![机小支投门彩车])票(?!据?夹|价|券))"
_WISH = re.compile(
    rf"(?:开(?!了|过|的)|补|重开|换开|申请|办理?|出|[给发寄]我|要(?!不要)|需要|想要).{{0,18}}{_INVOICE}"
    rf"|(?:发票|fapiao).{{0,14}}(?:开一下|开给|开成|开个|给我|发我|发到|发一下|再发|重新?发|补发|重开|再开|错|不对|改|换|写成)"
    r"|抬头.{0,6}(?:错|不对|有误|改|换|写成|开成|开给)|抬头(?:是|为|写|填|开|用|叫|[:：\s])+(?!什么|谁|吗|啥)\S"
    r"|(?:税号|信用代码|识别号)(?:是|为|[:：\s])*[0-9A-Za-z]{8,}"
    r"|\b(?:need|want|like|get|give|send|re-?send|e-?mail|mail|issue|re-?issue|make|create|generate|request|have"
    r"|forward|correct|fix|change|update)\b.{0,40}\b(?:e-?)?(?:invoice|fapiao)\b(?! address)"
    r"|\b(?:invoice|fapiao)\b.{0,30}\b(?:made out|addressed|in the name of|to my (?:company|firm)|again|please|wrong"
    r"|incorrect|for (?:my )?order|for #?[A-Z]{1,3}\d{5,})\b"
    r"|\b(?:wrong|incorrect|typo|mistake)\b.{0,30}\b(?:invoice|fapiao)\b|\bmade out (?:to|in the name of)\b",
    re.IGNORECASE,
)
_NOT_WANTED = re.compile(
    r"(?:不|别|无需)(?:用|要|需要|想)?(?:给我|再)?(?:开|发)?.{0,2}(?:发票|票)(?!.{0,6}错)|弄丢|丢了|专票|专用发票|zhuanpiao|纸质|英文|合开"
    r"|\b(?:not|no|without|don'?t (?:need|want)(?: an?| the)?|lost (?:the|my)|never mind the) invoice\b"
    r"|\bspecial vat\b|\bzhuan ?piao\b|\b(?:paper|printed|english) (?:invoice|copy|one)\b|\bin english\b",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"怎么|为什么|为啥|如何|多久|几天|什么时候|啥时候|哪[里儿个]|什么|几点|要不要|是不是|会不会"
    r"|\b(?:how|what|when|where|which|why|do you|does|is it|are you)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]|吗|(?:能|可以)不|行不|不\W*$|\b(?:can|could|may|will|would) (?:i|you|it)\b", re.IGNORECASE
)
_REQUEST = re.compile(
    r"[帮给]我|麻烦|请|\bplease\b|\b(?:can|could|may|would|will) (?:i|you)\b.{0,60}\b(?:my|this|that|the)"
    r" (?:last |latest )?(?:order|purchase|invoice)\b",
    re.IGNORECASE,
)


def wants_invoice(text: str) -> bool:
    """Whether the customer wants an invoice issued, corrected or sent for an order of his."""
    if _NOT_WANTED.search(text) or not _WISH.search(text):
        return False
    words = without_details(text)
    if _OPEN_QUESTION.search(words):
        return False
    return not _QUESTION.search(words) or _REQUEST.search(words) is not None or bool(numbers_in(words))


def asks_about_invoices(text: str) -> bool:
    """Whether the words are a question about invoices, or about a kind of them that a chat cannot have issued."""
    return any(pattern.search(text) for pattern in (_NOT_WANTED, _OPEN_QUESTION, _QUESTION))


def asks_what_is_not_done_here(text: str) -> bool:
    """Whether the words speak of invoices that a chat cannot have issued: for tax deduction, on paper, in English."""
    return _NOT_WANTED.search(text) is not None
