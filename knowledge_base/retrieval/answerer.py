"""Answer a question from past answers, word for word, or say how unsure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.retrieval.confidence import Calibration, Evidence, overlap
from knowledge_base.entries import Entry
from knowledge_base.index.port import FlatIndex, VectorIndex, Vectors
from knowledge_base.retrieval.scoring import EntryVectors, LanguageMeans
from knowledge_base.retrieval.vectors import VectorCache
from understanding.runtime.language import detect

ROWS = 64
CANDIDATES = 5


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
class _Snapshot:
    """The live entries at one revision; ``owners`` names the entry of each row of the index."""

    revision: int
    entries: dict[str, Entry]
    vectors: dict[str, EntryVectors]
    owners: tuple[str, ...]
    index: VectorIndex


class Answerer:
    """Searches one snapshot of the live entries; ``refresh`` swaps in the next one whole."""

    def __init__(self, vectors: VectorCache, means: LanguageMeans, calibration: Calibration) -> None:
        self._vectors = vectors
        self._means = means
        self._calibration = calibration
        self._snapshot: _Snapshot | None = None

    @property
    def revision(self) -> int:
        """The revision of the entries being answered from, -1 before the first refresh."""
        return self._snapshot.revision if self._snapshot else -1

    def refresh(self, entries: Sequence[Entry], revision: int) -> None:
        """Index these entries and answer from them from now on."""
        vectors = entry_vectors(entries, self._vectors, self._means)
        owners = [entry_id for entry_id, own in vectors.items() for _ in range(len(own.questions) + len(own.answers))]
        rows = [np.concatenate([own.questions, own.answers]) for own in vectors.values()]
        index = FlatIndex(np.concatenate(rows) if rows else np.zeros((0, 1), dtype=np.float32))
        by_id = {entry.entry_id: entry for entry in entries}
        self._snapshot = _Snapshot(revision, by_id, vectors, tuple(owners), index)

    def search(self, text: str, language: str = "") -> Found:
        """The best past answer to ``text`` for a customer who reads ``language`` (empty: ``text``'s)."""
        snapshot = self._snapshot
        if snapshot is None or not len(snapshot.index) or not text.strip():
            return Found(None, 0.0, (), ask_back=False)
        written = detect(text)
        candidates = self._candidates(snapshot, text, written, language or ("zh" if written != "en" else "en"))
        best = candidates[0]
        evidence = Evidence(
            score=best.score,
            runner_up=candidates[1].score if len(candidates) > 1 else 0.0,
            nearest=best.nearest,
            overlap=max(overlap(text, one.text) for one in snapshot.entries[best.entry_id].questions),
            length=len(text),
        )
        probability = self._calibration.probability(evidence)
        sure = probability >= self._calibration.answer_at
        return Found(
            answer=self.answer_of(best.entry_id, language or best.language) if sure else None,
            probability=probability,
            candidates=tuple(candidates),
            ask_back=not sure and probability >= self._calibration.ask_at,
        )

    def answer_of(self, entry_id: str, language: str) -> Answer | None:
        """The answer of one entry, for example one the customer chose; None when it is not live any more."""
        entry = self._snapshot.entries.get(entry_id) if self._snapshot else None
        if entry is None:
            return None
        spoken = _spoken(entry, language)
        question = self.question_in(entry_id, language)
        return Answer(entry_id, question, entry.answers[spoken], spoken, spoken == language, 1.0)

    def question_in(self, entry_id: str, language: str) -> str:
        """An entry's first wording in a language, to be offered as a choice; its first one when there is none."""
        entry = self._snapshot.entries[entry_id] if self._snapshot else None
        if entry is None:
            raise KeyError(entry_id)
        own = [question.text for question in entry.questions if question.language == language]
        return own[0] if own else entry.questions[0].text

    def _candidates(self, snapshot: _Snapshot, text: str, written: str, language: str) -> list[Candidate]:
        query: Vectors = self._means.centred(self._vectors.query(text)[None, :], "query", [written])[0]
        found = dict.fromkeys(snapshot.owners[hit.row] for hit in snapshot.index.search(query, ROWS))
        fits = sorted(((snapshot.vectors[entry_id].fit(query), entry_id) for entry_id in found), reverse=True)
        candidates = []
        for score, entry_id in fits[:CANDIDATES]:
            entry = snapshot.entries[entry_id]
            row, nearest = snapshot.vectors[entry_id].nearest(query)
            spoken = _spoken(entry, language)
            wording = entry.questions[row].text
            candidates.append(Candidate(entry_id, wording, entry.answers[spoken], spoken, score, nearest))
        return candidates


def entry_vectors(entries: Sequence[Entry], cache: VectorCache, means: LanguageMeans) -> dict[str, EntryVectors]:
    """Centred vectors of each entry's wordings and answers."""
    questions = [question for entry in entries for question in entry.questions]
    answers = [(text, language) for entry in entries for language, text in sorted(entry.answers.items())]
    if not questions:
        return {}
    asked = means.centred(
        cache.vectors([question.text for question in questions], "query"), "query", [one.language for one in questions]
    )
    told = means.centred(
        cache.vectors([text for text, _ in answers], "passage"), "passage", [language for _, language in answers]
    )
    vectors, asked_from, told_from = {}, 0, 0
    for entry in entries:
        asked_to, told_to = asked_from + len(entry.questions), told_from + len(entry.answers)
        vectors[entry.entry_id] = EntryVectors(asked[asked_from:asked_to], told[told_from:told_to])
        asked_from, told_from = asked_to, told_to
    return vectors


def _spoken(entry: Entry, language: str) -> str:
    return language if language in entry.answers else min(entry.answers)
