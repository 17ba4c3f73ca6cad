"""A message cut into words: small letters, singulars, one spelling, slips of the thumb mended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from understanding.runtime.numerals import FULL_WIDTH
from understanding.runtime.patterns import MOST_CHARACTERS

LONGEST_PHRASE = 4
FAR = 120
"""Characters before a word beyond which nothing is said of it."""

SHORTEST_MENDED = 5
"""Shorter words have too many neighbours to be mended."""

_WIDEST_GAP = 3

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPELLINGS = {
    **{"gray": "grey", "colour": "color", "aluminum": "aluminium", "metre": "meter", "litre": "liter"},
    **{"mice": "mouse", "shelves": "shelf", "scarves": "scarf", "bookshelves": "bookshelf", "feet": "foot"},
    **{"pajama": "pyjama", "glasses": "glasses", "moisturizer": "moisturiser", "centre": "center"},
}
_NO_SLIPS = frozenset(
    "while write block blank shall small smell stall shows quite quiet price prize thing think their three there these "
    "those where which refund return charge change order other color cover cancel please again still since short shirt "
    "skirt sheet steel steal stole solar cream clean clear class glass grass brand bread board broad beard would could "
    "sport spot spare share shape sharp large larger water waiter winter later faster pocket packet market battle "
    "cotton bottom button better bitter letter lighter tighter number bumper hammer summer slow gold golf "
    "good code".split()
)


@dataclass(frozen=True)
class Token:
    """A Latin word or number: its singular in small letters, and where it stands."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Said:
    """A message ready to be compared: `text` has small letters and is as long as `original`."""

    original: str
    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def phrases(self) -> dict[str, list[tuple[int, int]]]:
        """Where each run of words begins and ends, by the words written as one: "overear" for "over-ear"."""
        found: dict[str, list[tuple[int, int]]] = {}
        for first in range(len(self.tokens)):
            joined = ""
            for last in range(first, min(first + LONGEST_PHRASE, len(self.tokens))):
                if last > first and not self._touch(last):
                    break
                joined += self.tokens[last].stem
                found.setdefault(joined, []).append((self.tokens[first].start, self.tokens[last].end))
        return found

    @cached_property
    def has_han(self) -> bool:
        """Whether any of it is Chinese."""
        return _HAN.search(self.text) is not None

    @cached_property
    def size(self) -> int:
        """Words and Chinese characters in it."""
        return len(self.tokens) + len(_HAN.findall(self.text))

    def places(self, form: str) -> list[tuple[int, int]]:
        """Where a form stands: Chinese ones anywhere, others as whole words; `form` is one of `form_of`."""
        if form.isascii():
            return self.phrases.get(form, [])
        if not self.has_han or form not in self.text:
            return []
        return [match.span() for match in re.finditer(re.escape(form), self.text)]

    def before(self, place: int) -> str:
        """The words that stand before a place, so far as they may say something of it."""
        return self.text[max(0, place - FAR) : place]

    def mended(self, vocabulary: frozenset[str], real: frozenset[str] = frozenset()) -> "Said":
        """The same message with every strange word that is one slip away from one of the vocabulary written so.

        `real` words are not strange: sneakers are no speakers.
        """
        changed = [
            replace(token, stem=meant)
            for token in self.tokens
            if (meant := _meant(token.stem, vocabulary)) and token.stem not in real
        ]
        if not changed:
            return self
        by_start = {token.start: token for token in changed}
        return replace(self, tokens=tuple(by_start.get(token.start, token) for token in self.tokens))

    def _touch(self, index: int) -> bool:
        between = self.text[self.tokens[index - 1].end : self.tokens[index].start]
        return len(between) <= _WIDEST_GAP and between.strip() in {"", "-", "/", "+", "&"}


@lru_cache(maxsize=256)
def said(text: str) -> Said:
    """The message ready to be compared; what stands behind `MOST_CHARACTERS` is not read."""
    original = text[:MOST_CHARACTERS].translate(FULL_WIDTH).replace("’", "'").replace("‑", "-").replace("–", "-")
    lowered = original.lower()
    if len(lowered) != len(original):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in original)
    tokens = tuple(Token(singular(match[0]), *match.span()) for match in _TOKEN.finditer(lowered))
    return Said(original, lowered, tokens)


def is_han(form: str) -> bool:
    """Whether a form holds Chinese characters."""
    return _HAN.search(form) is not None


@lru_cache(maxsize=16384)
def form_of(phrase: str) -> str:
    """A word or phrase as `Said.places` looks for it."""
    lowered = phrase.lower().translate(FULL_WIDTH)
    return lowered.replace(" ", "") if is_han(lowered) else "".join(stems(lowered))


def stems(phrase: str) -> tuple[str, ...]:
    """The words of an English phrase, each in its singular."""
    return tuple(singular(match[0]) for match in _TOKEN.finditer(phrase.lower()))


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """An English word without the ending of its plural, in one spelling."""
    word = word.removesuffix("'s")
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is", "'t")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    cut = word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]
    return _SPELLINGS.get(cut, cut)


def vocabulary(phrases: Iterable[str]) -> frozenset[str]:
    """The words of phrases that others may be mended to."""
    return frozenset(word for phrase in phrases for word in stems(phrase) if len(word) >= SHORTEST_MENDED)


@lru_cache(maxsize=65536)
def _meant(word: str, known: frozenset[str]) -> str:
    if len(word) < SHORTEST_MENDED or not word.isalpha() or word in known or word in _NO_SLIPS:
        return ""
    return next((candidate for candidate in sorted(known) if _is_slip(word, candidate)), "")


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter inside the word is missing, too many, mistaken or swapped with its neighbour.

    First and last letters hold: a "charged" card is no charger.
    """
    if word[0] != meant[0] or abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    end = 0
    while end < min(len(word), len(meant)) - start and word[-1 - end] == meant[-1 - end]:
        end += 1
    typed, right = word[start : len(word) - end], meant[start : len(meant) - end]
    if len(typed) == 2 and typed == right[::-1]:
        return True
    doubled = not right and typed == word[-2:-1]
    return (end > 0 or doubled) and len(typed) <= 1 and len(right) <= 1
