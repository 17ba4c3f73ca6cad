"""Trains the classifier that serves: fine-tune, calibrate, export, measure, write the folder."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from understanding.encoder.build import save_tokenizer
from understanding.encoder.export import export_int8
from understanding.metrics import accuracy, macro_f1
from understanding.progress import Progress, part_of, silent
from understanding.runtime.classifier import INTENT
from understanding.runtime.session import TextSession
from understanding.training.calibrate import Calibration, calibrate
from understanding.training.data import read_test_data, read_training_data
from understanding.training.decisions import best_in_scope, decided
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Fit, FitSettings, fit, predict
from understanding.training.groups import split_off
from understanding.training.start import Start

SLICE: Final = 0.1
FEATURES: Final = "features"
LEAST_AGREEMENT: Final = 0.85
LEAST_COMPARED: Final = 100
"""On fewer texts one changed decision says nothing."""


class ClassifierDisagreementError(RuntimeError):
    """The quantised classifier decides otherwise than the one in torch too often."""


def train_understanding(
    encoder: Path,
    data: Path,
    target: Path,
    seed: int,
    progress: Progress = silent,
    settings: FitSettings | None = None,
) -> None:
    """Fine-tune the encoder folder `encoder` on the `training_data` folder `data` and write the classifier to `target`.

    Raises TrainingDataError (every fault by file and line), EncoderUnavailableError or ClassifierDisagreementError;
    `target` changes only at the end.
    """
    started = time.monotonic()
    progress(0.0, "reading the training data")
    examples, tests = read_training_data(data), read_test_data(data)
    learned, held = split_off(examples, SLICE, seed)
    start = Start.load(encoder, LabelSet.of(learned), settings or FitSettings(), seed)
    held_corpus = start.corpus(held)
    done = fit(start.network, start.corpus(learned), held_corpus, start.settings, seed, part_of(progress, 0.03, 0.85))
    logits = predict(start.network, held_corpus)
    calibration = calibrate(start.labels, held, logits)
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    progress(0.87, "exporting the classifier in eight bits")
    _export(start, calibration, partial)
    progress(0.95, "measuring the exported classifier")
    card = _card(start, calibration, partial, learned, held, tests, logits, done)
    card["seconds"] = round(time.monotonic() - started, 1)
    card["seed"] = seed
    (partial / "card.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    progress(1.0, "the classifier is ready")


def _export(start: Start, calibration: Calibration, folder: Path) -> None:
    outputs = [FEATURES, *start.network.heads]
    export_int8(start.network.cpu(), outputs, folder / "classifier.onnx", start.tokenizer, start.prefix)
    save_tokenizer(start.tokenizer, folder)
    table = {
        "heads": {
            head: {"labels": list(labels), "temperature": round(calibration.temperatures[head], 4)}
            for head, labels in start.labels.heads.items()
        },
        "in_scope_threshold": round(calibration.in_scope_threshold, 4),
        "max_tokens": start.settings.max_tokens,
        "prefix": start.prefix,
    }
    (folder / "heads.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _card(
    start: Start,
    calibration: Calibration,
    folder: Path,
    learned: Sequence[Example],
    held: Sequence[Example],
    tests: Sequence[Example],
    torch_logits: Mapping[str, NDArray[np.float32]],
    done: Fit,
) -> dict[str, object]:
    session = TextSession(folder / "classifier.onnx", folder / "tokenizer.json", start.settings.max_tokens, threads=2)
    heads = tuple(start.labels.heads)
    served = session.run([start.prefix + example.seen_text for example in held], heads)
    agreement = {head: _agreement(head, held, served[head], torch_logits[head]) for head in heads}
    if len(held) >= LEAST_COMPARED and sum(agreement.values()) < LEAST_AGREEMENT * len(agreement):
        raise ClassifierDisagreementError(f"the quantised classifier agrees with the original only so far: {agreement}")
    card: dict[str, object] = {
        "examples": _counts(learned),
        "slice_examples": _counts(held),
        "epochs": done.epochs,
        "best_epoch": done.best_epoch,
        "slice_accuracy_by_epoch": [round(value, 4) for value in done.slice_accuracy],
        "fit_seconds": round(done.seconds, 1),
        "agreement_with_torch": agreement,
        "slice": _measures(start.labels, calibration, held, served),
    }
    if tests:
        logits = session.run([start.prefix + example.seen_text for example in tests], heads)
        card["test"] = _measures(start.labels, calibration, tests, logits)
    return card


def _agreement(
    head: str, held: Sequence[Example], served: NDArray[np.float32], torch_logits: NDArray[np.float32]
) -> float:
    """Share of the slice's texts with a label for `head` on which both models choose the same."""
    rows = [i for i, example in enumerate(held) if head in example.labels]
    if not rows:
        return 1.0
    return round(float((served[rows].argmax(1) == torch_logits[rows].argmax(1)).mean()), 4)


def _counts(examples: Sequence[Example]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for example in examples:
        for head in example.labels:
            counts.setdefault(head, Counter())[example.language] += 1
    return {head: dict(sorted(count.items())) for head, count in sorted(counts.items())}


def _measures(
    labels: LabelSet,
    calibration: Calibration,
    examples: Sequence[Example],
    logits: Mapping[str, NDArray[np.float32]],
) -> dict[str, dict[str, dict[str, float | int]]]:
    """Accuracy and macro F1 by head and language, decided as in serving."""
    table: dict[str, dict[str, dict[str, float | int]]] = {}
    for head, names in labels.heads.items():
        for language in sorted({example.language for example in examples}):
            rows = [i for i, e in enumerate(examples) if head in e.labels and e.language == language]
            if not rows:
                continue
            expected = [examples[i].labels[head] for i in rows]
            if head == INTENT:
                best = best_in_scope(names, logits[head][rows], calibration.temperatures[head])
                predicted = decided(best, calibration.in_scope_threshold)
            else:
                predicted = [names[i] for i in logits[head][rows].argmax(1)]
            table.setdefault(head, {})[language] = {
                "examples": len(rows),
                "accuracy": round(accuracy(expected, predicted), 4),
                "macro_f1": round(macro_f1(expected, predicted), 4),
            }
    return table
