"""Chooses how to read the logits on texts that were not trained on: expert's weight, temperature, threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from understanding.metrics import fit_temperature, log_loss
from understanding.runtime.classifier import INTENT, calibrated
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.runtime.scope import Scope
from understanding.training.examples import IGNORED, Example, LabelSet
from understanding.training.fit import Predicted
from understanding.training.scope import fit_scope

EXPERT_WEIGHTS: Final = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)


@dataclass(frozen=True)
class Reading:
    """How a head's logits are read: (network + weight x expert) / temperature."""

    temperature: float
    expert_weight: float

    def of(self, logits: NDArray[np.float32], margins: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """The logits as serving reads them."""
        return calibrated(logits, margins, self.expert_weight, self.temperature)


@dataclass(frozen=True)
class Calibration:
    """What was chosen on the held slice; no scope where there is no intent head."""

    readings: Mapping[str, Reading]
    scope: Scope | None
    in_scope_threshold: float


def calibrate(
    labels: LabelSet,
    expert: LexicalExpert,
    learned: tuple[Sequence[Example], NDArray[np.float32]],
    held: tuple[Sequence[Example], Predicted],
) -> Calibration:
    """Choose everything from the `learned` examples and their features, and the `held` ones and their predictions."""
    examples, predicted = held
    margins = expert.margins([example.seen_text for example in examples])
    readings = {}
    for head in labels.heads:
        gold = np.array([labels.number(head, example) for example in examples], np.int64)
        readings[head] = _reading(predicted.logits[head], margins.get(head), gold)
    if INTENT not in labels.heads:
        return Calibration(readings, None, 0.0)
    names = labels.heads[INTENT]
    inside = np.array([name != OUT_OF_SCOPE for name in names])
    known = [i for i, example in enumerate(examples) if INTENT in example.labels]
    gold = np.array([labels.number(INTENT, examples[i]) for i in known], np.int64)
    logits = readings[INTENT].of(predicted.logits[INTENT], margins.get(INTENT))[known]
    numbers = np.array([labels.number(INTENT, example) for example in learned[0]], np.int64)
    rows = numbers != IGNORED
    fitted = (learned[1][rows], numbers[rows])
    return Calibration(readings, *fit_scope(inside, fitted, (predicted.features[known], logits, gold)))


def _reading(logits: NDArray[np.float32], margins: NDArray[np.float32] | None, gold: NDArray[np.int64]) -> Reading:
    """The expert's weight and the temperature with the least log loss together."""
    rows = gold != IGNORED
    best = Reading(1.0, 0.0)
    least = np.inf
    for weight in EXPERT_WEIGHTS if margins is not None else (0.0,):
        summed = Reading(1.0, weight).of(logits, margins)[rows]
        temperature = fit_temperature(summed, gold[rows])
        loss = log_loss(summed / temperature, gold[rows])
        if loss < least:
            best, least = Reading(temperature, weight), loss
    return best
