"""What an agent asked for, and the part of the customer's next words that is it, whatever its form."""

import re
from collections.abc import Iterator

from knowledge_base.mining.names_en import LETTER, is_name_like
from knowledge_base.mining.names_zh import HAN, has_surname, is_han_name

Asked = frozenset[str]

_ASKS = re.compile(
    r"[?？]|\b(?:please|may i|can i|could (?:i|you)|i(?:'ll)? need|send|tell|share|under which|which)\b|请|麻烦|麻煩|提供|發|发|告诉|吗|呢|需要|報|报",
    re.I,
)
_KINDS = {
    "name": re.compile(r"\bnames?\b|\bsurname\b|\bwho (?:should|will|is|'s|shall|to)\b|\brecipient\b|姓名|称呼|稱呼|贵姓|名字|[收寄联提]\w?[件货系]人|叫什么|持卡人|哪位", re.I),
    "order": re.compile(r"\border\b|\btracking\b|\b(?:pick-?up )?code\b|\breference\b|\binvoice\b|\bserial\b|订单|訂單|单号|单子|編號|编号|序列号|取件码", re.I),
    "phone": re.compile(r"\b(?:phone|mobile|tel|telephone|number for|best number|contact number|call you|reach you|ring you)\b|电话|電話|手机|手機|号码|联系方式", re.I),
    "address": re.compile(r"\baddress\b|\bwhere (?:should|do|to|does|shall|can)\b|\bpost ?code\b|\bdeliver(?:ed)? to\b|地址|[寄送发][到去往]?哪|邊度|哪个校区", re.I),
    "id": re.compile(r"\bid number\b|\bdate of birth\b|\bpassport\b|\bbirth|身份证|證件|证件|护照|生日|出生", re.I),
    "card": re.compile(r"\b(?:card|account) (?:number|ending)|\blast four\b|卡号|尾号", re.I),
    "handle": re.compile(r"\b(?:wechat|telegram|instagram|whatsapp|handle|user ?name)\b|微信|昵称|账号|\bqq\b", re.I),
}  # fmt: skip
_SEGMENT = re.compile(r"(?:[^,，;；:：\n。!！?？(（)）/.]|\.(?!\s|$))+")
_LEAD = re.compile(
    r"^\s*(?:(?:yes|yeah|yep|ya|ye|sure|ok|okay|hi|hello|um|its|it's|it is|this is|that's|thats|the|my|name|names|is|i am|i'm|im|for|for me|under|recipient|to|send to|please)\b[ :]*)+"
    r"|^\s*(?:我叫|叫|就是|是|我是|改成|写|他叫|她叫|收件人|姓名|名字|嗯|好的|对|就写|找)[:： ]*",
    re.I,
)
_NUMBER = re.compile(
    r"(?<![\w.¥$£€])[#+]?(?:[A-Za-z]{1,6}-?|[A-Z]{1,4} )?[\d(][\d()A-Za-z/-]*(?:[ -][\d()A-Za-z/-]*\d[\d()A-Za-z/-]*)*(?:[ -][A-Z]{2})?(?![\w%])"
)
_BARE = re.compile(r"\s*[+(]?[\d零〇一二三四五六七八九幺][\d零〇一二三四五六七八九幺 ()-]{1,18}\s*[.。]?\s*")
_END_OF_ID = re.compile(r"\s*\d{3,5}[Xx]\s*")
_DAY_OR_SUM = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|(?:19|20)\d\d|\d+(?:cm|kg|g|ml|w|v|x)", re.I)
_TOKEN = re.compile(r"(?<![\w@.])[A-Za-z][\w.-]{4,24}(?![\w@])")
_PLACE = re.compile(r"[省市区區县縣镇鎮乡村路街道巷弄里苑园園城府院栋幢号號室楼层组排座寓厦单元]")
LEAST_DIGITS = {"order": 4, "phone": 3, "id": 4, "card": 4}


def asked_in(text: str) -> Asked:
    """The kinds of personal data that an agent's message asks for."""
    if not _ASKS.search(text):
        return frozenset()
    return frozenset(kind for kind, words in _KINDS.items() if words.search(text))


def answers(text: str, asked: Asked) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of what a customer's message says in reply."""
    if not asked:
        return
    if "name" in asked:
        yield from (("name", *span) for span in _names(text))
    if kinds := [kind for kind in ("order", "phone", "id", "card") if kind in asked]:
        yield from ((kinds[0], *span) for span in _numbers(text, min(LEAST_DIGITS[kind] for kind in kinds)))
    if "id" in asked and _END_OF_ID.fullmatch(text):
        yield "id", 0, len(text)
    if "address" in asked:
        yield from (("address", *span) for span in _places(text))
    if "handle" in asked:
        is_short = len(text.split()) <= 3
        for match in _TOKEN.finditer(text):
            if not match[0].isalpha() or (is_short and is_name_like(match[0])):
                yield "handle", *match.span()


def bare_digits(text: str) -> str:
    """The digits of a message that holds nothing else; empty when it holds more."""
    return re.sub(r"[^\d零〇一二三四五六七八九幺]", "", text) if _BARE.fullmatch(text) else ""


def _names(text: str) -> Iterator[tuple[int, int]]:
    for number, segment in enumerate(_SEGMENT.finditer(text)):
        start, said = segment.start(), segment[0].rstrip(" .~～")
        if lead := _LEAD.match(said):
            start, said = start + lead.end(), said[lead.end() :]
        blank = len(said) - len(said.lstrip())
        start, said = start + blank, said.strip()
        if re.fullmatch(rf"[{LETTER}][{LETTER}'’.-]*(?: [{LETTER}][{LETTER}'’.-]*){{0,4}}", said):
            if is_name_like(said.replace(".", "")) and (number == 0 or " " in said or said[0].isupper()):
                yield start, start + len(said)
            continue
        for piece in re.finditer(rf"(?<![{HAN}])[{HAN}·・]{{2,9}}(?![{HAN}])", said):
            if is_han_name(piece[0]) and (has_surname(piece[0]) or piece[0] == text.strip() or "·" in piece[0]):
                yield start + piece.start(), start + piece.end()


def _numbers(text: str, least: int) -> Iterator[tuple[int, int]]:
    if bare := bare_digits(text):
        if len(bare) >= 3:
            yield 0, len(text)
        return
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= max(least, 4) and not _DAY_OR_SUM.fullmatch(match[0].strip()):
            yield match.span()


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a reply that name a place: numbered, or with several words for kinds of places."""
    for piece in re.finditer(rf"[{HAN}][{HAN}A-Za-z\d -]{{5,40}}", text):
        said = piece[0].rstrip()
        if len(_PLACE.findall(said)) >= 2 and not re.search(r"[了吗嘛么没想怎谁吧]|可以|多少|能不能", said):
            lead = _LEAD.match(said)
            yield piece.start() + (lead.end() if lead else 0), piece.start() + len(said)
