"""The fine-tuning on public data, beside its peers: linear model, frozen encoder, setfit and Rasa's DIET."""

import gzip
import json
import os
import random
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np

from benchmarks.draw_real import benchmarks_root
from foundation.settings import Settings
from understanding.evaluate import SLICE, learn, settings_for
from understanding.metrics import accuracy, choose_threshold, macro_f1, matthews
from understanding.runtime.encoder import Encoder
from understanding.runtime.model import OUT_OF_SCOPE
from understanding.training.clean import clean
from understanding.training.data import read_task
from understanding.training.examples import Example
from understanding.training.groups import split_off
from understanding.training.scope import FOREIGN_SHARE

RESULTS = Path(__file__).with_name("results") / "fine_tuning.json"
SEEDS = (7, 8, 9, 10, 11)
SUBSET = 8_000
"""Of the reviews so many are trained on: all of them would take hours on two cores."""


@dataclass(frozen=True)
class Parts:
    """A task's examples: to learn, to choose on (empty: a slice of the former), to report."""

    task: str
    train: tuple[Example, ...]
    dev: tuple[Example, ...]
    test: tuple[Example, ...]


@dataclass(frozen=True)
class Set:
    """A public set: how it is read for a seed, the seeds, and the settings that differ from the profile's."""

    read: Callable[[Path, int], Parts]
    seeds: tuple[int, ...] = (7,)
    changes: tuple[tuple[str, float], ...] = ()


def _files(task: str, train: str, test: str, dev: str = "") -> Callable[[Path, int], Parts]:
    def read(root: Path, seed: int) -> Parts:
        held = read_task(root / dev, task) if dev else ()
        return Parts(task, read_task(root / train, task), held, read_task(root / test, task))

    return read


def _ten_a_class(root: Path, seed: int) -> Parts:
    parts = _files("intent", "banking77/train.jsonl.gz", "banking77/test.jsonl")(root, seed)
    by_label: dict[str, list[Example]] = {}
    for example in random.Random(seed).sample(parts.train, len(parts.train)):
        by_label.setdefault(example.labels["intent"], []).append(example)
    return replace(parts, train=tuple(e for rows in by_label.values() for e in rows[:10]))


def _reviews(field: str, task: str) -> Callable[[Path, int], Parts]:
    def read(root: Path, seed: int) -> Parts:
        folder = root / "online_shopping_10_cats"
        rows = {part: _review_rows(folder / f"{part}.jsonl.gz", field, task) for part in ("train", "dev", "test")}
        train = tuple(random.Random(seed).sample(rows["train"], SUBSET))
        return Parts(task, train, tuple(rows["dev"][:1000]), tuple(rows["test"]))

    return read


def _review_rows(file: Path, field: str, task: str) -> list[Example]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [Example(row["text"], {task: str(row[field])}) for row in map(json.loads, lines) if row["text"].strip()]


def _without_aspect(root: Path, seed: int) -> Parts:
    parts = _laptop(root, seed)
    bare = {name: tuple(replace(e, aspect="") for e in getattr(parts, name)) for name in ("train", "test")}
    return replace(parts, **bare)


_laptop = _files("sentiment", "absa_products_en/laptop14/train.jsonl", "absa_products_en/laptop14/test.jsonl")

SETS: dict[str, Set] = {
    "jddc_intent": Set(_files("intent", "jddc_intent/train.jsonl", "jddc_intent/test.jsonl", "jddc_intent/dev.jsonl")),
    "hint3_sofmattress": Set(_files("intent", "hint3/sofmattress/train.jsonl", "hint3/sofmattress/test.jsonl"), SEEDS),
    "hint3_curekart": Set(_files("intent", "hint3/curekart/train.jsonl", "hint3/curekart/test.jsonl"), SEEDS),
    "clinc150": Set(
        _files("intent", "clinc150/train.jsonl.gz", "clinc150/test.jsonl", "clinc150/dev.jsonl"),
        changes=(("epochs", 3),),
    ),
    "banking77": Set(_files("intent", "banking77/train.jsonl.gz", "banking77/test.jsonl"), changes=(("epochs", 3),)),
    "banking77_ten_a_class": Set(_ten_a_class),
    "absa_laptop_aspect": Set(_laptop),
    "absa_laptop": Set(_without_aspect),
    "taobao_ner": Set(
        _files("entities", "taobao_ner/train.jsonl.gz", "taobao_ner/test.jsonl", "taobao_ner/dev.jsonl"),
        changes=(("epochs", 3),),
    ),
    "reviews_sentiment": Set(_reviews("label", "sentiment"), changes=(("epochs", 2), ("frozen_layers", 6))),
    "reviews_topic": Set(_reviews("category", "topic"), changes=(("epochs", 2), ("frozen_layers", 6))),
}


