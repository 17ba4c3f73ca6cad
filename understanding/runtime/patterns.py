"""Entities that have a form of their own: order numbers, addresses, phones, codes, prices, quantities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from understanding.runtime.model import Entity
from understanding.runtime.numerals import CHINESE, DIGIT, DIGITS, FULL_WIDTH, amount
from understanding.runtime.prices import find_prices

ORDER_NUMBER, TRACKING_NUMBER, EMAIL, PHONE, CODE, QUANTITY = (
    "order_number",
    "tracking_number",
    "email",
    "phone",
    "code",
    "quantity",
)
LARGEST_QUANTITY = 999
MOST_CHARACTERS = 4000
"""What stands further back in a message is not looked at; customers' messages are no longer."""

_Found = Iterator[tuple[tuple[int, int], tuple[Entity, ...]]]
_NOT_INSIDE = r"(?<![A-Za-z0-9])"

_EMAIL = re.compile(
    rf"{_NOT_INSIDE}[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}"
    r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,}"
)
_TRACKING = re.compile(
    rf"{_NOT_INSIDE}(?:SF|YT|YTO|ZTO|STO|JT|JD|EMS|DHL|UPS|1Z)[A-Z]?\d{{10,18}}(?!\d)", re.IGNORECASE
)
_ORDER = re.compile(rf"#?{_NOT_INSIDE}(?:[A-Za-z]{{1,3}}|[A-Z]{{1,3}}[ -])\d[\dOo]{{5,19}}(?![A-Za-z0-9])")
_CUED_ORDER = re.compile(
    r"(?:订单(?:编?号)?(?:码)?|单号|\border(?:\s*(?:number|no\.?|id))?|#)\s*(?:是|为|is)?\s*[:#]*\s*(\d{6,20})(?!\d)",
    re.IGNORECASE,
)
_PHONES = (
    re.compile(r"(?<![\dA-Za-z])(?:(?:\+|00)?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)"),
    re.compile(r"(?<![\dA-Za-z])(\+\d{1,3}[ -]?(?:\(\d{1,4}\)[ -]?)?\d{2,4}(?:[ -]?\d{2,4}){1,3})(?!\d)"),
    re.compile(r"(?<![\dA-Za-z])((?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4})(?!\d)"),
    re.compile(r"(?<![\dA-Za-z-])(0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4})(?!\d)"),
)
_CODE = re.compile(r"(?<![\dA-Za-z#.,-])(\d{6})(?![\dA-Za-z%]|[.,-]\d)")
_SPACED_CODE = re.compile(r"(?:验证码|\bcode)\D{0,6}(\d{3}[ -]\d{3})(?!\d)|^\s*(\d{3}[ -]\d{3})\s*$", re.IGNORECASE)

_ENGLISH_NUMBERS = {
    word: i for i, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
}
_NOT_COUNTED = "月|小时|工作日|星期|礼拜|钟|人|问题|电话|订单|地址|号码|字|快递|包裹|客服"
_CHINESE_QUANTITY = re.compile(
    rf"(?<![\d.第每哪那这几])(\d{{1,3}}|{CHINESE}|{DIGIT})\s?"
    rf"(?:个(?!{_NOT_COUNTED})|件|双|条|只(?!有|能|要|是)|台|套|盒|瓶|包(?!邮|裹)|支(?!持|付)|份|顶|副|把|箱|对)"
)
_ENGLISH_QUANTITY = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_ENGLISH_NUMBERS)})\s*"
    r"(?:x\b|(?:pairs?|pieces?|pcs|units?|items?|sets?|boxes|bottles?|packs?)\b)"
    r"|\b(?:qty|quantity)\s*(?:of|is|:)?\s*(\d{1,3})\b|(?<![A-Za-z\d])x\s?(\d{1,3})\b",
    re.IGNORECASE,
)


def find_entities(text: str) -> tuple[Entity, ...]:
    """The entities of a message in reading order; spans of different expressions never overlap."""
    plain = text[:MOST_CHARACTERS].translate(FULL_WIDTH)
    taken: list[tuple[int, int]] = []
    entities: list[Entity] = []
    for find in _FINDERS:
        for (start, end), found in find(plain):
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                entities += (Entity(e.type, text[e.start : e.end], e.start, e.end, e.value) for e in found)
    return tuple(sorted(entities, key=lambda entity: (entity.start, entity.end)))


