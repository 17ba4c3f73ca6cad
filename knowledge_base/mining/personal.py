"""Personal data in customers' and agents' words: found by form, by the words around it, and by the classifier.

Names have no form of their own: titles, introductions and the classifier's entities give them away, and a name that
was found once is found again in the whole conversation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.mining.addresses import find_addresses, is_shops_own
from knowledge_base.mining.forms import FORMS
from knowledge_base.mining.names_en import CAPITAL, NOT_NAMES, TITLES, english_names
from knowledge_base.mining.names_zh import (
    HAN,
    chinese_names,
    family_of,
    is_word,
    surname_told,
    with_surname,
    with_title,
)
from knowledge_base.mining.phrases import Phrases
from knowledge_base.mining.words import is_plain
from storefront.model import Product
from storefront.policy import Contact
from understanding.runtime.model import Entity
from understanding.runtime.patterns import EMAIL, ORDER_NUMBER, PHONE, TRACKING_NUMBER, find_entities

BY_FORM = {EMAIL: "email", PHONE: "phone", ORDER_NUMBER: "order", TRACKING_NUMBER: "order"}

_DIGITS_ONLY = re.compile(r"\D")
_READ = {
    "person": re.compile(r".."),
    "phone": re.compile(r"(?:\D*\d){7}"),
    "address": re.compile(rf"(?=.*\d)(?=.*[ {HAN}]).{{6}}", re.DOTALL),
    "order_number": re.compile(r"(?:\D*\d){5}"),
}
"""What an entity of the classifier's types must hold to be believed: a city alone is no address."""

_LONG_NUMBER = re.compile(
    r"(?<![A-Za-z\d.,@/-])#?(?:[A-Z]{1,4}[A-Z\d]{0,4}[-#]){0,3}[A-Z]{0,3}\d[A-Z\d]*+"
    r"(?:-[A-Z]{0,2}\d[A-Z\d]*+| \d{3,4}(?=[ ,.，。]|$))*+(?![A-Za-z\d-]*\d)"
)
_SPELT_NUMBER = re.compile(
    r"[零〇一二三四五六七八九幺]{3,11}(?:[ ,，-]?[零〇一二三四五六七八九幺]{3,8}){1,3}(?![天个件月点])"
)
_DAY = re.compile(r"(?:19|20)\d\d[- ]\d{1,2}[- ]\d{1,2}|\d{1,2}[- ]\d{1,2}[- ](?:19|20)\d\d")
_UNIT = re.compile(
    r" ?(?:(?:[kKmM]?W|[km]?V|mAh|[kMG]?Hz|[kmµ]?g|m?[lL]|[cmk]?m|[KMG]B|points?|pts|RMB|CNY|USD|hours?|h)(?![A-Za-z])"
    r"|[元块分次人件个点瓦伏克斤升米积毫厘千公])"
)
_OF_GOODS = re.compile(
    r"(?:(?<![A-Za-z])(?:B/N|batch|lot|model|sku|art(?:icle)?|item|version|firmware|GB(?:/T)?|ISO|EN|IEC|DIN|barcode|EAN|error(?: code)?)(?: (?:no|number|code))?[.:]?|错误码?|错误代码|批次|批号|型号|货号|条码|条形码|固件|标准|版本|尺寸|尺码|规格|大小|重量|size|dimensions)[:：号是 ]*$",
    re.I,
)
_DIGIT_WORD = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|o)"
_SPOKEN = re.compile(rf"\b{_DIGIT_WORD}(?:[ ,-]{{1,2}}(?:{_DIGIT_WORD}\b|\d{{1,6}}(?!\w))){{3,}}", re.I)
_HAN_DIGIT = "零〇一二三四五六七八九幺"
_MIXED_NUMBER = re.compile(
    rf"(?<![\d{_HAN_DIGIT}])[\d{_HAN_DIGIT}](?:[ -]?[\d{_HAN_DIGIT}]){{8,12}}(?![\d{_HAN_DIGIT}])"
)
LEAST_SPOKEN = 10
_COMPANY = re.compile(r"\b(?:Ltd|Limited|GmbH|Inc|LLC|LLP|PLC|AS|AG|BV|Studio|Trading|Co)\b\.?")
LEAST_DIGITS = 7
"""A number of so many digits that is no day and has no unit belongs to a person or an order, whatever its form."""


@dataclass(frozen=True)
class Found:
    """A span of personal data; offsets in code points."""

    kind: str
    start: int
    end: int


def of_the_shop(contact: Contact, products: Iterable[Product]) -> tuple[str, ...]:
    """The texts that are the shop's own and nobody's personal data: how it is reached, brands, products' names."""
    goods = (name for product in products for name in (product.brand, product.name))
    return tuple(text for text in (contact.name, contact.name_zh, contact.phone, contact.email, *goods) if text)


