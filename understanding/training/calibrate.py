"""Chooses temperatures and the in-scope threshold on texts that were not trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from understanding.metrics import choose_threshold, fit_temperature
from understanding.runtime.classifier import INTENT
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.training.decisions import best_in_scope
from understanding.training.examples import IGNORED, Example, LabelSet


@dataclass(frozen=True)
class Calibration:
    """What was chosen on the held slice."""

    temperatures: Mapping[str, float]
    in_scope_threshold: float


def calibrate(labels: LabelSet, held: Sequence[Example], logits: Mapping[str, NDArray[np.float32]]) -> Calibration:
    """Choose each head's temperature and the in-scope threshold on examples that were not trained on."""
    temperatures = {}
    for head in labels.heads:
        gold = np.array([labels.number(head, example) for example in held], np.int64)
        known = gold != IGNORED
        temperatures[head] = fit_temperature(logits[head][known], gold[known])
    threshold = 0.0
    if INTENT in labels.heads:
        rows = [i for i, example in enumerate(held) if INTENT in example.labels]
        expected = [held[i].labels[INTENT] for i in rows]
        best = best_in_scope(labels.heads[INTENT], logits[INTENT][rows], temperatures[INTENT])
        threshold = choose_threshold(expected, best.labels, best.scores, best.foreign, OUT_OF_SCOPE)
    return Calibration(temperatures, threshold)
