"""Intent decisions over many logits at once, by the rule that serving uses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.classifier import softmax
from understanding.runtime.model import OUT_OF_SCOPE


@dataclass(frozen=True)
class InScope:
    """For each text the best label in scope, its probability, and whether the out-of-scope label beat it."""

    labels: tuple[str, ...]
    scores: tuple[float, ...]
    foreign: tuple[bool, ...]


def best_in_scope(labels: Sequence[str], logits: NDArray[np.float32], temperature: float) -> InScope:
    """Read logits [texts, labels] at a temperature."""
    probabilities = softmax((logits / temperature).astype(np.float32))
    scope = np.array([label != OUT_OF_SCOPE for label in labels])
    inside = np.where(scope, probabilities, -1.0)
    scores, outside = inside.max(1), probabilities[:, ~scope].sum(1)
    return InScope(
        tuple(labels[i] for i in inside.argmax(1)), tuple(scores.tolist()), tuple((outside > scores).tolist())
    )


def decided(best: InScope, threshold: float) -> list[str]:
    """The labels, `oos` where the out-of-scope label won or the score is below the threshold."""
    rows = zip(best.labels, best.scores, best.foreign, strict=True)
    return [OUT_OF_SCOPE if foreign or score < threshold else label for label, score, foreign in rows]