def names_in(texts: Iterable[str], read: Iterable[Entity] = (), told: Iterable[str] = ()) -> frozenset[str]:
    """The names that texts of one conversation, the entities read in them and replies (``told``) give away.

    The parts of a long name are names too.
    """
    texts = tuple(texts)
    names = {name for text in texts for name in _introduced(text)}
    names |= {name for one in read if one.type == "person" and (name := _without_title(one.text))}
    names |= {name for one in told if (name := _without_title(one))}
    surnames = frozenset(surname for name in names if (surname := surname_told(name)))
    names |= {name for text in texts for name in with_surname(text, surnames)}
    names |= {part for name in names for part in _parts(name)}
    known = Phrases(names)
    return frozenset(names | {name for text in texts for name in _longer(text, known)})


def find_personal(
    text: str,
    names: Iterable[str] | Phrases = (),
    keep: Iterable[str] = (),
    read: Iterable[Entity] = (),
    known: Iterable[Found] = (),
) -> tuple[Found, ...]:
    """Personal data in a text, in reading order, without overlaps.

    ``names`` are those known from the rest of the conversation; ``keep`` are texts that are not personal, such as the
    shop's own phone and the agents' names; ``read`` are the entities that the classifier sees in the text; ``known``
    are spans that are known to be personal from what was asked before.
    """
    return merged(text, (*_candidates(text, names, read), *known), keep)


def merged(text: str, candidates: Iterable[Found], keep: Iterable[str] = ()) -> tuple[Found, ...]:
    """Spans in reading order without those that are the shop's own; what overlaps is one, of the kind named first."""
    kept = frozenset(one.casefold().strip() for one in keep if one.strip())
    taken: list[Found] = []
    for found in candidates:
        if _is_kept(found.kind, text[found.start : found.end], kept):
            continue
        met = [other for other in taken if found.start < other.end and other.start < found.end]
        both = (*met, found)  # two ways to see one thing: all of it goes, as what it was seen as first
        place = taken.index(met[0]) if met else len(taken)
        taken = [other for other in taken if other not in met]
        taken.insert(place, Found(both[0].kind, min(one.start for one in both), max(one.end for one in both)))
    return tuple(sorted(taken, key=lambda found: found.start))


def hidden(text: str, found_in_it: Iterable[Found]) -> str:
    """The text with ``[kind]`` in place of spans that are in reading order and do not overlap."""
    parts, end = [], 0
    for found in found_in_it:
        parts += [text[end : found.start], f"[{found.kind}]"]
        end = found.end
    return "".join(parts) + text[end:]


def _is_kept(kind: str, span: str, kept: frozenset[str]) -> bool:
    """Whether a span is the shop's own: the same text, a number the same digits, a name whole words of the text."""
    folded = span.casefold().strip()
    if kind in ("phone", "order"):
        digits = _DIGITS_ONLY.sub("", folded)
        return bool(digits) and any(digits == _DIGITS_ONLY.sub("", one) for one in kept)
    if kind == "name":
        return any(f" {folded} " in f" {one} " for one in kept)
    return folded in kept


def _candidates(text: str, names: Iterable[str] | Phrases, read: Iterable[Entity]) -> Iterator[Found]:
    """Surer and longer forms first: of those that overlap the first says what they are."""
    entities = find_entities(text)
    yield from (Found("email", one.start, one.end) for one in entities if one.type == EMAIL)
    yield from (Found("address", *span) for span in find_addresses(text))
    for kind, pattern in FORMS:
        for match in pattern.finditer(text):
            span = match.span(match.lastindex or 0)
            if kind != "handle" or not is_plain(text[slice(*span)]):
                yield Found(kind, *span)
    yield from (Found(BY_FORM[one.type], one.start, one.end) for one in entities if one.type in BY_FORM)
    yield from _read_in(text, read)
    yield from (Found("order", *match.span()) for match in _LONG_NUMBER.finditer(text) if _is_long_number(text, match))
    yield from (Found("phone", *match.span()) for match in _SPELT_NUMBER.finditer(text))
    yield from (Found("phone", *span) for span in _spoken_numbers(text))
    known = names if isinstance(names, Phrases) else Phrases(names)
    for phrases in (known, Phrases(_introduced(text))):
        yield from (Found("name", start, with_title(text, end)) for start, end in phrases.find(text))


def _is_long_number(text: str, match: re.Match[str]) -> bool:
    """Whether a number is long enough to be somebody's, and neither a day nor a measure nor a product's or a norm's."""
    if len(_DIGITS_ONLY.sub("", match[0])) < LEAST_DIGITS or _DAY.fullmatch(match[0]):
        return False
    return not (_UNIT.match(text, match.end()) or _OF_GOODS.search(text[max(0, match.start() - 16) : match.start()]))