def measure() -> dict[str, Any]:
    """Every set and every peer; what is measured already is kept in the results, so a broken run goes on."""
    root = benchmarks_root()
    if not (root / "jddc_intent").exists():
        raise FileNotFoundError(2, "no public data", str(root))
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    wanted = os.environ.get("BENCHMARK_SETS", "").split(",") if "BENCHMARK_SETS" in os.environ else SETS
    for name in wanted:
        for model, run in (("ours", _ours), *PEERS.items()):
            if model in kept.get(name, {}):
                continue
            if found := run(name, root):
                kept.setdefault(name, {})[model] = found
                RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")
                print(name, model, json.dumps(found), flush=True)
    return kept


def _ours(name: str, root: Path) -> dict[str, Any]:
    rows = []
    for seed in SETS[name].seeds:
        parts = SETS[name].read(root, seed)
        train = clean(parts.train).examples
        settings = replace(settings_for(train), **dict(SETS[name].changes))  # type: ignore[arg-type]
        encoder = Settings.from_environment().models / "encoder"
        task: Any = parts.task
        learnt = learn(task, train, parts.dev, seed, encoder, settings=settings)
        figures = learnt.report(parts.test).to_json()
        if name == "taobao_ner":
            unseen = learnt.report(read_task(root / "taobao_ner" / "test_clean.jsonl", task))
            figures |= {"clean_f1": round(unseen.f1 or 0.0, 4)}
        rows.append(figures)
    return _summary(rows)


