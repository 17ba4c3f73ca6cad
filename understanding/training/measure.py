"""Measures an exported classifier as it serves."""

from collections.abc import Sequence

import numpy as np

from understanding.metrics import accuracy, expected_calibration_error, macro_f1, span_f1
from understanding.runtime.classifier import INTENT, Classifier
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.model import OUT_OF_SCOPE, Understanding
from understanding.training.calibrate import Calibration
from understanding.training.data import ENTITY_TYPES
from understanding.training.decisions import decided
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Predicted

Figures = dict[str, dict[str, dict[str, float | int]]]


def measures(labels: LabelSet, examples: Sequence[Example], understood: Sequence[Understanding]) -> Figures:
    """Figures by head (and `entities`) and language of what serving understood of the examples."""
    table: Figures = {}
    for head in labels.heads:
        for language in sorted({example.language for example in examples}):
            rows = [i for i, e in enumerate(examples) if head in e.labels and e.language == language]
            if rows:
                expected = [examples[i].labels[head] for i in rows]
                predicted = [getattr(understood[i], head) for i in rows]
                right = np.array([gold == found.label for gold, found in zip(expected, predicted, strict=True)])
                scores = np.array([found.score for found in predicted], np.float32)
                table.setdefault(head, {})[language] = {
                    "examples": len(rows),
                    "accuracy": round(accuracy(expected, [found.label for found in predicted]), 4),
                    "macro_f1": round(macro_f1(expected, [found.label for found in predicted]), 4),
                    "calibration_error": round(expected_calibration_error(right, scores), 4),
                }
    for language in sorted({example.language for example in examples}):
        rows = [i for i, e in enumerate(examples) if e.spans is not None and e.language == language]
        if rows:
            gold = [[(span.type, span.start, span.end) for span in examples[i].spans or ()] for i in rows]
            found = [counted_spans(understood[i]) for i in rows]
            kinds = sorted({kind for row in gold for kind, _, _ in row})
            by_type = {f"f1_{kind}": round(span_f1(gold, found, kind), 4) for kind in kinds}
            f1 = round(span_f1(gold, found), 4)
            table.setdefault("entities", {})[language] = {"examples": len(rows), "f1": f1, **by_type}
    return table


def counted_spans(understood: Understanding) -> list[tuple[str, int, int]]:
    """The entities of the types that sentences are marked with; limits and forms without a label are left out."""
    return [(e.type, e.start, e.end) for e in understood.entities if e.type in ENTITY_TYPES]


def agreement(
    classifier: Classifier,
    labels: LabelSet,
    expert: LexicalExpert,
    calibration: Calibration,
    held: Sequence[Example],
    predicted: Predicted,
) -> dict[str, float]:
    """Share of the held texts with a label for a head on which the exported and the torch model choose the same."""
    served = classifier.probabilities([example.text for example in held])
    table = {}
    for head, names in labels.heads.items():
        rows = [i for i, example in enumerate(held) if head in example.labels]
        texts = [held[i] for i in rows]
        part = Predicted(predicted.features[rows], {name: values[rows] for name, values in predicted.logits.items()})
        _, best, _ = decided(head, labels, calibration, expert, texts, part)
        found = served[head][rows]
        if head == INTENT:
            found = np.where([name != OUT_OF_SCOPE for name in names], found, -1.0)
        chosen = [names[i] for i in found.argmax(1)]
        table[head] = round(accuracy(best, chosen), 4) if rows else 1.0
    return table
