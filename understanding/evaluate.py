"""Measures the fine-tuning on files of one task: learns on train, chooses on dev or a slice of train, reports test."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from understanding.metrics import accuracy, macro_f1, matthews
from understanding.progress import Progress, part_of, silent
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.training.calibrate import calibrate
from understanding.training.data import read_task
from understanding.training.decisions import best_in_scope, decided
from understanding.training.examples import LabelSet
from understanding.training.fit import FitSettings, fit, predict
from understanding.training.groups import split_off
from understanding.training.start import Start

Task = Literal["intent", "sentiment", "topic", "entities"]
SLICE: Final = 0.1
THOROUGH: Final = FitSettings(frozen_layers=4, epochs=8, learning_rate=1e-4, deadline=1500.0)


class NotSupportedError(NotImplementedError):
    """What is asked for is not built yet."""


@dataclass(frozen=True)
class Report:
    """The figures of one evaluation; those that the task does not have are None."""

    accuracy: float
    macro_f1: float
    train_seconds: float
    examples: int
    in_scope_accuracy: float | None = None
    oos_recall: float | None = None
    mcc: float | None = None
    f1: float | None = None

    def to_json(self) -> dict[str, float | int]:
        """The figures that there are, rounded to four places."""
        return {
            name: value if isinstance(value, int) else round(value, 4)
            for name, value in asdict(self).items()
            if value is not None
        }


def evaluate(
    task: Task,
    train: Path,
    test: Path,
    dev: Path | None,
    seed: int,
    encoder: Path,
    progress: Progress = silent,
    settings: FitSettings = THOROUGH,
) -> Report:
    """Fine-tune `encoder` on `train` and report on `test`, which decides nothing.

    Raises TrainingDataError for a bad file and NotSupportedError for entities.
    """
    if task == "entities":
        raise NotSupportedError("evaluate entities is not built yet; intent, sentiment and topic are")
    started = time.monotonic()
    learned, tested = read_task(train, task), read_task(test, task)
    if dev is not None:
        held = read_task(dev, task)
    else:
        learned, held = split_off(learned, SLICE, seed)
    start = Start.load(encoder, LabelSet.of(learned), settings, seed)
    held_corpus = start.corpus(held)
    fit(start.network, start.corpus(learned), held_corpus, settings, seed, part_of(progress, 0.0, 0.95))
    progress(0.95, "reading the test part")
    labels = start.labels.heads[task]
    chosen = calibrate(start.labels, held, predict(start.network, held_corpus))
    train_seconds = time.monotonic() - started
    logits = predict(start.network, start.corpus(tested))[task]
    expected = [example.labels[task] for example in tested]
    if task == "intent":
        predicted = decided(best_in_scope(labels, logits, chosen.temperatures[task]), chosen.in_scope_threshold)
    else:
        predicted = [labels[i] for i in logits.argmax(1)]
    progress(1.0, "done")
    return _report(task, expected, predicted, train_seconds)


def _report(task: Task, expected: list[str], predicted: list[str], train_seconds: float) -> Report:
    inside = [i for i, label in enumerate(expected) if label != OUT_OF_SCOPE]
    outside = [i for i, label in enumerate(expected) if label == OUT_OF_SCOPE]
    in_scope = accuracy([expected[i] for i in inside], [predicted[i] for i in inside])
    return Report(
        accuracy=accuracy(expected, predicted),
        macro_f1=macro_f1(expected, predicted),
        train_seconds=train_seconds,
        examples=len(expected),
        in_scope_accuracy=in_scope if task == "intent" else None,
        oos_recall=sum(predicted[i] == OUT_OF_SCOPE for i in outside) / len(outside) if outside else None,
        mcc=matthews(expected, predicted),
    )
