"""Pure measures over labels: accuracy, macro F1, Matthews correlation, and the choice of temperature and threshold."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LEAST_TEMPERATURE, MOST_TEMPERATURE = 0.25, 8.0
SACRIFICE = 0.01
"""Share of right answers a threshold may cost where no out-of-scope text is there to choose it on."""


def accuracy(expected: Sequence[str], predicted: Sequence[str]) -> float:
    """Share of equal labels; 0 for nothing."""
    return sum(a == b for a, b in zip(expected, predicted, strict=True)) / max(1, len(expected))


def macro_f1(expected: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean F1 over the labels that occur in either."""
    scores = []
    for label in sorted({*expected, *predicted}):
        hits = sum(a == b == label for a, b in zip(expected, predicted, strict=True))
        total = expected.count(label) if isinstance(expected, list) else sum(a == label for a in expected)
        total += sum(b == label for b in predicted)
        scores.append(2 * hits / total)
    return sum(scores) / max(1, len(scores))


def matthews(expected: Sequence[str], predicted: Sequence[str]) -> float:
    """Matthews correlation for many classes; 0 where it is not defined."""
    labels = sorted({*expected, *predicted})
    number = {label: i for i, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    for a, b in zip(expected, predicted, strict=True):
        table[number[a], number[b]] += 1
    true, guessed, total = table.sum(1), table.sum(0), table.sum()
    below = np.sqrt((total**2 - guessed @ guessed) * (total**2 - true @ true))
    return float((np.trace(table) * total - true @ guessed) / below) if below else 0.0


def fit_temperature(logits: NDArray[np.float32], gold: NDArray[np.int64]) -> float:
    """The temperature with the least negative log-likelihood, found on a grid."""
    if not len(gold):
        return 1.0
    grid = np.geomspace(LEAST_TEMPERATURE, MOST_TEMPERATURE, 60)
    losses = []
    for temperature in grid:
        scaled = logits.astype(np.float64) / temperature
        top = scaled.max(1)
        spread = np.log(np.exp(scaled - top[:, None]).sum(1)) + top
        losses.append(float((spread - scaled[np.arange(len(gold)), gold]).mean()))
    return float(grid[int(np.argmin(losses))])


def choose_threshold(
    expected: Sequence[str], best: Sequence[str], scores: Sequence[float], foreign: Sequence[bool], oos: str
) -> float:
    """The score below which the best label in scope is not believed.

    `best` is the most probable label in scope with its `scores`, `foreign` whether the out-of-scope label beat it.
    With out-of-scope texts the threshold maximises the Matthews correlation; without, it costs at most SACRIFICE of
    the right answers.
    """
    if oos not in expected:
        right = sorted(score for a, b, score in zip(expected, best, scores, strict=True) if a == b)
        return right[int(SACRIFICE * len(right))] if right else 0.0
    chosen, reached = 0.0, -2.0
    for threshold in np.linspace(0.0, 0.95, 96):
        predicted = [
            oos if other or score < threshold else label
            for label, score, other in zip(best, scores, foreign, strict=True)
        ]
        value = matthews(expected, predicted)
        if value > reached:
            chosen, reached = float(threshold), value
    return chosen
