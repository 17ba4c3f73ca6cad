"""Pure measures over labels: accuracy, macro F1, Matthews correlation, and the choice of temperature and threshold."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

LEAST_TEMPERATURE, MOST_TEMPERATURE = 0.25, 8.0
DEVIATIONS = 1.28
"""So far below the mean score a threshold lies where no out-of-scope text is there to choose it on: were the scores
normal, a tenth of the right answers would be lost. A tenth itself, counted on some dozen texts, varies more."""


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


def log_loss(logits: NDArray[np.float32], gold: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of the gold labels; 0 for nothing."""
    if not len(gold):
        return 0.0
    scaled = logits.astype(np.float64)
    top = scaled.max(1)
    spread = np.log(np.exp(scaled - top[:, None]).sum(1)) + top
    return float((spread - scaled[np.arange(len(gold)), gold]).mean())


def fit_temperature(logits: NDArray[np.float32], gold: NDArray[np.int64]) -> float:
    """The temperature with the least negative log-likelihood (Guo et al. 2017), found on a grid."""
    if not len(gold):
        return 1.0
    grid = np.geomspace(LEAST_TEMPERATURE, MOST_TEMPERATURE, 60)
    return float(min(grid, key=lambda temperature: log_loss(logits / np.float32(temperature), gold)))


def choose_threshold(
    right: NDArray[np.bool_], inside: NDArray[np.bool_], scores: NDArray[np.float32], foreign_share: float
) -> float:
    """The score below which a text is taken to be out of scope: the one with the highest accuracy.

    `right` says whether the best label in scope is the true one, `inside` whether the text is in scope. Texts in and
    out of scope are weighted so that `foreign_share` are out. Without any out of scope the threshold lies
    DEVIATIONS below the mean of the right answers' scores.
    """
    if inside.all():
        return float(scores[right].mean() - DEVIATIONS * scores[right].std()) if right.any() else 0.0
    candidates = np.linspace(0.0, 0.99, 100)
    foreign = np.array([(scores[~inside] < threshold).mean() for threshold in candidates])
    kept = np.array(
        [((scores >= threshold) & right)[inside].mean() if inside.any() else 0.0 for threshold in candidates]
    )
    return float(candidates[int((foreign_share * foreign + (1.0 - foreign_share) * kept).argmax())])


def area_under_curve(positive: NDArray[np.float32], negative: NDArray[np.float32]) -> float:
    """The probability that a positive scores above a negative, ties counting half (area under the ROC curve)."""
    if not len(positive) or not len(negative):
        return 0.5
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left")
    equal = np.searchsorted(ordered, positive, "right") - below
    return float((below + 0.5 * equal).mean() / len(ordered))


def span_f1(
    expected: Sequence[Iterable[tuple[str, int, int]]],
    predicted: Sequence[Iterable[tuple[str, int, int]]],
    kind: str = "",
) -> float:
    """Micro F1 of entities (of one `kind` or all) that agree in type, start and end (CoNLL 2003); 0 for nothing."""
    gold, found = ([{span for span in row if kind in ("", span[0])} for row in part] for part in (expected, predicted))
    hits = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    total = sum(map(len, gold)) + sum(map(len, found))
    return 2 * hits / total if total else 0.0


def expected_calibration_error(right: NDArray[np.bool_], scores: NDArray[np.float32], bins: int = 10) -> float:
    """Mean distance between confidence and accuracy over equal bins of confidence (Guo et al. 2017)."""
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [
        abs(float(scores[places == place].mean()) - float(right[places == place].mean())) * (places == place).mean()
        for place in range(bins)
        if (places == place).any()
    ]
    return float(sum(gaps))
