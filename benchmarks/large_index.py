"""A hundred thousand and a million entries: recall, speed and memory beside hnswlib; the whole answer at the former."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import DATA, PLOT
from benchmarks.asking import BLOCK, FOUND, built, point
from foundation.settings import Settings
from knowledge_base.bootstrap import build_answerer
from knowledge_base.entries import Changes, Entry, Question, read_folder
from knowledge_base.index.local import GraphIndex, load_index
from knowledge_base.index.port import Ids, Vectors
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.library import Library
from knowledge_base.training.questions import read_questions
from understanding.runtime.encoder import Encoder

SIZES = (100_000, 1_000_000)
WIDTHS = (32, 48, 64, 96, 128, 192, 256, 384)
"""How many candidates a search follows."""

QUERIES = 500
ROUNDS = 3
SEED = 7
NEIGHBOURS_OF = 64
RESULTS = Path(__file__).with_name("results") / "large_index.json"
PEER_PYTHON = Path(".venv-bench/bin/python")
CURVES = PLOT.with_name("index_recall.svg")


def measure() -> dict[str, Any]:
    """Both indexes at both sizes, asked in turns on one thread, and the whole answer over the smaller one.

    What is measured already is kept in the results, so a broken run goes on; ``BENCHMARK_ROWS`` names sizes.
    """
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    wanted = (
        [int(rows) for rows in os.environ["BENCHMARK_ROWS"].split(",")] if "BENCHMARK_ROWS" in os.environ else SIZES
    )
    settings = Settings.from_environment()
    encoder = Encoder(settings.models / "encoder", threads=2)
    answerer = build_answerer(settings, encoder)
    entries = read_folder(DATA)
    base = answerer.vectors.wordings([question for entry in entries for question in entry.questions])
    asked = [one.text for one in read_questions(DATA / "validation" / "questions.jsonl")][:QUERIES]
    queries = np.stack([answerer.vectors.query(text) for text in asked])
    if "whole_answer" not in kept:
        kept["whole_answer"] = _whole_answer(answerer, entries, base, asked)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        np.save(folder / "queries.npy", queries)
        for rows in wanted:
            if str(rows) in kept:
                continue
            vectors = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (rows, base.shape[1]))
            for start, block in grown(base, rows):
                vectors[start : start + len(block)] = block
            np.save(folder / "exact.npy", _exact(vectors, queries))
            kept[str(rows)] = _compared(folder)
            kept["measured"] = datetime.now(UTC).date().isoformat()
            RESULTS.write_text(json.dumps(kept, indent=2) + "\n")
            print(rows, json.dumps(kept[str(rows)]), flush=True)
    _plot(kept)
    return kept


def grown(base: Vectors, rows: int) -> Iterator[tuple[int, Vectors]]:
    """Blocks of as many unit vectors as wanted, spread like ``base``: each of its own moved along a near pair's way."""
    import faiss

    exact = faiss.IndexFlatIP(base.shape[1])
    exact.add(base)
    near = exact.search(base, NEIGHBOURS_OF)[1]
    chance = np.random.default_rng(SEED)
    for start in range(0, rows, BLOCK):
        count = min(BLOCK, rows - start)
        own = chance.integers(0, len(base), count)
        one, other = (near[own, chance.integers(0, NEIGHBOURS_OF, count)] for _ in range(2))
        noise = chance.normal(0, 0.3 * base.shape[1] ** -0.5, (count, base.shape[1]))
        block = base[own] + 0.7 * (base[one] - base[other]) + noise
        yield start, (block / np.linalg.norm(block, axis=1, keepdims=True)).astype(np.float32)


def _exact(vectors: Vectors, queries: Vectors) -> Ids:
    scores = np.full((len(queries), FOUND), -np.inf, np.float32)
    ids = np.zeros((len(queries), FOUND), np.int64)
    for start in range(0, len(vectors), BLOCK):
        block = queries @ vectors[start : start + BLOCK].T
        both = np.concatenate([scores, block], axis=1)
        names = np.concatenate([ids, np.broadcast_to(np.arange(start, start + block.shape[1]), block.shape)], axis=1)
        best = np.argpartition(-both, FOUND - 1, axis=1)[:, :FOUND]
        scores, ids = np.take_along_axis(both, best, axis=1), np.take_along_axis(names, best, axis=1)
    return ids


def _compared(folder: Path) -> dict[str, Any]:
    """Build each in a process of its own, then ask them in turns; the best of the rounds counts."""
    commands = {"ours": [sys.executable, "-m", __spec__.name]}
    if PEER_PYTHON.exists():
        commands["hnswlib"] = [str(PEER_PYTHON), "-m", "benchmarks.peer_hnswlib"]
    else:
        print(f"hnswlib is left out: there is no {PEER_PYTHON} (requirements/)", flush=True)
    widths = [str(width) for width in WIDTHS]
    made = {name: _told([*command, "build", str(folder)]) for name, command in commands.items()}
    rounds = [
        {name: _told([*command, "ask", str(folder), *widths]) for name, command in commands.items()}
        for _ in range(ROUNDS)
    ]
    return {name: {**made[name], "points": _best([one[name]["points"] for one in rounds])} for name in commands}


