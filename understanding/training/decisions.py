"""Decisions over many texts at once, by the rules that serving uses."""

from collections.abc import Sequence

import numpy as np

from understanding.runtime.classifier import INTENT, softmax
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.runtime.patterns import masked
from understanding.runtime.tagging import find_spans, legal_moves
from understanding.training.calibrate import Calibration
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Predicted
from understanding.training.start import Start


def decided(
    head: str,
    labels: LabelSet,
    calibration: Calibration,
    expert: LexicalExpert,
    examples: Sequence[Example],
    predicted: Predicted,
) -> tuple[list[str], list[str], list[float]]:
    """For each text the label, the best label in scope, and the probability of that (for intents: to be in scope)."""
    names = labels.heads[head]
    margins = expert.margins([example.seen_text for example in examples]).get(head)
    logits = calibration.readings[head].of(predicted.logits[head], margins)
    if head != INTENT or calibration.scope is None:
        best = [names[i] for i in logits.argmax(1)]
        return best, best, softmax(logits).max(1).tolist()
    inside = np.array([name != OUT_OF_SCOPE for name in names])
    best = [names[i] for i in np.where(inside, logits, -np.inf).argmax(1)]
    scores = calibration.scope.probabilities(logits, predicted.features).tolist()
    threshold = calibration.in_scope_threshold
    labelled = [OUT_OF_SCOPE if score < threshold else label for label, score in zip(best, scores, strict=True)]
    return labelled, best, scores


def tagged(start: Start, examples: Sequence[Example], predicted: Predicted) -> list[list[tuple[str, int, int]]]:
    """The entities (type, start, end) that the tagger alone finds in each text."""
    moves = legal_moves(start.labels.tags)
    found = []
    for example, logits, offsets in zip(examples, predicted.tags, start.offsets(examples), strict=True):
        seen = masked(example.text)
        before = len(start.prefix)
        spans = find_spans(logits, offsets, start.prefix + seen.text, start.labels.tags, moves, before)
        found.append([(kind, *seen.written(first - before, last - before)) for kind, first, last in spans])
    return found
