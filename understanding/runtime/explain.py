"""Why a label was chosen: what each word of the message adds to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

MOST_PARTS = 48
"""Longer messages are explained by groups of neighbouring words, so that one explanation costs a bounded time."""

_WORD = re.compile(r"[^\W_\u3005-\u9fff]+(?:['’][^\W_\u3005-\u9fff]+)*|\S")
"""A word of letters and digits, a single Chinese character, or a sign."""


class Explainable(Protocol):
    """What an explanation asks of a classifier."""

    def labels(self, head: str) -> tuple[str, ...]:
        """The labels of a head; KeyError for an unknown one."""

    def probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The probability of every label of every head: [texts, labels]."""


@dataclass(frozen=True)
class Weight:
    """A part of the message, text[start:end], and what it adds to the log-odds of the label."""

    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Explanation:
    """A label of a head and the parts of the message behind it, in reading order."""

    head: str
    label: str
    parts: tuple[Weight, ...]

    def to_json(self) -> list[dict[str, str | float]]:
        """The parts as plain types that `json.dumps` accepts; weights rounded to four places."""
        return [{"text": part.text, "weight": round(part.weight, 4)} for part in self.parts]


def explain(classifier: Explainable, text: str, head: str, label: str = "") -> Explanation:
    """Erase one word after the other and see how much less probable the label gets (Li, Monroe and Jurafsky 2016).

    Without a `label` the most probable one is explained. Raises KeyError for an unknown head or label.
    """
    labels = classifier.labels(head)
    if label and label not in labels:
        raise KeyError(label)
    places = _grouped([match.span() for match in _WORD.finditer(text)])
    erased = [text[:start] + text[end:] for start, end in places]
    table = classifier.probabilities([text, *erased])[head]
    number = labels.index(label) if label else int(table[0].argmax())
    odds = _log_odds(table[:, number])
    parts = (Weight(text[s:e], s, e, float(odds[0] - lower)) for (s, e), lower in zip(places, odds[1:]))  # noqa: B905
    return Explanation(head, labels[number], tuple(parts))


def _grouped(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    size = -(-len(places) // MOST_PARTS) or 1
    return [(group[0][0], group[-1][1]) for i in range(0, len(places), size) if (group := places[i : i + size])]


def _log_odds(probabilities: NDArray[np.float32]) -> NDArray[np.float64]:
    clipped = probabilities.astype(np.float64).clip(1e-6, 1 - 1e-6)
    result: NDArray[np.float64] = np.log(clipped) - np.log1p(-clipped)
    return result