def _spoken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Phone numbers in words, or in digits and Chinese digits mixed."""
    for match in _SPOKEN.finditer(text):
        if len(_DIGITS_ONLY.sub("", _in_digits(match[0]))) >= LEAST_DIGITS:
            yield match.span()
    for match in _MIXED_NUMBER.finditer(text):
        if len(re.sub(r"[ -]", "", match[0])) >= LEAST_SPOKEN and re.search(r"\d{2}", match[0]):
            yield match.span()


def _in_digits(spoken: str) -> str:
    """A number in words as so many digits; which ones does not matter."""
    return re.sub(r"[A-Za-z]+", lambda word: "00" if word[0].casefold() in ("double", "triple") else "0", spoken)


def _read_in(text: str, read: Iterable[Entity]) -> Iterator[Found]:
    for one in read:
        if one.type not in _READ or not _READ[one.type].match(one.text) or is_of_goods(text, one):
            continue
        if one.type != "person":
            yield Found(BY_FORM.get(one.type, one.type), one.start, one.end)
        elif name := _without_title(one.text):
            start = text.index(name, one.start)
            yield Found("name", start, start + len(name))


def is_of_goods(text: str, one: Entity) -> bool:
    """Whether a number that the classifier sees is a product's or a norm's, an address the shop's, a person famous."""
    if one.type == "person":
        return bool(
            _FAMOUS_AFTER.match(text, one.end) or _FAMOUS_BEFORE.search(text[max(0, one.start - 16) : one.start])
        )
    if one.type == "address":
        return is_shops_own(text, one.start) or bool(_SO_MANY_DAYS.fullmatch(one.text))
    return one.type == "order_number" and bool(_OF_GOODS.search(text[max(0, one.start - 16) : _first_digit(one)]))


_SO_MANY_DAYS = re.compile(r"\D*\d{1,2} ?[-~] ?\d{1,2}")
_FAMOUS_AFTER = re.compile(
    r"同款|联名|代言|海报|周边|穿|系列|小学|中学|大学|口(?!头)|市|县|镇|那个姓|那款|款|牌| (?:prints?|posters?|collab|wears?|wore|songs?|movies?|films?|album|edition|mug)\b"
)
_FAMOUS_BEFORE = re.compile(
    r"(?:\b(?:how about|made by|is it by|or by|designed by|(?:print|picture|poster) of)|像)\s*$", re.I
)
"""What stands around somebody whom the goods are about."""


def _first_digit(one: Entity) -> int:
    return one.start + next((place for place, char in enumerate(one.text) if char.isdigit()), 0)


def _without_title(name: str) -> str:
    """A name's own words; nothing when only a title, a common word, an abbreviation or a single letter is left."""
    words = name.partition("\n")[0].split(" ")
    while words and (words[0].strip(".").lower() in TITLES or (words[0].islower() and is_plain(words[0]))):
        words = words[1:]
    while words and (not words[-1] or (words[-1].islower() and is_plain(words[-1]))):
        words.pop()
    bare = " ".join(words).strip()
    if bare in NOT_NAMES or (len(words) == 1 and _ABBREVIATION.fullmatch(bare)):
        return ""
    return bare if len(bare) > 1 else ""


_ABBREVIATION = re.compile(r"[A-Z]{2,5}\d*")


def _introduced(text: str) -> Iterator[str]:
    yield from english_names(text)
    yield from chinese_names(text)


def _longer(text: str, names: Phrases) -> Iterator[str]:
    """Names that stand before another word with a capital: a first name is known, here is the surname."""
    for start, end in names.find(text):
        other = _OTHER_NAME.match(text, end)
        if other and not is_plain(other[1]):
            yield other[1]
        match = _NEXT_NAME.match(text, end) if "A" <= text[start] <= "Z" else None
        if match and not is_plain(match[1]):
            yield text[start : match.end()]
            yield match[1]


_OTHER_NAME = re.compile(rf" (?:and|or|&) ({CAPITAL})(?=[.,!?\"”\n)]|$)")
_NEXT_NAME = re.compile(rf" ({CAPITAL})(?! ?\d)")


def _parts(name: str) -> Iterator[str]:
    """What of a name may stand alone: the words of a long one, a Chinese given name."""
    if "·" in name:
        yield from (part for part in name.split("·") if len(part) > 1)
    elif name[0].isascii() or " " in name:
        if not _COMPANY.search(name):
            words = (word for word in name.split() if len(word) > 2)
            yield from (word for word in words if word not in NOT_NAMES and not is_plain(word))
    elif len(given := family_of(name)[1]) > 1 and not is_word(given):
        yield given
