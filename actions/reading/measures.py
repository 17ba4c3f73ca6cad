"""Numbers with units, so that 10-inch, 10 inch and 10寸 are the same: the measures of a text and of an "
"option's value."""

import re
from dataclasses import dataclass
from functools import lru_cache

from understanding.runtime.numerals import CHINESE, DIGIT, DIGITS, amount

_UNITS: dict[str, tuple[float, str]] = {}
"""Every way to write a unit: how many of the base unit it is, and the base unit."""

for _base, _factor, _written in (
    ("inch", 1, 'inch inches in " 寸 英寸'),
    ("foot", 1, "ft foot feet 英尺"),
    ("mm", 1, "mm millimeter millimeters millimetre millimetres 毫米"),
    ("mm", 10, "cm centimeter centimeters centimetre centimetres 厘米 公分"),
    ("mm", 1000, "m meter meters metre metres 米"),
    ("ml", 1, "ml milliliter milliliters millilitre millilitres 毫升"),
    ("ml", 1000, "l liter liters litre litres 升"),
    ("oz", 1, "oz ounce ounces 安 盎司"),
    ("gram", 1, "g gram grams gramme grammes 克"),
    ("gram", 1000, "kg kilo kilos 公斤 千克"),
    ("pound", 1, "lb lbs pound pounds 磅"),
    ("byte", 1, "gb gig gigs gigabyte gigabytes"),
    ("byte", 1000, "tb terabyte terabytes"),
    ("mah", 1, "mah 毫安 毫安时"),
    ("watt", 1, "w watt watts 瓦"),
    ("hour", 1, "h hr hrs hour hours 小时 个小时"),
    ("bar", 1, "bar bars 巴"),
    ("pixel", 1, "mp megapixel megapixels"),
    ("times", 1, "x times 倍"),
    ("percent", 1, "% percent"),
    ("cup", 1, "cup cups 杯"),
    ("piece", 1, "piece pieces pc pcs 件 件套 块 片"),
    ("person", 1, "person persons people man 人 人用"),
    ("degree", 1, "degree degrees deg ° °c ℃ 度"),
    ("k", 1, "k"),
    ("line", 1, "p"),
    ("size", 1, "eu us uk size 码 号"),
):
    _UNITS |= {_unit: (_factor, _base) for _unit in _written.split()}

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)}
_WORDS |= {
    f"{ten}{joined}{one}": 20 + 10 * place + number
    for place, ten in enumerate(_TENS)
    for joined, number, one in [("", 0, ""), *((mark, n, one) for mark in " -" for n, one in enumerate(_ONES, start=1))]
}
"""English numbers up to ninety-nine, by the way they are written."""

_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_NUMBER = rf"\d+(?:\.\d+)?|{CHINESE}|{DIGIT}|(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[ -])"
_MEASURE = re.compile(
    rf"(?<![a-z0-9.,$¥€£#_])(?:(?P<before>eu|us|uk|size)[ :]*)?(?P<number>(?<![a-z0-9])-\d+(?:\.\d+)?|{_NUMBER})"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?![a-z]))?(?![\d]|[.,]\d|[ ]?(?:dollar|buck|usd|元|块钱|%\s*off))"
)
_SERIES = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:\s*(?:[-x*×~+]|to|到|至)\s*\d+(?:\.\d+)?)+(?![\d.])")
_VALUE = re.compile(
    rf"(?:^|(?<=[^a-z0-9.-]))(?:(?P<before>eu|us|uk|size)\s*)?(?P<number>-?\d+(?:\.\d+)?)(?:\s*-?\s*(?P<unit>{_UNIT})(?![a-z]))?(?![a-z0-9])"
)
_LONGEST_NUMBER = 5
_COUNTABLE = frozenset({"", "inch", "times", "cup", "piece", "line", "size"})
"""Units in which goods may be counted too: 2 pieces, two cups, "two in white"."""


@dataclass(frozen=True)
class Measure:
    """A number in its base unit; the unit is empty when none was said."""

    number: float
    unit: str
    start: int = 0
    end: int = 0
    written: float = 0.0
    """The number as it was written, in its own unit."""

    def equals(self, other: "Measure") -> bool:
        """Whether both mean the same; grams are also how people shorten gigabytes."""
        if abs(self.number - other.number) > 1e-6 * max(1.0, abs(self.number)):
            terabyte = self.unit == other.unit == "byte" and {self.number, other.number} == {1000.0, 1024.0}
            return terabyte
        return self.unit == other.unit or {self.unit, other.unit} == {"gram", "byte"}


@dataclass(frozen=True)
class Series:
    """Numbers that belong together: a range (38-39), sides (120x60)."""

    numbers: tuple[float, ...]
    start: int = 0
    end: int = 0


@lru_cache(maxsize=256)
def measures(text: str) -> tuple[Measure, ...]:
    """The measures of a text in small letters, bare numbers too but no English words or single Chinese characters."""
    found = []
    for match in _MEASURE.finditer(text):
        number, unit = match["number"], match["unit"] or match["before"] or ""
        if len(number) > _LONGEST_NUMBER + 1 or (not unit and not _stands_for_itself(number)):
            continue
        if (value := _value(number)) is not None:
            found.append(_measure(value, unit, *match.span()))
    return tuple(found)


@lru_cache(maxsize=256)
def series(text: str) -> tuple[Series, ...]:
    """The ranges and sides of a text in small letters."""
    return tuple(Series(_numbers(match[0]), *match.span()) for match in _SERIES.finditer(text))


def is_measured(text: str, place: int) -> bool:
    """Whether the number at a place of a text in small letters is a measure, a side or a range: no number of pieces."""
    measured = [(one.start, one.end) for one in measures(text) if one.unit not in _COUNTABLE]
    sided = [(one.start, one.end) for one in series(text)]
    return any(start <= place < end for start, end in (*measured, *sided))


@lru_cache(maxsize=8192)
def measure_of(value: str) -> Measure | None:
    """What an option's value measures, when it holds just one number."""
    lowered = value.lower()
    found = list(_VALUE.finditer(lowered))
    if len(found) != 1 or len(re.findall(r"\d+(?:\.\d+)?", lowered)) != 1:
        return None
    match = found[0]
    return _measure(float(match["number"]), match["unit"] or match["before"] or "", 0, 0)


@lru_cache(maxsize=8192)
def series_of(value: str) -> Series | None:
    """The range or the sides an option's value names."""
    match = _SERIES.search(value.lower())
    return Series(_numbers(match[0])) if match else None


def _stands_for_itself(number: str) -> bool:
    """Whether a number may be meant without a unit: 90, 九十, but not "one" or 一."""
    return number.lstrip("-")[0].isdigit() or (len(number) > 1 and not number.isascii())


def _measure(number: float, unit: str, start: int, end: int) -> Measure:
    factor, base = _UNITS.get(unit, (1, unit))
    return Measure(number * factor, base, start, end, number)


def _value(number: str) -> float | None:
    if number in _WORDS:
        return float(_WORDS[number])
    if number in DIGITS:
        return float(DIGITS[number])
    if number.lstrip("-")[0].isascii():
        return float(number)
    counted = amount(number)
    return None if counted is None else float(counted)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in re.findall(r"\d+(?:\.\d+)?", text))