def _told(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "2"}
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _best(rounds: Sequence[Sequence[Mapping[str, float]]]) -> list[Mapping[str, float]]:
    return [min(same, key=lambda point: point["ms"]) for same in zip(*rounds, strict=True)]


def _build(folder: Path) -> dict[str, int]:
    index = GraphIndex(np.load(folder / "vectors.npy", mmap_mode="r").shape[1])
    figures = built(folder, lambda first, block: index.add(np.arange(first, first + len(block)), block))
    (folder / "ours.index").write_bytes(index.dump())
    return figures


def _ask(folder: Path, widths: Sequence[int]) -> dict[str, Any]:
    import faiss

    faiss.omp_set_num_threads(1)
    index = load_index((folder / "ours.index").read_bytes())
    assert isinstance(index, GraphIndex)
    return {"points": [_point(index, width, folder) for width in widths]}


def _point(index: GraphIndex, width: int, folder: Path) -> dict[str, float]:
    index.width = width
    return point(width, folder, lambda query: index.search(query, FOUND).ids[0])


class _Given:
    """Vectors that are there already, handed out in the order they are asked for."""

    fingerprint = "given"

    def __init__(self, rows: Iterator[tuple[int, Vectors]]) -> None:
        self._rows = rows

    def wordings(self, questions: Sequence[Question]) -> Vectors:
        return self._next(len(questions))

    def answers(self, answers: Sequence[tuple[str, str]]) -> Vectors:
        return self._next(len(answers))

    def _next(self, count: int) -> Vectors:
        if not count:
            return np.zeros((0, 0), np.float32)
        rows = next(self._rows)[1]
        assert len(rows) == count
        return rows


def _whole_answer(answerer: Answerer, entries: Sequence[Entry], base: Vectors, asked: Sequence[str]) -> dict[str, Any]:
    """Milliseconds from a question to its answer over so many entries with one wording each, one at a time.

    Their texts are numbered, so that none has been read in training.
    """
    library = Library(_Given(grown(base, 2 * SIZES[0])))
    for start in range(0, SIZES[0], BLOCK):
        block = tuple(_copy(entries[number % len(entries)], number) for number in range(start, start + BLOCK))
        library.apply(Changes(start + 1, block, ()))
    large = copy(answerer)
    large.library = library
    took = []
    for text in asked:
        began = time.perf_counter()
        large.search(text)
        took.append(1000 * (time.perf_counter() - began))
    return {
        "entries": len(library),
        "questions": len(took),
        "p50_ms": round(float(np.quantile(took, 0.5)), 1),
        "p95_ms": round(float(np.quantile(took, 0.95)), 1),
    }


def _copy(entry: Entry, number: int) -> Entry:
    language, text = sorted(entry.answers.items())[number % len(entry.answers)]
    own = [question for question in entry.questions if question.language == language]
    asked = own[number % len(own)]
    return replace(
        entry,
        entry_id=f"{entry.entry_id}-{number}",
        questions=(replace(asked, text=f"{asked.text} ({number})"),),
        answers={language: f"{text} ({number})"},
    )


def _plot(figures: Mapping[str, Any]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "index"
    from matplotlib import pyplot

    sizes = sorted(int(rows) for rows in figures if rows.isdigit())
    figure, axes = pyplot.subplots(1, len(sizes), figsize=(4 * len(sizes), 3.2), sharey=True, squeeze=False)
    for one, rows in zip(axes[0], sizes, strict=True):
        for (name, kept), colour in zip(figures[str(rows)].items(), ("#1f6f5c", "#c2571a"), strict=False):
            points = kept["points"]
            one.plot(
                [p["recall"] for p in points], [1000 / p["ms"] for p in points], "o-", label=name, color=colour, ms=3
            )
        one.set_title(f"{rows:,} rows", fontsize=10)
        one.set_xlabel(f"recall at {FOUND}")
        one.set_yscale("log")
        one.grid(alpha=0.3)
    axes[0][0].set_ylabel("queries a second, one thread")
    axes[0][0].legend()
    figure.tight_layout()
    figure.savefig(CURVES, metadata={"Date": None})
    pyplot.close(figure)


if __name__ == "__main__":
    target = Path(sys.argv[2])
    print(json.dumps(_build(target) if sys.argv[1] == "build" else _ask(target, [int(one) for one in sys.argv[3:]])))
