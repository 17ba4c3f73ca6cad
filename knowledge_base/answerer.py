"""Answer a question from past answers, word for word, or say how unsure it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge_base.confidence import Calibration, Evidence, overlap
from knowledge_base.entries import Entry
from knowledge_base.index import FlatIndex, VectorIndex
from knowledge_base.vectors import VectorCache

ROWS = 48
CANDIDATES = 5


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer: its nearest wording, its answer in the asked or its only language, its cosine."""

    entry_id: str
    question: str
    answer: str
    language: str
    score: float


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
class _Row:
    entry: Entry
    wording: str


@dataclass(frozen=True)
class _Snapshot:
    revision: int
    rows: tuple[_Row, ...]
    index: VectorIndex


class Answerer:
    """Searches one snapshot of the live entries; ``refresh`` swaps in the next one whole."""

    def __init__(self, vectors: VectorCache, calibration: Calibration) -> None:
        self._vectors = vectors
        self._calibration = calibration
        self._snapshot: _Snapshot | None = None

    @property
    def revision(self) -> int:
        """The revision of the entries being answered from, -1 before the first refresh."""
        return self._snapshot.revision if self._snapshot else -1

    def refresh(self, entries: Sequence[Entry], revision: int) -> None:
        """Index these entries and answer from them from now on."""
        rows = tuple(_Row(entry, question.text) for entry in entries for question in entry.questions)
        vectors = self._vectors.vectors([row.wording for row in rows], "query")
        self._snapshot = _Snapshot(revision, rows, FlatIndex(vectors))

    def search(self, text: str, language: str = "") -> Found:
        """The best past answer to ``text`` for a customer who reads ``language`` (zh, en, or empty: any)."""
        snapshot = self._snapshot
        if snapshot is None or not len(snapshot.index) or not text.strip():
            return Found(None, 0.0, (), ask_back=False)
        candidates = self._candidates(snapshot, text, language)
        best = candidates[0]
        evidence = Evidence(
            score=best.score,
            runner_up=candidates[1].score if len(candidates) > 1 else 0.0,
            overlap=overlap(text, best.question),
            length=len(text),
        )
        probability = self._calibration.probability(evidence)
        answer = None
        if probability >= self._calibration.answer_at:
            answer = Answer(
                entry_id=best.entry_id,
                question=best.question,
                text=best.answer,
                language=best.language,
                in_customers_language=not language or best.language == language,
                score=best.score,
            )
        asks = answer is None and probability >= self._calibration.ask_at
        return Found(answer, probability, tuple(candidates), ask_back=asks)

    def _candidates(self, snapshot: _Snapshot, text: str, language: str) -> list[Candidate]:
        query = self._vectors.query(text)
        best: dict[str, Candidate] = {}
        for hit in snapshot.index.search(query, ROWS):
            row = snapshot.rows[hit.row]
            if row.entry.entry_id in best:
                continue
            spoken = language if language in row.entry.answers else next(iter(sorted(row.entry.answers)))
            best[row.entry.entry_id] = Candidate(
                row.entry.entry_id, row.wording, row.entry.answers[spoken], spoken, hit.score
            )
            if len(best) == CANDIDATES:
                break
        return list(best.values())

    def question_in(self, entry_id: str, language: str) -> str:
        """An entry's first wording in a language, to be offered as a choice; its first one when there is none."""
        rows = self._snapshot.rows if self._snapshot else ()
        entry = next(row.entry for row in rows if row.entry.entry_id == entry_id)
        own = [question.text for question in entry.questions if question.language == language]
        return own[0] if own else entry.questions[0].text

    def answer_of(self, entry_id: str, language: str) -> Answer | None:
        """The answer of an entry the customer chose; None when it is no longer live."""
        for row in self._snapshot.rows if self._snapshot else ():
            if row.entry.entry_id == entry_id:
                spoken = language if language in row.entry.answers else next(iter(sorted(row.entry.answers)))
                question = self.question_in(entry_id, language)
                return Answer(entry_id, question, row.entry.answers[spoken], spoken, spoken == language, 1.0)
        return None
