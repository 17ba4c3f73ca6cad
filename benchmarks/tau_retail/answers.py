"""When a reply holds a fact: numbers compared as numbers, and no other value where there can be only one."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from benchmarks.tau_retail.cues import NEGATIVE, POSITIVE, STATUSES
from benchmarks.tau_retail.proposal import amounts_in, names_method, names_value
from storefront.model import PaymentMethod

INTEGER = re.compile(r"(?<![\w#$.,/-])\d{1,3}(?![\w%/.-]|,\d)(?! ?(usd|dollars|元))", re.I)
TRACKING = re.compile(r"(?<!\d)\d{12}(?!\d)")
CHINESE_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
ENGLISH_DIGITS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


class Expected(Protocol):
    """One fact that an answer must hold."""

    def met(self, said: str, cards: str) -> bool:
        """Whether the words, or the product cards, hold it and the words do not contradict it."""


@dataclass(frozen=True)
class Amount:
    """A sum of money; ``alone`` when a right answer names no other."""

    value: Decimal
    alone: bool = True

    def met(self, said: str, cards: str) -> bool:
        named = amounts_in(said)
        return self.value in named | amounts_in(cards) and (not self.alone or named <= {self.value})


@dataclass(frozen=True)
class Count:
    """How many; the first number said must be it, or all there are of which it is a part."""

    value: int
    of: int

    def met(self, said: str, cards: str) -> bool:
        numbers = _integers(said)
        return self.value in numbers and numbers[0] in (self.value, self.of)


@dataclass(frozen=True)
class Forms:
    """Words of which one must occur."""

    forms: tuple[str, ...]

    def met(self, said: str, cards: str) -> bool:
        return any(names_value(f"{said}\n{cards}", form) for form in self.forms)


@dataclass(frozen=True)
class Method:
    """A payment method."""

    method: PaymentMethod

    def met(self, said: str, cards: str) -> bool:
        return names_method(said, self.method)


@dataclass(frozen=True)
class Stock:
    """Whether there is any."""

    there: bool

    def met(self, said: str, cards: str) -> bool:
        gone = bool(NEGATIVE.search(said))
        return not gone and bool(POSITIVE.search(said)) if self.there else gone


@dataclass(frozen=True)
class Tracking:
    """A parcel's number, and no other's."""

    number: str

    def met(self, said: str, cards: str) -> bool:
        return set(TRACKING.findall(said)) == {self.number}


@dataclass(frozen=True)
class Status:
    """Where an order stands, and nowhere else."""

    status: str

    def met(self, said: str, cards: str) -> bool:
        return {name for name, pattern in STATUSES.items() if pattern.search(said)} == {self.status}


def _integers(text: str) -> list[int]:
    """Whole numbers that stand alone, in digits or words, in their order."""
    words = {**ENGLISH_DIGITS, **CHINESE_DIGITS}
    english, chinese = "|".join(ENGLISH_DIGITS), "".join(CHINESE_DIGITS)
    pattern = rf"(?P<digits>{INTEGER.pattern})|\b(?P<english>{english})\b|(?P<chinese>[{chinese}])(?=个|款|种|笔|单)"
    found = []
    for match in re.finditer(pattern, text, re.I):
        word = match["english"] or match["chinese"]
        found.append(words[word.lower()] if word else int(match["digits"]))
    return found