def _summary(rows: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Means over the seeds, and with several of them the half width of the 95 % interval (Student's t)."""
    table: dict[str, Any] = {key: round(mean(row[key] for row in rows), 4) for key in rows[0]}
    if len(rows) > 1:
        width = 2.776 / len(rows) ** 0.5  # t of four degrees of freedom; there are five seeds
        table["interval"] = {key: round(width * stdev(row[key] for row in rows), 4) for key in rows[0]}
        table["seeds"] = len(rows)
    return table


def _texts(examples: Sequence[Example]) -> list[str]:
    return [f"{example.aspect}: {example.text}" if example.aspect else example.text for example in examples]


def _labels(parts: Parts, examples: Sequence[Example]) -> list[str]:
    return [example.labels[parts.task] for example in examples]


def _classified(
    parts: Parts, scores: Callable[[Sequence[Example], Sequence[Example]], tuple[list[str], Any]]
) -> dict[str, Any]:
    """A peer's figures; where the test holds texts out of scope, at a threshold chosen as for ours."""
    started = time.monotonic()
    gold = _labels(parts, parts.test)
    if OUT_OF_SCOPE not in gold:
        names, table = scores(parts.train, parts.test)
        predicted = [names[i] for i in table.argmax(1)]
        seconds = time.monotonic() - started
        return {
            "accuracy": round(accuracy(gold, predicted), 4),
            "macro_f1": round(macro_f1(gold, predicted), 4),
            "train_seconds": round(seconds, 1),
        }
    kept, held = (parts.train, parts.dev) if parts.dev else split_off(parts.train, SLICE, SEEDS[0])
    names, table = scores(kept, [*held, *parts.test])
    inside = [i for i, name in enumerate(names) if name != OUT_OF_SCOPE]
    best = [names[inside[i]] for i in table[:, inside].argmax(1)]
    margin = table[:, inside].max(1)
    low, high = margin.min(), margin.max()
    score = ((margin - low) / (high - low)).astype(np.float32)
    held_gold = _labels(parts, held)
    right = np.array([a == b for a, b in zip(held_gold, best[: len(held)], strict=True)])
    within = np.array([label != OUT_OF_SCOPE for label in held_gold])
    cut = choose_threshold(right, within, score[: len(held)], FOREIGN_SHARE)
    best, score = best[len(held) :], score[len(held) :]
    predicted = [OUT_OF_SCOPE if s < cut else label for s, label in zip(score, best, strict=True)]
    in_scope = [i for i, label in enumerate(gold) if label != OUT_OF_SCOPE]
    foreign = [i for i, label in enumerate(gold) if label == OUT_OF_SCOPE]
    return {
        "accuracy": round(accuracy(gold, predicted), 4),
        "macro_f1": round(macro_f1(gold, predicted), 4),
        "in_scope_accuracy": round(accuracy([gold[i] for i in in_scope], [predicted[i] for i in in_scope]), 4),
        "in_scope_top1": round(accuracy([gold[i] for i in in_scope], [best[i] for i in in_scope]), 4),
        "oos_recall": round(sum(predicted[i] == OUT_OF_SCOPE for i in foreign) / len(foreign), 4),
        "mcc": round(matthews(gold, predicted), 4),
        "train_seconds": round(time.monotonic() - started, 1),
    }


def _linear(name: str, root: Path) -> dict[str, Any]:
    """Character tf-idf and a linear support vector machine, grams chosen on dev or by cross-validation."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    parts = SETS[name].read(root, SEEDS[0])
    if parts.task == "entities":
        return {}
    grams = (1, 2) if name in CHINESE else (2, 5)

    def scores(learned: Sequence[Example], asked: Sequence[Example]) -> tuple[list[str], Any]:
        vectors = TfidfVectorizer(
            analyzer="char_wb" if grams == (2, 5) else "char", ngram_range=grams, sublinear_tf=True
        )
        model = LinearSVC(C=0.5, random_state=SEEDS[0]).fit(
            vectors.fit_transform(_texts(learned)), _labels(parts, learned)
        )
        table = model.decision_function(vectors.transform(_texts(asked)))
        return list(model.classes_), np.stack([-table, table], 1) if table.ndim == 1 else table

    return _classified(parts, scores)


def _frozen(name: str, root: Path) -> dict[str, Any]:
    """The frozen sentence encoder and logistic regression."""
    from sklearn.linear_model import LogisticRegression

    parts = SETS[name].read(root, SEEDS[0])
    if parts.task == "entities":
        return {}
    encoder = Encoder(Settings.from_environment().models / "encoder", threads=2)

    def scores(learned: Sequence[Example], asked: Sequence[Example]) -> tuple[list[str], Any]:
        model = LogisticRegression(C=30.0, max_iter=300)
        model.fit(encoder.encode(_texts(learned), "query"), _labels(parts, learned))
        return list(model.classes_), model.predict_proba(encoder.encode(_texts(asked), "query"))

    return _classified(parts, scores)


def _other_environment(name: str, root: Path, python: Path, script: str, vectors: bool = False) -> dict[str, Any]:
    """A peer for few examples in an environment of its own: it reads the parts as JSON and gives scores back."""
    if name not in FEW_SHOT:
        return {}
    if not python.exists():
        print(f"{script} is left out: there is no {python} (requirements/)", flush=True)
        return {}
    parts = SETS[name].read(root, SEEDS[0])
    encoder = Settings.from_environment().models / "encoder"

    def scores(learned: Sequence[Example], asked: Sequence[Example]) -> tuple[list[str], Any]:
        texts = [*_texts(learned), *_texts(asked)]
        given: dict[str, Any] = {
            "train": list(zip(_texts(learned), _labels(parts, learned), strict=True)),
            "test": _texts(asked),
        }
        if vectors:
            given["vectors"] = Encoder(encoder, threads=2).encode(texts, "query").tolist()
        done = subprocess.run(
            [str(python), str(Path(__file__).with_name(script)), str(encoder)],
            input=json.dumps(given),
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        return answer["labels"], np.array(answer["scores"], np.float32)

    return _classified(parts, scores)


def _setfit(name: str, root: Path) -> dict[str, Any]:
    """Contrastive fine-tuning of the same encoder (Tunstall et al. 2022)."""
    return _other_environment(name, root, Path(".venv-bench/bin/python"), "peer_setfit.py")


def _diet(name: str, root: Path) -> dict[str, Any]:
    """Rasa's own intent classifier with the same encoder's vectors among its features (Bunk et al. 2020)."""
    return _other_environment(name, root, Path(".venv-rasa/bin/python"), "peer_diet.py", vectors=True)


PEERS: dict[str, Callable[[str, Path], dict[str, Any]]] = {
    "linear_svm": _linear,
    "frozen_encoder": _frozen,
    "setfit": _setfit,
    "rasa_diet": _diet,
}
CHINESE = frozenset({"jddc_intent", "reviews_sentiment", "reviews_topic"})
FEW_SHOT = frozenset({"hint3_sofmattress", "hint3_curekart"})
"""Where setfit and DIET fit: elsewhere they take hours on two cores."""
