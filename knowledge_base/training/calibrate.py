"""Learn what serving needs from the shop's past answers: vectors, language means, the head, the calibrations.

The calibration is fitted on questions written for the purpose where there are some (``validation/questions.jsonl``
beside the entries), else on the wordings themselves, each asked as if it had never been written.
"""

import json
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from knowledge_base.entries import Changes, Entry, read_folder
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.answerer import MOST_CHOICES, ROWS
from knowledge_base.retrieval.confidence import Calibration, Calibrations, Evidence, risks
from knowledge_base.retrieval.glossary import Glossary
from knowledge_base.retrieval.library import Library, Looked
from knowledge_base.retrieval.ranking import Inquiry, Ranker, asked_in, evidence_of
from knowledge_base.retrieval.reranker import Reranker
from knowledge_base.retrieval.scoring import LanguageMeans
from knowledge_base.retrieval.vectors import CentredVectors, Kind, key_of
from knowledge_base.training.questions import Asked, folds, has_all, only, read_questions
from knowledge_base.training.reading import read_entries
from understanding.progress import part_of
from understanding.runtime.encoder import Encoder

WRONG_SHARE = 0.02
"""Wrong answers shown, at most this share of all questions."""

UNANSWERABLE_SHARE = 0.05
"""Of the questions that no entry answers, at most this share is answered, by the upper bound of what was seen: other
people will ask other questions."""

WRONG_SHARES = (0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05)
"""The shares a shop may choose from."""

WORTH_ASKING = 0.97
"""Of the questions whose answer is among the choices, so many are asked back rather than given up."""

BATCH = 256
STRENGTH = 3.0
LEAST_QUESTIONS = 40
REPEATS = 3
PARTS = 10


@dataclass(frozen=True)
class Trial:
    """What speaks for the first entry found, whether it is right, and whether one of the choices is."""

    evidence: Evidence
    right: bool
    offered: bool
    answerable: bool


def calibrate(
    encoder_folder: Path, answers: Path, target: Path, seed: int, progress: Callable[[float, str], None]
) -> None:
    """Write vectors, tokens, means, head, glossary and calibrations with a card into the folder ``target``."""
    encoder = Encoder(encoder_folder, threads=2)
    encoder.warm_up()
    entries = read_folder(answers)
    read = read_entries(entries, encoder, seed, part_of(progress, 0.0, 0.65))
    read.save(target)
    means = measured_means(entries, read.vectors)
    means.save(target / "means.json")
    progress(0.65, "learning the entries")
    vectors = CentredVectors(encoder, means, {key_of(*text): vector for text, vector in read.vectors.items()})
    library = Library(vectors)
    library.apply(Changes(0, entries, ()))
    if library.head is not None:
        library.head.save(target / "head.npz")
    glossary = Glossary.read(sorted((answers / "glossary").glob("*.jsonl")))
    glossary.save(target / "glossary.jsonl")
    progress(0.75, "calibrating")
    trying = Trying(vectors, Ranker(vectors, glossary, Reranker(encoder, read.space, read.tokens)))
    written = answers / "validation" / "questions.jsonl"
    source = "validation questions" if written.exists() else "the entries' own wordings"
    if written.exists():
        questions = read_questions(written)
        with_head, without_head = zip(*trying.asked(library, questions), strict=True)
    else:
        questions = tuple(asked for fold in folds(entries, seed) for asked in fold.asked)
        with_head, without_head = zip(*trying.folded(entries, seed), strict=True)
    progress(0.9, "calibrating across languages")
    across = tuple(trying.across(entries, questions))
    fits = {
        "with_head": fitted(with_head, seed),
        "without_head": fitted(without_head, seed),
        "across": fitted([trial for trial, _ in across], seed),
        "across_without_head": fitted([trial for _, trial in across], seed),
    }
    Calibrations(**{name: calibration for name, (calibration, _) in fits.items()}).save(target / "calibration.json")
    figures = {name: shares for name, (_, shares) in fits.items()}
    card = {"entries": len(entries), "seed": seed, "calibrated_on": source, **figures}
    (target / "card.json").write_text(json.dumps(card, indent=2))


def measured_means(entries: Sequence[Entry], known: Mapping[tuple[str, Kind], Vectors]) -> LanguageMeans:
    """Mean vectors of wordings and answers in each language."""
    labelled = [
        *((known[one.text, "query"], ("query", one.language)) for entry in entries for one in entry.questions),
        *((known[text, "passage"], ("passage", name)) for entry in entries for name, text in entry.answers.items()),
    ]
    return LanguageMeans.measured(np.stack([vector for vector, _ in labelled]), [label for _, label in labelled])


def fitted(trials: Sequence[Trial], seed: int) -> tuple[Calibration, dict[str, float]]:
    """A logistic regression on standardised features; thresholds and shares from parts it was not fitted on."""
    features, right = _table(trials)
    if not _enough(right):
        return _cautious(len(fields(Evidence))), {"questions": len(trials)}
    held = _held_out(features, right, seed)
    known = risks(held.tolist(), right.tolist(), WRONG_SHARES)
    answer_at = max(
        next(risk.answer_at for risk in known if risk.wrong == WRONG_SHARE),
        _above(held[[not trial.answerable for trial in trials]], UNANSWERABLE_SHARE),
    )
    worth = [p for p, trial in zip(held.tolist(), trials, strict=True) if trial.offered]
    ask_at = min(float(np.quantile(worth, 1 - WORTH_ASKING)), answer_at)
    means, scales, model = _fit(features, right)
    calibration = Calibration(
        tuple(means.tolist()),
        tuple(scales.tolist()),
        tuple(model.coef_[0].tolist()),
        float(model.intercept_[0]),
        answer_at,
        ask_at,
        known,
    )
    return calibration, _shares(trials, right, held >= answer_at, held >= ask_at)


