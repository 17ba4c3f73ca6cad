"""Fit the calibration on the shop's own entries by asking each wording as if it had never been written.

Three trials a question: its own wording taken out (a customer words it anew), its entry taken out (nobody has
answered it yet), its entry's wordings in its language taken out (asked in the other language).
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge_base.confidence import Calibration, Evidence, choose_thresholds, overlap
from knowledge_base.entries import Entry, read_entries
from knowledge_base.index import Vectors
from knowledge_base.vectors import VectorCache
from understanding.runtime.encoder import Encoder

WRONG_SHARE = 0.02
"""Wrong answers shown, at most this share of all trials."""
ASK_FROM = 0.35
"""Probability from which asking back is worth the customer's time."""
SHARES = {"reworded": 1.0, "unanswered": 0.4, "other language": 0.4}
"""Which share of the questions each trial takes, so that about one trial in four has no answer."""


@dataclass(frozen=True)
class Wording:
    """A question as a row of the search: its text, language and entry."""

    text: str
    language: str
    entry_id: str


@dataclass(frozen=True)
class Trial:
    """A question asked while some rows are hidden: what the search said and whether its first entry was right."""

    evidence: Evidence
    right: bool


def calibrate(
    encoder_folder: Path, answers: Path, target: Path, seed: int, progress: Callable[[float, str], None]
) -> None:
    """Encode the shop's wordings, fit the calibration, write both with a card into ``target``."""
    progress(0.05, "past answers")
    encoder = Encoder(encoder_folder, threads=2)
    encoder.warm_up()
    entries = [entry for path in sorted(answers.glob("*.jsonl")) for entry in read_entries(path)]
    wordings = wordings_of(entries)
    progress(0.1, "encoding questions")
    cache = VectorCache(encoder, target / "vectors.npz", target / "vectors.npz")
    vectors = cache.vectors([wording.text for wording in wordings], "query")
    progress(0.7, "calibrating")
    trials = hold_out(wordings, vectors, random.Random(seed))
    fitted, held = split_by_entry(trials, wordings, random.Random(seed))
    calibration = fit(fitted)
    calibration.save(target / "calibration.json")
    (target / "card.json").write_text(json.dumps(card(calibration, held, len(entries), len(wordings)), indent=2))


def wordings_of(entries: Sequence[Entry]) -> list[Wording]:
    """Every wording of every entry; the languages of one entry come from several files."""
    return [
        Wording(question.text, question.language, entry.entry_id) for entry in entries for question in entry.questions
    ]


def hold_out(wordings: Sequence[Wording], vectors: Vectors, chance: random.Random) -> list[tuple[int, Trial]]:
    """All trials, each with the row that was asked."""
    scores = vectors @ vectors.T
    entries = np.array([wording.entry_id for wording in wordings])
    languages = np.array([wording.language for wording in wordings])
    trials = []
    for row in range(len(wordings)):
        own = entries == entries[row]
        hidden = {
            "reworded": np.arange(len(wordings)) == row,
            "unanswered": own,
            "other language": own & (languages == languages[row]),
        }
        for name, mask in hidden.items():
            if chance.random() < SHARES[name]:
                trials.append((row, _asked(row, wordings, np.where(mask, -1.0, scores[row]), entries)))
    return trials


def split_by_entry(
    trials: Sequence[tuple[int, Trial]], wordings: Sequence[Wording], chance: random.Random
) -> tuple[list[Trial], list[Trial]]:
    """Four fifths of the entries to fit on, the rest to report on."""
    entries = sorted({wording.entry_id for wording in wordings})
    held = set(chance.sample(entries, len(entries) // 5))
    fitted = [trial for row, trial in trials if wordings[row].entry_id not in held]
    return fitted, [trial for row, trial in trials if wordings[row].entry_id in held]


def fit(trials: Sequence[Trial]) -> Calibration:
    """A logistic regression on standardised features, and thresholds for ``WRONG_SHARE`` and ``ASK_FROM``."""
    features = np.array([trial.evidence.features() for trial in trials])
    right = np.array([trial.right for trial in trials])
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=1.0).fit((features - means) / scales, right)
    unset = Calibration(
        tuple(means.tolist()),
        tuple(scales.tolist()),
        tuple(model.coef_[0].tolist()),
        float(model.intercept_[0]),
        answer_at=1.0,
        ask_at=1.0,
    )
    probabilities = [unset.probability(trial.evidence) for trial in trials]
    answer_at, ask_at = choose_thresholds(probabilities, right.tolist(), WRONG_SHARE, ASK_FROM)
    return Calibration(unset.means, unset.scales, unset.weights, unset.bias, answer_at, ask_at)


def card(calibration: Calibration, held: Sequence[Trial], entries: int, wordings: int) -> dict[str, float]:
    """What the calibration does on entries it was not fitted on."""
    shown = [trial for trial in held if calibration.probability(trial.evidence) >= calibration.answer_at]
    answerable = sum(trial.right for trial in held) or 1
    return {
        "entries": entries,
        "wordings": wordings,
        "trials": len(held),
        "first_entry_right": sum(trial.right for trial in held) / (len(held) or 1),
        "shown_right_of_findable": sum(trial.right for trial in shown) / answerable,
        "shown_wrong_of_all": sum(not trial.right for trial in shown) / (len(held) or 1),
    }


def _asked(row: int, wordings: Sequence[Wording], scores: NDArray[np.float32], entries: NDArray[np.str_]) -> Trial:
    best = int(np.argmax(scores))
    others = np.where(entries == entries[best], -1.0, scores)
    asked = wordings[row].text
    evidence = Evidence(
        score=float(scores[best]),
        runner_up=float(others.max()),
        overlap=overlap(asked, wordings[best].text),
        length=len(asked),
    )
    return Trial(evidence, bool(entries[best] == entries[row]))
