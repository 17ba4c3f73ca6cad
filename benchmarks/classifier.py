"""The classifier that serves: own test part, slips, speed beside sentence-transformers, and what students lose."""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from actions.models import ModelThreads, Reader
from foundation.settings import Settings
from understanding.runtime.classifier import Classifier
from understanding.training.augment import misspelt
from understanding.training.card import megabytes
from understanding.training.data import read_written_part
from understanding.training.examples import Example, LabelSet
from understanding.training.measure import Figures, measures
from understanding.training.settings import FitSettings
from understanding.training.train import train_understanding

DATA = Path("training_data")
MESSAGE = "where is my parcel, it should have come on monday"
"""Sixteen tokens with the prefix and the marks of beginning and end."""

ROUNDS = 40
CALLERS = 32
SEED = 7


def measure() -> dict[str, Any]:
    """Everything but the students, which `students` trains."""
    models = Settings.from_environment().models
    tests = read_written_part(DATA, "test")
    labels = LabelSet.of(tests)
    classifier = Classifier(models / "understanding")
    classifier.warm_up()
    return {
        "test": _measures(classifier, labels, tests),
        "test_with_slips": _measures(classifier, labels, _with_slips(tests)),
        **_speed(classifier, models / "encoder"),
        **asyncio.run(_throughput(classifier)),
        "megabytes": megabytes(models / "understanding"),
    }


SIZES: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("6 layers", "set_up", {"layers": 6, "frozen_layers": 3, "epochs": 3}),
    ("12 layers, all of them trained (`make train-full`)", "full", {}),
)
"""What is trained to compare with the classifier that serves: name, profile, and what differs from it."""

SIZES_KEPT = Path(__file__).with_name("results") / "students.json"


def students() -> dict[str, Any]:
    """The classifier that serves, a smaller student, and a full training: accuracy, milliseconds, megabytes.

    What is measured already is kept in the results, so a broken run goes on.
    """
    models = Settings.from_environment().models
    tests = read_written_part(DATA, "test")
    labels = LabelSet.of(tests)
    kept: dict[str, Any] = json.loads(SIZES_KEPT.read_text("utf-8")) if SIZES_KEPT.exists() else {}
    table = {"12 layers (serves)": _row(models / "understanding", labels, tests)}
    for name, profile, changes in SIZES:
        if row := kept.get("table", {}).get(name):
            table[name] = row
            continue
        with tempfile.TemporaryDirectory() as scratch:
            target = Path(scratch) / "understanding"
            settings = replace(FitSettings.profile(profile), **changes)  # type: ignore[arg-type]
            train_understanding(models / "encoder", DATA, target, SEED, settings=settings)
            table[name] = _row(target, labels, tests)
        SIZES_KEPT.write_text(json.dumps({"table": table}, ensure_ascii=False, indent=2) + "\n", "utf-8")
        print(name, table[name], flush=True)
    return {"table": table}


def _measures(classifier: Classifier, labels: LabelSet, examples: Sequence[Example]) -> Figures:
    return measures(labels, examples, classifier.understand_batch([example.text for example in examples]))


def _row(folder: Path, labels: LabelSet, tests: Sequence[Example]) -> dict[str, Any]:
    classifier = Classifier(folder)
    classifier.warm_up()
    figures = _measures(classifier, labels, tests)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    row: dict[str, Any] = {"training_s": round(card["seconds"])} | {
        head: round(statistics.mean(one["f1" if head == "entities" else "accuracy"] for one in languages.values()), 4)
        for head, languages in figures.items()
    }
    return row | {"ms": _median(lambda: classifier.understand(MESSAGE)), "megabytes": megabytes(folder)}


def _with_slips(tests: Sequence[Example]) -> list[Example]:
    """A tenth of the letters and characters mistyped; entities move, so they are left out."""
    chance = random.Random(SEED)
    return [replace(e, text=misspelt(e.text, 0.1, chance), spans=None) for e in tests if e.labels]


def _speed(classifier: Classifier, encoder: Path) -> dict[str, float]:
    """One message through all heads, beside the same encoder in full precision; both on one thread, in turns."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    peer = SentenceTransformer(str(encoder), device="cpu")
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: classifier.understand(MESSAGE)))
        theirs.append(_seconds(lambda: peer.encode(["query: " + MESSAGE], show_progress_bar=False)))
    a, b = 1000 * statistics.median(ours), 1000 * statistics.median(theirs)
    return {
        "message_ms": round(a, 2),
        "sentence_transformers_ms": round(b, 2),
        "share_of_sentence_transformers": round(a / b, 3),
    }


async def _throughput(classifier: Classifier) -> dict[str, float]:
    """Messages a second of 32 callers at once and of one after the other, in turns."""
    texts = [example.text for example in read_written_part(DATA, "test")[: 8 * CALLERS]]
    threads = ModelThreads()
    reader = Reader(classifier, threads)
    single: list[float] = []
    parallel: list[float] = []
    for start in range(0, len(texts), CALLERS):
        part = texts[start : start + CALLERS]
        started = time.perf_counter()
        for text in part:
            await reader.understand([text], "en")
        single.append(time.perf_counter() - started)
        started = time.perf_counter()
        await asyncio.gather(*(reader.understand([text], "en") for text in part))
        parallel.append(time.perf_counter() - started)
    threads.close()
    return {
        "messages_per_second_one_by_one": round(len(texts) / sum(single), 1),
        "messages_per_second_32_callers": round(len(texts) / sum(parallel), 1),
        "gain_of_32_callers": round(sum(single) / sum(parallel), 2),
    }


def _median(work: Callable[[], object]) -> float:
    return round(1000 * statistics.median(_seconds(work) for _ in range(ROUNDS)), 2)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
