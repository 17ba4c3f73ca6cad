"""Mends words that were typed with one slip, so that a hurried thumb costs no understanding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from understanding.runtime.session import existing

SHORTEST = 4
"""Shorter words have too many neighbours."""

_WORD = re.compile(rf"(?<![A-Za-z0-9@._/-])[a-z]{{{SHORTEST},24}}(?!\.?[A-Za-z0-9@_/-])")


class Speller:
    """Knows the words of the training texts; an unknown one becomes the commonest known one a single slip away.

    A slip is a letter left out, added, mistaken or swapped with its neighbour. Words are found through what is left
    when one letter is taken out (symmetric delete: Garbe 2012). Capitals are left alone: they are mostly names.
    """

    def __init__(self, known: Sequence[str], common: Sequence[str]) -> None:
        """`known` words are never changed; the `common` ones, the commonest first, are what others are mended to."""
        self._known = frozenset(known)
        self._by_rest: dict[str, list[str]] = {}
        for word in common:
            if len(word) >= SHORTEST:
                for rest in {word, *_without_a_letter(word)}:
                    self._by_rest.setdefault(rest, []).append(word)

    @classmethod
    def read(cls, file: Path) -> Speller:
        """Read what `write` wrote; raise ModelMissingError when there is none."""
        table = json.loads(existing(file).read_text("utf-8"))
        return cls(table["known"], table["common"])

    @staticmethod
    def write(file: Path, known: Sequence[str], common: Sequence[str]) -> None:
        """Store the words of a speller."""
        file.write_text(json.dumps({"known": list(known), "common": list(common)}), "utf-8")

    def mends(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The words to replace: (start, end, the word meant)."""
        for match in _WORD.finditer(text):
            if match[0] not in self._known and (meant := self._meant(match[0])):
                yield match.start(), match.end(), meant

    def _meant(self, word: str) -> str | None:
        for rest in (word, *_without_a_letter(word)):
            for candidate in self._by_rest.get(rest, ()):
                if _one_slip_apart(word, candidate):
                    return candidate
        return None


def _without_a_letter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _one_slip_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other)) if a != b]  # noqa: B905 (Python 3.10 and equal lengths)
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]])
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) == 1 and shorter in _without_a_letter(longer)
