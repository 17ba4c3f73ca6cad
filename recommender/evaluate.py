"""Measure the recommender on sequences of items: leave one out, full ranking over all items."""

import gzip
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import torch

from recommender.fit import Held, Recipe, fit, measure, no_features
from recommender.model import Size, Trail
from recommender.ranking import Measures
from recommender.vocabulary import FIRST_ITEM, PAD
from understanding.progress import Progress

SHORTEST = 3
"""Below this a sequence cannot give training, validation and test one item each; it is trained on whole."""

VALIDATED = 5000
"""Validation uses at most this many customers, drawn at random: enough to tell epochs apart."""

REPEATS = 0.01
"""Where less than this share of training interactions repeats an earlier item, an item seen is no candidate."""

MANY_ITEMS = 2000
SMALL = Recipe(Size(layers=2, width=64, heads=2, positions=51, dropout=0.3), epochs=200, patience=20)
LARGE = Recipe(
    Size(layers=2, width=128, heads=2, positions=51, dropout=0.4),
    batch=256,
    epochs=200,
    patience=10,
    negatives=1000,
    hidden=0.1,
    late_start=0.0,
)


class MalformedSequencesError(ValueError):
    """A line of a sequences file is not `{"user", "items": [...]}`; the message names file and line."""


@dataclass(frozen=True)
class Report:
    """The figures of design 6.4 and what they rest on."""

    measures: Measures
    validation_ndcg_10: float
    users: int
    items: int
    epochs: int
    seconds: float

    def to_json(self) -> dict[str, float]:
        """The document `concierge evaluate recommender --json` prints."""
        return {
            "hr@5": round(self.measures.hr_5, 6),
            "hr@10": round(self.measures.hr_10, 6),
            "ndcg@5": round(self.measures.ndcg_5, 6),
            "ndcg@10": round(self.measures.ndcg_10, 6),
            "validation_ndcg@10": round(self.validation_ndcg_10, 6),
            "users": self.users,
            "items": self.items,
            "epochs": self.epochs,
            "train_seconds": round(self.seconds, 1),
        }


def read_sequences(path: Path) -> tuple[tuple[str, ...], ...]:
    """The item sequences of a JSONL file (`.gz` accepted), ids as text; raise MalformedSequencesError."""
    found = []
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    found.append(_sequence(line, f"{path}:{number}"))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise MalformedSequencesError(f"{path} cannot be read: {error}") from error
    if not any(len(sequence) >= SHORTEST for sequence in found):
        raise MalformedSequencesError(f"{path} holds no sequence of at least {SHORTEST} items")
    return tuple(found)


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def _sequence(line: str, place: str) -> tuple[str, ...]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise MalformedSequencesError(f"{place}: not JSON: {error.msg}") from error
    if not isinstance(record, dict) or "user" not in record:
        raise MalformedSequencesError(f'{place}: expected an object with "user" and "items"')
    items = record.get("items")
    if not isinstance(items, list) or not all(isinstance(item, (str, int)) and item is not True for item in items):
        raise MalformedSequencesError(f'{place}: "items" must be a list of item ids')
    return tuple(str(item) for item in items)


def evaluate_sequences(
    sequences: Sequence[Sequence[str]],
    seed: int,
    progress: Progress,
    budget_seconds: float = 3600.0,
    recipe: Recipe | None = None,
) -> Report:
    """Train on all but the last two items of each customer, choose on the last but one, test once on the last."""
    started = time.monotonic()
    names = sorted({item for sequence in sequences for item in sequence})
    many = len(names) > MANY_ITEMS
    torch.set_num_threads(2 if many else 1)  # on small matrices a second thread only waits
    token = {name: FIRST_ITEM + place for place, name in enumerate(names)}
    trails = [_trail([token[item] for item in sequence]) for sequence in sequences]
    whole = [trail for trail in trails if len(trail) >= SHORTEST]
    training = [trail.before(-2) if len(trail) >= SHORTEST else trail for trail in trails]
    excluded = _seen if _share_of_repeats(training) < REPEATS else None
    fitted = fit(
        training,
        _some([Held(trail.before(-2), trail.items[-2]) for trail in whole], seed),
        no_features(FIRST_ITEM + len(names)),
        recipe or (LARGE if many else SMALL),
        seed,
        started + budget_seconds,
        progress,
        excluded=excluded,
    )
    table = fitted.model.transformer.wte.weight.detach()
    test = [Held(trail.before(-1), trail.items[-1]) for trail in whole]
    return Report(
        measure(fitted.model, table, test, excluded),
        fitted.ndcg_10,
        len(whole),
        len(names),
        fitted.epochs,
        time.monotonic() - started,
    )


def _trail(tokens: list[int]) -> Trail:
    return Trail(tuple(tokens), (PAD,) * len(tokens))


def _some(held: list[Held], seed: int) -> list[Held]:
    if len(held) <= VALIDATED:
        return held
    drawn = np.random.default_rng(seed).choice(len(held), VALIDATED, replace=False)
    return [held[place] for place in drawn]


def _seen(context: Trail) -> set[int]:
    return set(context.items)


def _share_of_repeats(trails: Sequence[Trail]) -> float:
    interactions = sum(len(trail) for trail in trails)
    different = sum(len(set(trail.items)) for trail in trails)
    return (interactions - different) / max(interactions, 1)


def lines_of(report: Report) -> Iterator[str]:
    """The report in words, a line each."""
    found = report.measures
    yield f"HR@5 {found.hr_5:.4f}  HR@10 {found.hr_10:.4f}  NDCG@5 {found.ndcg_5:.4f}  NDCG@10 {found.ndcg_10:.4f}"
    yield f"{report.users} customers, {report.items} items, {report.epochs} epochs, {report.seconds:.0f} s"
