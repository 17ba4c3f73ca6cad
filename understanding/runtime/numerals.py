"""Numbers as customers write them: 1,299.50, 1千, 2w, 三百五, 一千零五."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width forms to ASCII, one code point for one, so that offsets hold."""

DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "俩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "萬": 10000}
DIGIT = "[零〇一二两兩俩三四五六七八九]"
UNIT = "[十百千万萬]"
_SUFFIXES = {"百": 100, "千": 1000, "k": 1000, "万": 10000, "萬": 10000, "w": 10000}

ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,10})(?:\.\d{1,2})?(?:[百千万萬]|(?-i:[kKw](?![A-Za-z])))?"
"""A number in digits, with an optional unit that multiplies it; a capital W is watts."""

CHINESE = rf"(?:{DIGIT}|{UNIT}){{0,9}}{UNIT}(?:零?{DIGIT})?"
"""A number in Chinese characters that names a unit; single characters are too often no number."""

NEIGHBOURS = rf"(?P<head>(?:{DIGIT}{UNIT}){{0,4}})(?P<low>{DIGIT}|\d(?=、))、?(?P<high>{DIGIT}|\d)(?P<scale>{UNIT})"
"""Two digits before one unit, a range: 三四百, 一百二三十."""


def amount(text: str) -> Decimal | None:
    """The value of a number that `ARABIC` or `CHINESE` matched; None for anything else."""
    if not text:
        return None
    return _arabic(text) if text[0].isascii() and text[0].isdigit() else _chinese(text)


def plain(value: Decimal) -> str:
    """A number without trailing zeros: 300, 49.9."""
    return format(value.normalize(), "f")


def _arabic(text: str) -> Decimal | None:
    factor = _SUFFIXES.get(text[-1].lower(), 1)
    digits = text[:-1] if factor > 1 else text
    try:
        return Decimal(digits.replace(",", "")) * factor
    except InvalidOperation:
        return None


def _chinese(text: str) -> Decimal | None:
    total, section, digit, last_unit = 0, 0, None, 1
    after_zero = False
    for char in text:
        if char in "零〇":
            after_zero, digit = True, None
        elif char in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[char]
        elif char in UNITS:
            unit = UNITS[char]
            if unit == 10000:
                total, section = (total + section + (digit or 0)) * unit, 0
            else:
                section += (1 if digit is None else digit) * unit
            digit, last_unit, after_zero = None, unit, False
        else:
            return None
    if digit is not None:
        short = last_unit // 10 if last_unit >= 100 and not after_zero else 1
        section += digit * short
    return Decimal(total + section)