def order_number(text: str) -> str:
    """An order number in its normal form: capitals, no hash, no gaps, the letter O among digits read as zero."""
    written = text.translate(FULL_WIDTH).upper().lstrip("#").replace(" ", "").replace("-", "")
    first_digit = next((i for i, char in enumerate(written) if char.isdigit()), len(written))
    return written[:first_digit] + written[first_digit:].replace("O", "0")


def _one(kind: str, match: re.Match[str], value: str, group: int = 0) -> tuple[tuple[int, int], tuple[Entity, ...]]:
    return match.span(group), (Entity(kind, match[group], match.start(group), match.end(group), value),)


def _emails(text: str) -> _Found:
    for match in _EMAIL.finditer(text):
        yield _one(EMAIL, match, match[0].lower())


def _tracking_numbers(text: str) -> _Found:
    for match in _TRACKING.finditer(text):
        yield _one(TRACKING_NUMBER, match, match[0].upper())


def _order_numbers(text: str) -> _Found:
    for match in _ORDER.finditer(text):
        if sum(char.isdigit() for char in match[0]) >= 4:
            yield _one(ORDER_NUMBER, match, order_number(match[0]))


def _cued_order_numbers(text: str) -> _Found:
    for match in _CUED_ORDER.finditer(text):
        yield _one(ORDER_NUMBER, match, match[1], 1)


def _phones(text: str) -> _Found:
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            digits = re.sub(r"[^\d+]", "", match[1])
            if len(digits.lstrip("+")) >= 9:
                yield match.span(), (Entity(PHONE, match[0], match.start(), match.end(), digits),)


def _codes(text: str) -> _Found:
    for pattern in (_CODE, _SPACED_CODE):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield _one(CODE, match, re.sub(r"\D", "", match[group]), group)


def _quantities(text: str) -> _Found:
    for match in _CHINESE_QUANTITY.finditer(text):
        value = Decimal(DIGITS[match[1]]) if match[1] in DIGITS else amount(match[1])
        if value is not None and 0 < value <= LARGEST_QUANTITY:
            yield _one(QUANTITY, match, str(int(value)))
    for match in _ENGLISH_QUANTITY.finditer(text):
        written = next(group for group in match.groups() if group).lower()
        yield _one(QUANTITY, match, str(_ENGLISH_NUMBERS.get(written) or int(written)))


_FINDERS: tuple[Callable[[str], _Found], ...] = (
    _emails,
    _tracking_numbers,
    _order_numbers,
    _cued_order_numbers,
    _phones,
    find_prices,
    _codes,
    _quantities,
)

_MASKS = {
    _emails: "a@b.com",
    _tracking_numbers: "SF0123456789",
    _order_numbers: "#A123456",
    _phones: "13800000000",
}
"""What the classifier sees for each kind: which number it is says nothing about the intent, that there is one does."""


@dataclass(frozen=True)
class Masked:
    """A text as the classifier sees it; `cuts` holds (start seen, start written, length seen, length written)."""

    text: str
    cuts: tuple[tuple[int, int, int, int], ...]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text seen stands in the text written; a mask counts as a whole."""
        return self._moved(start, 0, True), self._moved(end, 0, False)

    def seen(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text written stands in the text seen; a mask counts as a whole."""
        return self._moved(start, 1, True), self._moved(end, 1, False)

    def _moved(self, place: int, side: int, opens: bool) -> int:
        other, shift = 1 - side, 0
        for cut in self.cuts:
            first, length = cut[side], cut[side + 2]
            if place < first or (place == first and not opens):
                break
            inside = place < first + length if opens else place <= first + length
            if inside:
                return cut[other] + (0 if opens else cut[other + 2])
            shift = cut[other] + cut[other + 2] - first - length
        return place + shift


def masked(text: str) -> Masked:
    """The text with every address, tracking, order and phone number replaced by one and the same of its kind."""
    return replaced(text, masks(text))


def masks(text: str) -> list[tuple[int, int, str]]:
    """What `masked` replaces: (start, end, the mask)."""
    plain = text[:MOST_CHARACTERS].translate(FULL_WIDTH)
    return [(*span, mask) for finder, mask in _MASKS.items() for span, _ in finder(plain)]


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> Masked:
    """The text after changes (start, end, what stands there instead); of two that overlap the first one is made."""
    parts: list[str] = []
    cuts: list[tuple[int, int, int, int]] = []
    end = seen = 0
    for start, stop, new in sorted(changes):
        if start >= end:
            seen += start - end
            cuts.append((seen, start, len(new), stop - start))
            parts += [text[end:start], new]
            end, seen = stop, seen + len(new)
    return Masked("".join(parts) + text[end:], tuple(cuts))
