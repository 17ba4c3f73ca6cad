"""The words themselves: how much of what a question says an entry says too, rare words counting most.

Vectors put "is there a student discount" beside "is there a teachers' discount"; that nobody ever wrote *teacher* is
what tells them apart. Words are cut into pieces of four letters, Chinese into pairs of characters, and weighed by how
few entries hold them (inverse document frequency: Sparck Jones 1972).
"""

import math
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge_base.entries import Entry

BUCKETS = 1 << 18
PIECE = 4
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Covered:
    """Shares of a question's weight that an entry says: anywhere, in its answers, in its best wording.

    ``likeness`` is the largest cosine with a wording; ``missing`` the weight of the heaviest piece said nowhere.
    """

    entry: float = 0.0
    answers: float = 0.0
    wording: float = 0.0
    likeness: float = 0.0
    missing: float = 0.0


class Lexicon:
    """Counts in how many entries each piece occurs."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.counts: NDArray[np.int32] = np.zeros(BUCKETS, np.int32)
        self.entries = 0
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count an entry's pieces."""
        self._count(entry, 1)

    def remove(self, entry: Entry) -> None:
        """Count them no more."""
        self._count(entry, -1)

    def weight(self, pieces: Iterable[int]) -> float:
        """Summed weights of pieces."""
        return sum(self._weight(piece) for piece in pieces)

    def covered(self, question: frozenset[int], entry: Entry) -> Covered:
        """What an entry says of a question's pieces."""
        total = self.weight(question)
        if not total:
            return Covered()
        wordings, answers = _pieces_of(entry)
        whole = answers.union(*wordings)
        said = [self.weight(question & one) for one in wordings]
        lengths = [math.sqrt(total * max(self.weight(one), 0.1)) for one in wordings]
        return Covered(
            entry=self.weight(question & whole) / total,
            answers=self.weight(question & answers) / total,
            wording=max(said) / total,
            likeness=max(part / length for part, length in zip(said, lengths, strict=True)),
            missing=max((self._weight(piece) for piece in question - whole), default=0.0),
        )

    def unknown(self, question: frozenset[int]) -> float:
        """The share of a question's weight that no entry says."""
        total = self.weight(question)
        return self.weight(piece for piece in question if not self.counts[piece]) / total if total else 0.0

    def _weight(self, piece: int) -> float:
        return math.log((self.entries + 1) / (int(self.counts[piece]) + 0.5))

    def _count(self, entry: Entry, times: int) -> None:
        wordings, answers = _pieces_of(entry)
        self.counts[list(answers.union(*wordings))] += times
        self.entries += times


def pieces(text: str) -> frozenset[int]:
    """The pieces of a text, each as the number of its bucket."""
    lowered = text.lower()
    found: set[str] = set()
    for run in _CHINESE.findall(lowered):
        found.update(run[start : start + 2] for start in range(max(1, len(run) - 1)))
    for word in _WORDS.findall(lowered):
        bounded = f"<{word}>"
        found.update(bounded[start : start + PIECE] for start in range(max(1, len(bounded) - PIECE + 1)))
    return frozenset(zlib.crc32(one.encode()) % BUCKETS for one in found)


def _pieces_of(entry: Entry) -> tuple[tuple[frozenset[int], ...], frozenset[int]]:
    return _cut(tuple(one.text for one in entry.questions), tuple(entry.answers.values()))


@lru_cache(maxsize=4096)
def _cut(questions: tuple[str, ...], answers: tuple[str, ...]) -> tuple[tuple[frozenset[int], ...], frozenset[int]]:
    none: frozenset[int] = frozenset()
    return tuple(map(pieces, questions)), none.union(*map(pieces, answers))
