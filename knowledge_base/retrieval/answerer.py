"""Answer a question from past answers, word for word, or say how unsure it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from knowledge_base.entries import Entry
from knowledge_base.retrieval.confidence import Calibrations
from knowledge_base.retrieval.glossary import Glossary
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.ranking import Ranked, Ranker, asked_in, evidence_of
from knowledge_base.retrieval.reranker import Reranker
from knowledge_base.retrieval.vectors import CentredVectors

ROWS = 64
CANDIDATES = 5
MOST_CHOICES = 3
"""Questions offered at most when the bot asks back."""


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


class Answerer:
    """Searches the library and decides; ``wrong`` is the share of wrong answers the shop allows, if it says so."""

    def __init__(
        self,
        vectors: CentredVectors,
        library: Library,
        calibrations: Calibrations,
        wrong: float | None = None,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
        glossary: Glossary | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self.vectors = vectors
        self.library = library
        self._ranker = Ranker(vectors, glossary or Glossary(), reranker)
        self._calibrations = calibrations
        self._wrong = wrong
        self._today = today

    def warm(self, entries: Sequence[Entry]) -> None:
        """Read entries before a question needs them, where they are compared word by word at all."""
        if self.library.head is not None:
            self._ranker.warm(entries)

    def search(self, text: str, language: str = "") -> Found:
        """The best past answer to ``text`` for a customer who reads ``language`` (empty: ``text``'s)."""
        if not text.strip():
            return Found(None, 0.0, (), ask_back=False)
        (inquiry,) = self._ranker.read([text])
        looked = self.library.search(inquiry.vector, ROWS, self._today())
        ranked = self._ranker.ranked(inquiry, looked)
        if not ranked:
            return Found(None, 0.0, (), ask_back=False)
        reads = language or asked_in(text)
        calibration = self._calibrations.fitting(is_foreign=ranked[0].is_foreign, has_head=bool(looked.logits))
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