def _above(probabilities: NDArray[np.float64], share: float) -> float:
    """The lowest threshold that so few of the probabilities reach that their share's upper bound is at most ``share``.

    Where even none would be too many, since there are so few of them, none reaches it.
    """
    if not len(probabilities):
        return 0.0
    reached = sum(upper_bound(count, len(probabilities)) <= share for count in range(1, len(probabilities)))
    return float(np.nextafter(np.sort(probabilities)[::-1][reached], 1.0))


def upper_bound(count: int, of: int) -> float:
    """Upper bound of the one-sided 95 % interval of a share (Wilson 1927)."""
    z, share = 1.645, count / of
    centre = share + z * z / (2 * of)
    return (centre + z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)


def _shares(
    trials: Sequence[Trial], right: NDArray[np.bool_], shown: NDArray[np.bool_], asked: NDArray[np.bool_]
) -> dict[str, float]:
    answerable = np.array([trial.answerable for trial in trials])
    offered = np.array([trial.offered for trial in trials])
    return {
        "questions": len(trials),
        "first_entry_right": float(right[answerable].mean()),
        "right_shown": float((shown & right)[answerable].mean()),
        "right_shown_or_offered": float(((shown & right) | (asked & ~shown & offered))[answerable].mean()),
        "wrong_shown": float((shown & ~right).mean()),
        "unanswerable_answered": float(shown[~answerable].mean()) if (~answerable).any() else 0.0,
    }


@dataclass(frozen=True)
class Trying:
    """Asks questions of libraries and notes what speaks for the first entry found and whether it is right."""

    vectors: CentredVectors
    ranker: Ranker

    def asked(self, library: Library, questions: Sequence[Asked]) -> Iterator[tuple[Trial, Trial]]:
        """For each question the trial with the head and the one without."""
        for start in range(0, len(questions), BATCH):
            block = questions[start : start + BATCH]
            for asked, inquiry in zip(block, self.ranker.read([one.text for one in block]), strict=True):
                looked = library.search(inquiry.vector, ROWS, datetime.now(UTC).date())
                yield self._both(asked, inquiry, looked, library)

    def folded(self, entries: Sequence[Entry], seed: int) -> Iterator[tuple[Trial, Trial]]:
        """Each wording asked of a library that lacks it, some also of one that lacks its entry."""
        for fold in folds(entries, seed):
            library = self._library(fold.entries)
            yield from self.asked(library, fold.asked)
            for missing, asked in fold.unanswered:
                (inquiry,) = self.ranker.read([asked.text])
                looked = library.search(inquiry.vector, ROWS, datetime.now(UTC).date())
                near = {one: own for one, own in looked.vectors.items() if one != missing}
                logits = {one: value for one, value in looked.logits.items() if one != missing}
                if near:
                    yield self._both(asked, inquiry, Looked(looked.entries, near, logits), library)

    def across(self, entries: Sequence[Entry], questions: Sequence[Asked]) -> Iterator[tuple[Trial, Trial]]:
        """Questions in one language asked of a library that has all entries in the other: with its head and without."""
        for language, other in (("zh", "en"), ("en", "zh")):
            told = [only(entry, other) for entry in entries if has_all(entry, other)]
            ids = {entry.entry_id for entry in told}
            own = [one for one in questions if asked_in(one.text) == language and one.right <= ids]
            if told and own:
                library = self._library(told)
                yield from self.asked(library, own)

    def _library(self, entries: Sequence[Entry]) -> Library:
        library = Library(self.vectors)
        library.apply(Changes(0, tuple(entries), ()))
        return library

    def _both(self, asked: Asked, inquiry: Inquiry, looked: Looked, library: Library) -> tuple[Trial, Trial]:
        plain = replace(looked, logits={})
        return self._trial(asked, inquiry, looked, library), self._trial(asked, inquiry, plain, library)

    def _trial(self, asked: Asked, inquiry: Inquiry, looked: Looked, library: Library) -> Trial:
        ranked = self.ranker.ranked(inquiry, looked)
        ids = [one.entry.entry_id for one in ranked[:MOST_CHOICES]]
        return Trial(
            evidence_of(asked.text, ranked, looked.logits, library.lexicon),
            right=ids[0] in asked.right,
            offered=bool(asked.right & set(ids)),
            answerable=bool(asked.right),
        )


def _table(trials: Sequence[Trial]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([trial.evidence.features() for trial in trials]), np.array([trial.right for trial in trials])


def _fit(features: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[Any, Any, LogisticRegression]:
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=3000).fit((features - means) / scales, right)
    return means, scales, model


def _held_out(features: NDArray[np.float64], right: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """The probability of each question by models that were not fitted on it, mean over several cuts into parts."""
    held = np.zeros(len(right))
    parts = min(PARTS, int(min(right.sum(), (~right).sum())))
    chance = random.Random(seed)
    for _ in range(REPEATS):
        cut = StratifiedKFold(max(2, parts), shuffle=True, random_state=chance.randrange(1_000_000))
        for learn, ask in cut.split(features, right):
            means, scales, model = _fit(features[learn], right[learn])
            held[ask] += model.predict_proba((features[ask] - means) / scales)[:, 1] / REPEATS
    return held


def _enough(right: NDArray[np.bool_]) -> bool:
    """Whether there are enough questions, some of either kind in every part."""
    return len(right) >= LEAST_QUESTIONS and min(int(right.sum()), int((~right).sum())) >= 4


def _cautious(width: int) -> Calibration:
    """Where there is nothing to calibrate on: nothing is sure, everything is asked back."""
    return Calibration((0.0,) * width, (1.0,) * width, (0.0,) * width, 0.0, answer_at=1.0, ask_at=0.0)
