"""Prices and price limits in a sentence: 300以内, under $50, between 100 and 200, 三四百, 1千左右."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from understanding.runtime.model import Entity
from understanding.runtime.numerals import ARABIC, CHINESE, DIGIT, NEIGHBOURS, amount, plain

PRICE, LEAST, MOST = "price", "min_price", "max_price"
ABOUT = Decimal("0.2")
"""A price that is only about right may be this share lower or higher."""

LEAST_BARE = 20
"""A smaller number without a currency is a count, not a price."""

_BEFORE = r"(?:US\$|HK\$|[¥￥$€£]|RMB|CNY|USD|人民币)\s*"
_AFTER = r"\s*多?(?:元|块钱?|塊錢?|圆|刀|美元|美金|人民币|(?:rmb|cny|usd|yuan|bucks?|dollars?|kuai)\b|[¥￥€£])"
_UNIT_WORDS = (
    "天|日|小时|个|钟|分|秒|周|星期|月|年|岁|斤|公斤|千克|克|米|厘米|毫|升|码|号|人|件|双|条|只|台|套|盒|瓶|包|支|次|遍|"
    "寸|%|折|积分|度|瓦|位|字|页|期|名|家|楼|层|点|份|张|倍|多[天个件]|[百千万萬十]"
)
_FOLLOWERS = (
    "for|please|pls|that|with|in|to|and|but|or|if|is|are|which|my|as|would|thanks|thank|on|from|total|max|each|per|"
    "budget|ideally|preferably|range|only|can|do|any|what|i|we|she|he|it"
)
_NO_UNIT = rf"(?!\s*(?:{_UNIT_WORDS})|[.,]?\d|\s*(?!(?:{_FOLLOWERS})\b)[A-Za-z])"
_START = r"(?<![\dA-Za-z#几数好零〇一二两兩俩三四五六七八九十百千万萬-])(?<!\d[.,])"
_TO = r"\s*(?:-|~|～|–|—|到|至|\bto\b)\s*"


def _money(name: str) -> str:
    number = rf"(?:{ARABIC}|{CHINESE}|{DIGIT}(?=元|块钱|到|至))"
    return rf"(?P<{name}_all>(?P<{name}_before>{_BEFORE})?(?P<{name}>{number})(?P<{name}_after>{_AFTER})?)"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RANGES = (
    _compiled(rf"\bbetween\s+{_money('low')}\s*(?:and|to|-)\s*{_money('high')}{_NO_UNIT}"),
    _compiled(rf"(?:\bfrom\s+)?{_START}{_money('low')}{_TO}{_money('high')}{_NO_UNIT}"),
)
_NEIGHBOURS = _compiled(rf"{_START}(?P<number>{NEIGHBOURS})(?P<after>{_AFTER})?{_NO_UNIT}")
_LIMITS = (
    (MOST, _compiled(rf"{_START}{_money('n')}{_NO_UNIT}\s*(?:左右)?(?:以内|以下|之内|之下|内(?!存)|不到|封顶)")),
    (
        MOST,
        _compiled(
            r"(?:不超过|不要超过|别超过|不能超过|不高于|不大于|(?<!不)(?:低于|少于|小于)|最多|最高|不到|控制在|[≤<]=?)"
            rf"{_money('n')}{_NO_UNIT}(?:以内|以下|之内)?"
        ),
    ),
    (
        MOST,
        _compiled(
            r"预算(?:是|在|有|只有|大概|大约|差不多|就|为|上限|:|\s)*"
            rf"{_money('n')}{_NO_UNIT}(?!\s*(?:左右|上下|以上))"
        ),
    ),
    (
        MOST,
        _compiled(
            r"\b(?:under|below|less than|at most|no more than|not more than|not over|not exceeding|up to|"
            r"max(?:imum)?(?: of)?|within|cheaper than|(?:my )?budget(?: is| of|:)?(?: about| around)?)\s*"
            rf"{_money('n')}{_NO_UNIT}"
        ),
    ),
    (
        MOST,
        _compiled(
            rf"{_START}{_money('n')}{_NO_UNIT}\s*"
            r"(?:or less|or under|or below|and under|and below|max\b|maximum|tops\b)"
        ),
    ),
    (LEAST, _compiled(rf"{_START}{_money('n')}{_NO_UNIT}\s*(?:以上|之上|往上|起步|开外)")),
    (LEAST, _compiled(rf"(?:超过|高于|大于|不低于|不少于|至少|最少|起码|[≥>]=?){_money('n')}{_NO_UNIT}(?:以上)?")),
    (
        LEAST,
        _compiled(
            rf"\b(?:over|above|more than|at least|starting (?:at|from)|min(?:imum)?(?: of)?)\s*{_money('n')}{_NO_UNIT}"
        ),
    ),
    (LEAST, _compiled(rf"{_START}{_money('n')}{_NO_UNIT}\s*(?:or more|and up\b|and above|or above)")),
)
_ABOUT = (
    _compiled(rf"(?:大概|大约|差不多|约)?{_START}{_money('n')}{_NO_UNIT}\s*(?:左右|上下|的样子|or so\b)"),
    _compiled(rf"(?:大概|大约|差不多|约|\baround|\babout|\bapproximately|\broughly)\s*{_money('n')}{_NO_UNIT}"),
)
_BARE = _compiled(_START + _money("n"))


def find_prices(text: str) -> Iterator[tuple[tuple[int, int], tuple[Entity, ...]]]:
    """The price expressions of a text in half-width form: the span each one takes up, and its entities.

    Expressions may overlap; the earlier one yielded is the better reading.
    """
    for pattern in _RANGES:
        for match in pattern.finditer(text):
            yield from _range(match)
    for match in _NEIGHBOURS.finditer(text):
        yield from _neighbours(match)
    for kind, pattern in _LIMITS:
        for match in pattern.finditer(text):
            value = amount(match["n"])
            if value is not None and _is_price(match, "n", value):
                yield match.span(), (_entity(kind, match, value),)
    for pattern in _ABOUT:
        for match in pattern.finditer(text):
            value = amount(match["n"])
            if value is not None and _is_price(match, "n", value):
                low, high = value * (1 - ABOUT), value * (1 + ABOUT)
                yield match.span(), (_entity(LEAST, match, low), _entity(MOST, match, high))
    for match in _BARE.finditer(text):
        value = amount(match["n"])
        if value is not None and _has_currency(match, "n"):
            yield match.span(), (_entity(PRICE, match, value),)


def _range(match: re.Match[str]) -> Iterator[tuple[tuple[int, int], tuple[Entity, ...]]]:
    low, high = _amount_of_range_start(match), amount(match["high"])
    if low is None or high is None or low >= high:
        return
    priced = _has_currency(match, "low") or _has_currency(match, "high")
    years = all(1900 <= value <= 2100 for value in (low, high))
    if not priced and (low < LEAST_BARE or years):
        return
    yield match.span(), (_entity(LEAST, match, low, "low_all"), _entity(MOST, match, high, "high_all"))


def _amount_of_range_start(match: re.Match[str]) -> Decimal | None:
    """The unit of the end counts for the start as well: 3到5百."""
    text, end = match["low"], match["high"]
    low = amount(text)
    if low is not None and low < 10 and end[-1] in "百千万萬kw" and text[-1] not in "百千万萬kw":
        return amount(text + end[-1])
    return low


def _neighbours(match: re.Match[str]) -> Iterator[tuple[tuple[int, int], tuple[Entity, ...]]]:
    low = amount(match["head"] + match["low"] + match["scale"])
    high = amount(match["head"] + match["high"] + match["scale"])
    if low is None or high is None or low >= high or (low < LEAST_BARE and not match["after"]):
        return
    yield match.span(), (_entity(LEAST, match, low), _entity(MOST, match, high))


def _is_price(match: re.Match[str], name: str, value: Decimal) -> bool:
    return _has_currency(match, name) or value >= LEAST_BARE


def _has_currency(match: re.Match[str], name: str) -> bool:
    return bool(match[f"{name}_before"] or match[f"{name}_after"])


def _entity(kind: str, match: re.Match[str], value: Decimal, group: str | int = 0) -> Entity:
    return Entity(kind, match[group], match.start(group), match.end(group), plain(value))
