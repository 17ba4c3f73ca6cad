"""Answer a question from past answers, word for word, or say how unsure it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from scipy.special import logsumexp

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.confidence import Calibrations, Evidence
from knowledge_base.retrieval.lexical import Covered, Lexicon, pieces
from knowledge_base.retrieval.library import Library, Looked
from knowledge_base.retrieval.scoring import Nearness
from knowledge_base.retrieval.vectors import CentredVectors
from understanding.runtime.language import detect

ROWS = 64
CANDIDATES = 5
MOST_CHOICES = 3
"""Questions offered at most when the bot asks back."""

FIT_WEIGHT = 15.0
"""What the fit counts beside the head's logit, chosen on the validation questions."""


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer: its nearest wording, its answer in the asked or its only language.

    ``score`` says how well the entry fits, ``nearest`` is the cosine with that wording.
    """

    entry_id: str
    question: str
    answer: str
    language: str
    score: float
    nearest: float


@dataclass(frozen=True)
class Answer:
    """A past answer, word for word; ``in_customers_language`` is False when the customer's language has no answer."""

    entry_id: str
    question: str
    text: str
    language: str
    in_customers_language: bool
    score: float


@dataclass(frozen=True)
class Found:
    """What a search gave: an answer when sure enough, its probability, the candidates, whether to ask back."""

    answer: Answer | None
    probability: float
    candidates: tuple[Candidate, ...]
    ask_back: bool


@dataclass(frozen=True)
class Ranked:
    """An entry and how well it fits in all and by its vectors."""

    entry: Entry
    score: float
    near: Nearness


class Answerer:
    """Searches the library and decides; ``wrong`` is the share of wrong answers the shop allows, if it says so."""

    def __init__(
        self,
        vectors: CentredVectors,
        library: Library,
        calibrations: Calibrations,
        wrong: float | None = None,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self.vectors = vectors
        self.library = library
        self._calibrations = calibrations
        self._wrong = wrong
        self._today = today

    def search(self, text: str, language: str = "") -> Found:
        """The best past answer to ``text`` for a customer who reads ``language`` (empty: ``text``'s)."""
        if not text.strip():
            return Found(None, 0.0, (), ask_back=False)
        query = self.vectors.query(text)
        looked = self.library.search(query, ROWS, self._today())
        ranked = ranked_entries(looked, query)
        if not ranked:
            return Found(None, 0.0, (), ask_back=False)
        reads = language or ("zh" if detect(text) != "en" else "en")
        calibration = self._calibrations.with_head if looked.logits else self._calibrations.without_head
        answer_at = calibration.answer_at if self._wrong is None else calibration.threshold(self._wrong)
        probability = calibration.probability(evidence_of(text, ranked, looked.logits, self.library.lexicon))
        candidates = tuple(_candidate(one, reads) for one in ranked[:CANDIDATES])
        sure = probability >= answer_at
        return Found(
            answer=self.answer_of(candidates[0].entry_id, language or candidates[0].language) if sure else None,
            probability=probability,
            candidates=candidates,
            ask_back=not sure and probability >= min(calibration.ask_at, answer_at),
        )

    def answer_of(self, entry_id: str, language: str) -> Answer | None:
        """The answer of one entry, for example one the customer chose; None when it is not live any more."""
        entry = self.library.get(entry_id)
        if entry is None or not entry.is_valid(self._today()):
            return None
        spoken = _spoken(entry, language)
        question = _question_in(entry, language)
        return Answer(entry_id, question, entry.answers[spoken], spoken, spoken == language, 1.0)

    def question_in(self, entry_id: str, language: str) -> str:
        """An entry's first wording in a language, to be offered as a choice; its first one when there is none."""
        entry = self.library.get(entry_id)
        if entry is None:
            raise KeyError(entry_id)
        return _question_in(entry, language)


def ranked_entries(looked: Looked, query: Vectors) -> list[Ranked]:
    """The entries of a search, the best first."""
    ranked = []
    for entry_id, vectors in looked.vectors.items():
        near = vectors.near(query)
        score = looked.logits.get(entry_id, 0.0) + FIT_WEIGHT * near.fit
        ranked.append(Ranked(looked.entries[entry_id], score, near))
    return sorted(ranked, key=lambda one: (-one.score, one.entry.entry_id))


def evidence_of(text: str, ranked: Sequence[Ranked], logits: Mapping[str, float], lexicon: Lexicon) -> Evidence:
    """What speaks for the first of the ranked entries."""
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    other = second.near if second else Nearness(0, 0.0, 0.0, 0.0)
    said = pieces(text)
    words = lexicon.covered(said, first.entry)
    less = lexicon.covered(said, second.entry) if second else Covered()
    plain = Evidence(
        fit=first.near.fit,
        fit_lead=first.near.fit - other.fit,
        nearest=first.near.nearest,
        nearest_lead=first.near.nearest - other.nearest,
        answers=first.near.answers,
        answers_lead=first.near.answers - other.answers,
        covered=words.entry,
        covered_lead=words.entry - less.entry,
        in_answers=words.answers,
        in_answers_lead=words.answers - less.answers,
        in_wording=words.wording,
        in_wording_lead=words.wording - less.wording,
        likeness=words.likeness,
        likeness_lead=words.likeness - less.likeness,
        missing=words.missing,
        unknown=lexicon.unknown(said),
        weight=lexicon.weight(said),
        length=len(text),
    )
    if not logits:
        return plain
    return Evidence(**{**vars(plain), **_of_head(first.entry.entry_id, logits), "score_lead": _lead(ranked)})


def _of_head(entry_id: str, logits: Mapping[str, float]) -> dict[str, float]:
    values = np.array(list(logits.values()))
    total = float(logsumexp(values))
    shares = np.exp(values - total)
    share = logits[entry_id] - total
    return {
        "logit": logits[entry_id],
        "share": share,
        "rest": float(np.log(max(1 - np.exp(share), 1e-6))),
        "doubt": float(-(shares * np.maximum(values - total, -700)).sum()),
        "total": total,
    }


def _lead(ranked: Sequence[Ranked]) -> float:
    return ranked[0].score - ranked[1].score if len(ranked) > 1 else ranked[0].score


def _candidate(ranked: Ranked, language: str) -> Candidate:
    entry, near = ranked.entry, ranked.near
    spoken = _spoken(entry, language)
    wording = entry.questions[near.wording].text
    return Candidate(entry.entry_id, wording, entry.answers[spoken], spoken, round(near.fit, 6), near.nearest)


def _question_in(entry: Entry, language: str) -> str:
    own = [question.text for question in entry.questions if question.language == language]
    return own[0] if own else entry.questions[0].text


def _spoken(entry: Entry, language: str) -> str:
    return language if language in entry.answers else min(entry.answers)
