"""Texts known from elsewhere in a conversation, found again in time that grows with the text alone."""

from collections.abc import Iterable, Iterator

from knowledge_base.mining.words import is_plain

LEAST_ANY_CASE = 5
"""A single word of so many letters is found however it is written; shorter ones are too often words as well."""


class Phrases:
    """A set of texts to look for; a word of Latin letters is found only as a whole word.

    A single word that was written with a capital is found again with one, unless it is long and no common word: whoever
    is called Sunny says nothing about a sunny day.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        """Sort the texts by their first character; blank ones are left out."""
        self._exact: set[str] = set()
        self._any_case: set[str] = set()
        lengths: dict[str, set[int]] = {}
        for phrase in phrases:
            if not phrase.strip():
                continue
            self._any_case.add(phrase.lower()) if _is_any_case(phrase) else self._exact.update((phrase, phrase.upper()))
            lengths.setdefault(phrase[0].lower(), set()).add(len(phrase))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the texts stand in another one, the longest at each place; spans do not overlap."""
        lowered = [char.lower() for char in text]
        place = 0
        while place < len(text):
            end = next((end for end in self._ends(text, lowered[place], place)), 0)
            if end:
                yield place, end
            place = end or place + 1

    def _ends(self, text: str, first: str, place: int) -> Iterator[int]:
        for length in self._lengths.get(first, ()):
            part = text[place : place + length]
            if len(part) == length and (part in self._exact or part.lower() in self._any_case):
                if _is_whole(text, place, place + length):
                    yield place + length


def _is_any_case(phrase: str) -> bool:
    return not phrase[0].isupper() or " " in phrase or (len(phrase) >= LEAST_ANY_CASE and not is_plain(phrase))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span does not cut a word of Latin letters, or a number, in two."""
    if start and _sticks(text[start - 1], text[start]):
        return False
    return end == len(text) or not _sticks(text[end - 1], text[end])


def _sticks(one: str, other: str) -> bool:
    return (_is_latin(one) and _is_latin(other)) or (one.isdigit() and other.isdigit())


def _is_latin(char: str) -> bool:
    return char.isalpha() and ord(char) < 0x2000
