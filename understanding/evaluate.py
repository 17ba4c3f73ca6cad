"""Measures the fine-tuning on files of one task: learns on train, chooses on dev or a slice of train, reports test."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from understanding.metrics import accuracy, area_under_curve, macro_f1, matthews, span_f1
from understanding.progress import Progress, part_of, silent
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.training.calibrate import Calibration, calibrate
from understanding.training.clean import clean
from understanding.training.data import TrainingDataError, read_task
from understanding.training.decisions import decided, tagged
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import Predicted, fit
from understanding.training.groups import split_off
from understanding.training.lexical import fit_lexical
from understanding.training.settings import FitSettings
from understanding.training.start import Start

Task = Literal["intent", "sentiment", "topic", "entities"]
SLICE: Final = 0.1
FEW: Final = 1000


@dataclass(frozen=True)
class Report:
    """The figures of one evaluation; those that the task does not have are None.

    `accuracy`, `in_scope_accuracy`, `oos_recall` and `mcc` are at the threshold chosen without the test part, or
    without rejecting anything where neither training nor test part knows texts out of scope;
    `in_scope_top1` is what nothing rejected would give, `auroc` how well the scope separates at any threshold, and
    `hindsight_mcc` the best threshold's, known only afterwards. `unknown_labels` counts test labels never trained on.
    """

    accuracy: float
    macro_f1: float
    train_seconds: float
    examples: int
    in_scope_accuracy: float | None = None
    in_scope_top1: float | None = None
    oos_recall: float | None = None
    mcc: float | None = None
    auroc: float | None = None
    hindsight_mcc: float | None = None
    f1: float | None = None
    unknown_labels: int = 0

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
    settings: FitSettings | None = None,
) -> Report:
    """Fine-tune `encoder` on `train` and report on `test`, which decides nothing.

    Without `settings` the profile follows the number of examples. Raises TrainingDataError for a bad file.
    """
    learned, tested = clean(read_task(train, task)).examples, read_task(test, task)
    held = read_task(dev, task) if dev is not None else ()
    report = learn(task, learned, held, seed, encoder, part_of(progress, 0.0, 0.9), settings).report(tested)
    progress(1.0, "done")
    return report


@dataclass(frozen=True)
class Learnt:
    """A fine-tuned network with all that was chosen for reading it, ready to be measured on any examples."""

    task: Task
    start: Start
    expert: LexicalExpert
    calibration: Calibration | None
    seconds: float

    def report(self, tested: Sequence[Example]) -> Report:
        """The figures on examples that decide nothing."""
        found = self.start.predict(self.start.corpus(tuple(tested)))
        if self.calibration is None:
            return _entity_report(self.start, tested, found, self.seconds)
        labels, task = self.start.labels, self.task
        predicted, best, scores = decided(task, labels, self.calibration, self.expert, tested, found)
        expected = [example.labels[task] for example in tested]
        if OUT_OF_SCOPE not in (*expected, *labels.heads[task]):
            predicted = best  # nothing is out of scope here, so nothing is rejected
        scope = _scope_figures(expected, predicted, best, scores) if task == "intent" else _NO_SCOPE
        return Report(
            accuracy=accuracy(expected, predicted),
            macro_f1=macro_f1(expected, predicted),
            train_seconds=self.seconds,
            examples=len(expected),
            mcc=matthews(expected, predicted),
            in_scope_accuracy=scope.accuracy,
            in_scope_top1=scope.top1,
            oos_recall=scope.recall,
            auroc=scope.auroc,
            hindsight_mcc=scope.hindsight_mcc,
            unknown_labels=len(set(expected) - set(labels.heads[task]) - {OUT_OF_SCOPE}),
        )


def settings_for(learned: Sequence[Example]) -> FitSettings:
    """The profile that suits so many examples."""
    return FitSettings.profile("evaluate" if len(learned) >= FEW else "evaluate_few")


def learn(
    task: Task,
    learned: Sequence[Example],
    held: Sequence[Example],
    seed: int,
    encoder: Path,
    progress: Progress = silent,
    settings: FitSettings | None = None,
) -> Learnt:
    """Fine-tune on `learned` and choose on `held`; without held examples a slice of the learned ones is held.

    Raises TrainingDataError when there is nothing to tell apart.
    """
    started = time.monotonic()
    if not learned:
        raise TrainingDataError("no example is left to train on")
    settings = settings or settings_for(learned)
    if not held:
        learned, held = split_off(learned, SLICE, seed)
    labels = LabelSet.of(learned)
    names = labels.heads.get(task, ())
    if task != "entities" and len(names) < 2:
        known = ", ".join(map(repr, names)) or "none"
        raise TrainingDataError(f"too few labels are left to learn from ({known}); two are needed")
    if task == "entities" and not labels.tags:
        raise TrainingDataError("the training file marks no entity")
    start = Start.load(encoder, labels, settings, seed)
    held_corpus = start.corpus(tuple(held))
    learning = start.learning_corpus(tuple(learned), seed)
    _, features = fit(start.network, learning, held_corpus, settings, seed, progress)
    expert = fit_lexical(learned, labels, seed)
    calibration = None
    if task != "entities":
        about_held = start.predict(held_corpus)
        calibration = calibrate(labels, expert, (learned, features[: len(learned)]), (held, about_held))
    return Learnt(task, start, expert, calibration, time.monotonic() - started)


@dataclass(frozen=True)
class _Scope:
    accuracy: float | None = None
    top1: float | None = None
    recall: float | None = None
    auroc: float | None = None
    hindsight_mcc: float | None = None


_NO_SCOPE: Final = _Scope()


def _scope_figures(
    expected: Sequence[str], predicted: Sequence[str], best: Sequence[str], scores: Sequence[float]
) -> _Scope:
    inside = [i for i, label in enumerate(expected) if label != OUT_OF_SCOPE]
    outside = [i for i, label in enumerate(expected) if label == OUT_OF_SCOPE]
    gold = [expected[i] for i in inside]
    right = accuracy(gold, [predicted[i] for i in inside])
    top1 = accuracy(gold, [best[i] for i in inside])
    if not outside:
        return _Scope(right, top1)
    values = np.array(scores, np.float32)

    def at(cut: float) -> float:
        rejected = [OUT_OF_SCOPE if score < cut else label for label, score in zip(best, scores, strict=True)]
        return matthews(expected, rejected)

    recall = sum(predicted[i] == OUT_OF_SCOPE for i in outside) / len(outside)
    hindsight = max(matthews(expected, predicted), *(at(cut) for cut in np.linspace(0.0, 1.0, 101).tolist()))
    return _Scope(right, top1, recall, area_under_curve(values[inside], values[outside]), hindsight)


def _entity_report(start: Start, tested: Sequence[Example], predicted: Predicted, train_seconds: float) -> Report:
    """F1 of whole entities; accuracy is the share of texts without a fault, macro F1 the mean over the types."""
    found = tagged(start, tested, predicted)
    expected = [[(span.type, span.start, span.end) for span in example.spans or ()] for example in tested]
    types = sorted({kind for row in (*expected, *found) for kind, _, _ in row})
    of_type = [span_f1(expected, found, kind) for kind in types]
    exact = sum(set(a) == set(b) for a, b in zip(expected, found, strict=True)) / max(1, len(expected))
    unknown = len({kind for row in expected for kind, _, _ in row} - {tag[2:] for tag in start.labels.tags})
    return Report(
        accuracy=exact,
        macro_f1=sum(of_type) / max(1, len(of_type)),
        train_seconds=train_seconds,
        examples=len(expected),
        f1=span_f1(expected, found),
        unknown_labels=unknown,
    )
