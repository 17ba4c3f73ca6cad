"""What a message says of an invoice: to whom it is made out, the tax number, the e-mail; pure, no I/O."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storefront.tax_numbers import plain_tax_number
from understanding.runtime.numerals import FULL_WIDTH
from understanding.runtime.patterns import EMAIL, ORDER_NUMBER, find_entities

LONGEST_NAME = 60

_PIECE = r"[0-9A-Za-z]*\d[0-9A-Za-z]*"
_LABELLED_NUMBER = re.compile(
    r"(?:税号|纳税人识别号|识别号|(?:统一)?社会?信用代码|\btax\s*(?:id|number|no\b\.?|code)|\bvat(?:\s*(?:id|number|no\b\.?|reg\w*))?"
    r"|\b(?:ein|gstin?|tin|abn)\b)\s*(?:应该|就)?(?:是|为|写|填|改成|换成|is|should be|[:#=])*\s*"
    rf"((?:[A-Za-z]{{2,3}}[ -])?{_PIECE}(?:[ -]{_PIECE})*)",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=(?:[0-9A-Z]*\d){8})[0-9A-Z]{15,20}(?![0-9A-Za-z])", re.IGNORECASE)
_ANSWERED_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z#])(?:[A-Za-z]{{2}} )?(?=(?:[0-9A-Z-]*\d){{4}}){_PIECE}(?![0-9A-Za-z])", re.IGNORECASE
)
_NUMBER_LABEL = re.compile(
    r"(?:税号|纳税人识别号|识别号|(?:统一)?社会?信用代码)(?:是|为|[:：])*|\b(?:tax|vat) ?(?:id|number|no)?\b\W*",
    re.IGNORECASE,
)

_CHINESE_KIND = (
    r"(?:公司|集团|事务所|工作室|研究院|研究所|大学|学院|学校|中学|小学|幼儿园|医院|诊所|银行|合作社|协会|基金会|委员会"
    r"|商行|经营部|出版社|旅行社|设计院|中心)"
)
_CHINESE_COMPANY = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9()（）·&-]{{2,40}}{_CHINESE_KIND}(?![\u4e00-\u9fff]*{_CHINESE_KIND})"
)
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:请|麻烦|的|再|把|将|帮我|给我|应该|应当|应|就|都|要|那就|发票|抬头|公司名称?|单位名称?|名称|全称|开票|开具|开给|开成|开到|开|(?<=[票头])给|写成|写"
    r"|填|改成|改为|换成|换为|改|换|用|是|为|叫|不是|而是|我们|我司|我单位|我)[:：]?)+"
)
_LABELLED_TITLE = re.compile(
    r"(?:抬头|公司名称?|单位名称?|开票名称)(?:请|要|应该|应|麻烦|就|直接|都|给我|帮我)*(?:改成|改为|换成|换为|写成|开成|填成|写|填|开|用|是"
    r"|为|叫|成|给|[:：\s])+([^，,。；;！!？?\n]{1,60})"
)
_ENGLISH_TITLE = re.compile(
    r"\bma(?:de|ke) (?:it |this |them |the invoice )?out (?:to|in the name of|for)\s+(?P<out>[^\n;!?]{2,100})"
    r"|\b(?:addressed|billed|issued) to\s+(?P<to>[^\n;!?]{2,100})|\bin the name of\s+(?P<of>[^\n;!?]{2,100})"
    r"|\b(?:title|company name|business name|company|name on (?:it|the invoice)|right name|correct name)\s*"
    r"(?:is|should be|should read|must be|needs to be|to|:)\s+(?P<name>[^\n;!?]{2,100})",
    re.IGNORECASE,
)
_ENGLISH_FORM = (
    r"(?:Ltd|Limited|LLC|LLP|Inc|Incorporated|GmbH|Corp|Corporation|plc|PLC|AG|BV|SARL|Pty|Co|Company|University)"
)
_ENGLISH_COMPANY = re.compile(rf"\b(?:[A-Z0-9][\w&.'’-]*,? |& |and |of ){{1,7}}{_ENGLISH_FORM}\b(?:\.? Ltd\b)?")
_ENDS_ENGLISH = re.compile(
    rf",(?! ?{_ENGLISH_FORM}\b)|(?<!Co)(?<!Inc)(?<!Ltd)(?<!Corp)(?<!\b[A-Z])\.(?:\s|$)"
    r"|\s(?:and (?:send|e-?mail|mail|my|the|please|tax|vat)|with|tax|vat|please|instead|not)\b"
    r"|\sfor (?:order|my|#?[A-Z]{1,3}\d)|\s[-–(]\s?",
    re.IGNORECASE,
)
_ENDS_CHINESE = re.compile(
    r"的?税号|纳税人|统一社会|信用代码|发到|发送|寄到|邮箱|谢谢|就[行好可]|可以[吗么]|[吧呢啊哦的了]+$|\s+(?=[0-9A-Z]{15})"
)
_QUOTES = "\"'“”‘’「」《》 \t.:："
_PERSON = re.compile(
    r"个人|本人|我自己|自己的?名字|我的?名字|\b(?:out|addressed|issued|billed) to me\b"
    r"|^\W*(?:just |only )?(?:to |for )?me\b|\b(?:myself|my (?:own )?name|private person|personal)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"公司|单位|企业|对公|\b(?:my|our|the|a|your) (?:company|firm|employer|business)\b|^\W*(?:the )?company\W*$",
    re.IGNORECASE,
)
_IS_A_COMPANY = re.compile(rf"{_CHINESE_KIND}$|\b{_ENGLISH_FORM}\b\.?$")
_NO_NAME = re.compile(
    r"错|不对|有误|能不能|可以|怎么|什么|吗|谁|多少|哪|没|不|别|等|取消|算了|好的?$|是的|随便|谢|[你您]好|稍|继续|人工|客服|发票|确认|知道|看看|都[行可]|[?？@]"
    r"|\b(?:yes|no|ok|okay|not|don'?t|what|how|why|when|who|wait|cancel|please|sorry|thanks|wrong|order)\b",
    re.IGNORECASE,
)
_PERSONS_NAME = re.compile(r"[\u4e00-\u9fff·]{2,6}|[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){1,3}")


@dataclass(frozen=True)
class SaidOfInvoice:
    """What was said: a ``title`` with whether it is a company's, only that it is for a person or a company, a number,
    an address.
    """

    title: str = ""
    company: bool | None = None
    tax_number: str = ""
    email: str = ""


def said_of_invoice(words: str, asked: str = "") -> SaidOfInvoice:
    """What a message says of an invoice; where it answers a question (title, company, tax_number) bare words do."""
    email = next((entity.value for entity in find_entities(words) if entity.type == EMAIL), "")
    number = _number_in(words, asked)
    rest = without_number(words)
    title = _title_in(rest) or (_answered_name(rest, asked) if asked in ("title", "company") else "")
    company: bool | None = None
    if title:
        company = bool(_IS_A_COMPANY.search(title)) or bool(number) or asked == "company"
    elif _PERSON.search(rest):
        company = False
    elif _COMPANY.search(rest) or number:
        company = True
    return SaidOfInvoice(title, company, number, email)


def without_number(words: str) -> str:
    """The words with tax numbers and e-mails taken out."""
    plain = words.translate(FULL_WIDTH)
    spans = [match.span(1) for match in _LABELLED_NUMBER.finditer(plain)]
    spans += [match.span() for match in _BARE_NUMBER.finditer(plain)]
    spans += [(entity.start, entity.end) for entity in find_entities(words) if entity.type == EMAIL]
    for start, end in spans:
        words = words[:start] + " " * (end - start) + words[end:]
    return words


def without_details(words: str) -> str:
    """The words with title, tax number and e-mail taken out, which may look like orders or name goods."""
    rest = without_number(words)
    for name in _titles_in(rest):
        rest = rest.replace(name, " " * len(name))
    return rest


def _number_in(words: str, asked: str) -> str:
    plain = words.translate(FULL_WIDTH)
    found = _LABELLED_NUMBER.search(plain)
    if found is not None:
        return plain_tax_number(found[1])
    if bare := _BARE_NUMBER.search(plain):
        return plain_tax_number(bare[0])
    if asked not in ("tax_number", "company"):
        return ""
    answered = _ANSWERED_NUMBER.search(plain)
    return plain_tax_number(answered[0]) if answered else ""


def _title_in(words: str) -> str:
    return next(_titles_in(words), "")


def _titles_in(words: str) -> Iterator[str]:
    for entity in find_entities(words):
        if entity.type == ORDER_NUMBER:
            words = words[: entity.start] + "，" * len(entity.text) + words[entity.end :]
    for match in _LABELLED_TITLE.finditer(words):
        yield from _name(_BEFORE_A_NAME.sub("", _cut(match[1], _ENDS_CHINESE)))
    for match in _ENGLISH_TITLE.finditer(words):
        yield from _name(_cut(next(group for group in match.groups() if group), _ENDS_ENGLISH))
    for match in _CHINESE_COMPANY.finditer(words):
        yield from _name(_BEFORE_A_NAME.sub("", match[0]))
    for match in _ENGLISH_COMPANY.finditer(words):
        yield from _name(match[0])


def _name(text: str) -> Iterator[str]:
    """The text when it can be a name: neither a question nor only the word for a person or a company."""
    name = " ".join(text.strip(_QUOTES).split())
    bare = _COMPANY.sub("", _PERSON.sub("", name)).strip("的抬头发票名 ,，the")
    if 2 <= len(name) <= LONGEST_NAME and len(bare) > 1 and not _NO_NAME.search(name):
        yield name


def _answered_name(words: str, asked: str) -> str:
    """The whole answer as a name, without the words around it."""
    first = re.split(r"[，,。；;\n]", _NUMBER_LABEL.sub("", words))[0]
    name = next(_name(_BEFORE_A_NAME.sub("", _cut(first.strip(), _ENDS_CHINESE))), "")
    return name if asked == "company" or _PERSONS_NAME.fullmatch(name) or _IS_A_COMPANY.search(name) else ""


def _cut(text: str, end: re.Pattern[str]) -> str:
    found = end.search(text)
    return text[: found.start()] if found else text
