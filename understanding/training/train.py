"""Trains the classifier that serves: clean, split, fine-tune, calibrate, export, measure, write the folder."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from understanding.encoder.build import save_tokenizer
from understanding.encoder.export import export_int8
from understanding.progress import Progress, part_of, silent
from understanding.runtime.classifier import FEATURES, TAGS, Classifier
from understanding.runtime.lexical import LexicalExpert
from understanding.runtime.spelling import Speller
from understanding.training.calibrate import Calibration, calibrate
from understanding.training.card import Card, write_card
from understanding.training.clean import Cleaned, clean, comparable
from understanding.training.data import TrainingDataError, read_own_data, read_training_data, read_written_part
from understanding.training.examples import Example, LabelSet
from understanding.training.fit import fit
from understanding.training.groups import split_off
from understanding.training.lexical import fit_lexical
from understanding.training.measure import agreement, measures
from understanding.training.settings import FitSettings
from understanding.training.start import Start
from understanding.training.words import words_of

SLICE: Final = 0.08
LEAST_AGREEMENT: Final = 0.85
LEAST_COMPARED: Final = 100
"""On fewer texts one changed decision says nothing."""

LEAST_EXAMPLES: Final = 2
"""A label with fewer examples cannot be learnt and validated."""


class ClassifierDisagreementError(RuntimeError):
    """The quantised classifier decides otherwise than the one in torch too often."""


@dataclass(frozen=True)
class Material:
    """What a classifier is trained and measured on."""

    cleaned: Cleaned
    learned: tuple[Example, ...]
    held: tuple[Example, ...]
    tests: tuple[Example, ...]


def gather(data: Path, own: Path | None, seed: int, validation: bool = True) -> Material:
    """Read and clean the `training_data` folder and a shop's own files, and split off what is held back.

    The shop's own label wins where both label a text. The hand-written validation part is held back as well.
    Raises TrainingDataError with every fault by file and line.
    """
    ours = read_training_data(data)
    if own is not None:
        theirs = read_own_data(own)
        ours = (*theirs, *besides(ours, theirs))
    cleaned = clean(ours)
    _refuse_single_examples(cleaned.examples)
    learned, held = split_off(cleaned.examples, SLICE, seed)
    written = read_written_part(data, "validation") if validation else ()
    return Material(cleaned, learned, (*held, *written), read_written_part(data, "test"))


def besides(ours: Sequence[Example], theirs: Sequence[Example]) -> Iterator[Example]:
    """Our examples without what theirs say of the same texts."""
    taken = {(comparable(example), head) for example in theirs for head in example.labels}
    marked = {comparable(example) for example in theirs if example.spans is not None}
    for example in ours:
        text = comparable(example)
        labels = {head: label for head, label in example.labels.items() if (text, head) not in taken}
        spans = None if text in marked else example.spans
        if labels or spans is not None:
            yield replace(example, labels=labels, spans=spans)


def train_understanding(
    encoder: Path,
    data: Path,
    target: Path,
    seed: int,
    progress: Progress = silent,
    settings: FitSettings | None = None,
    own: Path | None = None,
) -> None:
    """Fine-tune the encoder folder `encoder` on the `training_data` folder `data` and write the classifier to `target`.

    `own` names a shop's own labelled files. Raises TrainingDataError (every fault by file and line),
    EncoderUnavailableError or ClassifierDisagreementError; `target` changes only at the end.
    """
    started = time.monotonic()
    settings = settings or FitSettings.profile("set_up")
    progress(0.0, "reading the training data")
    material = gather(data, own, seed)
    learned, held = material.learned, material.held
    labels = LabelSet.of(learned)
    start = Start.load(encoder, labels, settings, seed)
    held_corpus, learning = start.corpus(held), start.learning_corpus(learned, seed)
    done, features = fit(start.network, learning, held_corpus, settings, seed, part_of(progress, 0.03, 0.85))
    progress(0.85, "calibrating")
    expert = fit_lexical(learned, labels, seed)
    about_held = start.predict(held_corpus)
    calibration = calibrate(labels, expert, (learned, features[: len(learned)]), (held, about_held))
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    progress(0.88, "exporting the classifier in eight bits")
    _export(start, expert, calibration, partial)
    Speller.write(partial / "words.json", *words_of(learned))
    progress(0.95, "measuring the exported classifier")
    classifier = Classifier(partial, threads=settings.threads)
    agreed = agreement(classifier, labels, expert, calibration, held, about_held)
    if len(held) >= LEAST_COMPARED and sum(agreed.values()) < LEAST_AGREEMENT * len(agreed):
        raise ClassifierDisagreementError(f"the quantised classifier agrees with the original only so far: {agreed}")
    parts = {"held": held, "test": material.tests}
    understood = {part: classifier.understand_batch([row.text for row in rows]) for part, rows in parts.items()}
    card = Card(
        settings=settings,
        seed=seed,
        seconds=time.monotonic() - started,
        fit=done,
        material_counts={"learned": _counts(learned), "held": _counts(held), "test": _counts(material.tests)},
        removed=material.cleaned.removed,
        removed_places=material.cleaned.places,
        near_duplicates=material.cleaned.near_duplicates,
        readings=dict(calibration.readings),
        in_scope_threshold=calibration.in_scope_threshold,
        agreement=agreed,
        measured={part: measures(labels, rows, understood[part]) for part, rows in parts.items() if rows},
    )
    shown = "test" if material.tests else "held"
    write_card(card, labels, parts[shown], understood[shown], partial)
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    progress(1.0, "the classifier is ready")


def _refuse_single_examples(examples: Sequence[Example]) -> None:
    counts = _label_counts(examples)
    faults = [
        f"the {head} label {label!r} has one example only ({place}); give it more or take it out"
        for (head, label), (count, place) in counts.items()
        if count < LEAST_EXAMPLES
    ]
    if faults:
        raise TrainingDataError("\n".join(faults))


def _label_counts(examples: Sequence[Example]) -> dict[tuple[str, str], tuple[int, str]]:
    counts: dict[tuple[str, str], tuple[int, str]] = {}
    for example in examples:
        for key in example.labels.items():
            counts[key] = (counts.get(key, (0, ""))[0] + 1, example.place)
    return counts


def _export(start: Start, expert: LexicalExpert, calibration: Calibration, folder: Path) -> None:
    network = start.network.cpu()
    network.merge()
    outputs = [FEATURES, *network.heads]
    tags = [TAGS] if start.labels.tags else []
    export_int8(network, outputs, folder / "classifier.onnx", start.tokenizer, start.prefix, tags)
    save_tokenizer(start.tokenizer, folder)
    expert.write(folder / "lexical.npz")
    if calibration.scope is not None:
        calibration.scope.write(folder / "scope.npz")
    table = {
        "heads": {
            head: {
                "labels": list(labels),
                "temperature": round(calibration.readings[head].temperature, 4),
                "expert_weight": calibration.readings[head].expert_weight,
            }
            for head, labels in start.labels.heads.items()
        },
        "tags": list(start.labels.tags),
        "in_scope_threshold": round(calibration.in_scope_threshold, 4),
        "max_tokens": start.settings.max_tokens,
        "prefix": start.prefix,
    }
    (folder / "heads.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _counts(examples: Sequence[Example]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for example in examples:
        for head in (*example.labels, *(("entities",) if example.spans is not None else ())):
            of_head = counts.setdefault(head, {})
            of_head[example.language] = of_head.get(example.language, 0) + 1
    return {head: dict(sorted(count.items())) for head, count in sorted(counts.items())}
