"""The entries that a search found, the best first, and what speaks for the first of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from scipy.special import logsumexp

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.confidence import Evidence
from knowledge_base.retrieval.glossary import Glossary, crossings
from knowledge_base.retrieval.lexical import Covered, Lexicon, pieces
from knowledge_base.retrieval.library import Looked
from knowledge_base.retrieval.reranker import Match, Reranker
from knowledge_base.retrieval.scoring import Nearness
from understanding.runtime.language import detect

FIT_WEIGHT = 15.0
"""What the fit counts beside the head's logit, chosen on the validation questions."""

CROSSED_WEIGHT = 9.0
"""What the words of the other language count beside these, chosen there too."""


OWN_SHARE = 0.4
"""So much of what the bridge adds for entries in another language, entries in the question's own get by themselves."""


RERANKED = 4
"""Candidates that are looked at word by word; the right one is among them for 0.987 of the validation questions."""

MATCH_WEIGHT = 20.0
"""What the mean match counts beside the rest, chosen there too."""


class QueryVectors(Protocol):
    """Turns questions into vectors."""

    def query(self, text: str) -> Vectors:
        """The vector of what a customer asks, shape [dimensions]."""

    def queries(self, texts: Sequence[str], encoded: Vectors) -> Vectors:
        """The vectors of what customers ask, shape [texts, dimensions], from what the encoder made of them."""


@dataclass(frozen=True)
class Inquiry:
    """What a customer asks: the text, its vector, its tokens [tokens, dimensions] when they are looked at."""

    text: str
    vector: Vectors
    tokens: Vectors | None = None


@dataclass(frozen=True)
class Ranked:
    """An entry and how well it fits in all, by its vectors, by words of the other language, and word by word.

    ``is_foreign`` says that none of its wordings is in the question's language; only then does ``crossed`` count.
    """

    entry: Entry
    score: float
    near: Nearness
    is_foreign: bool = False
    crossed: float = 0.0
    match: Match = Match()


class Ranker:
    """Orders what a search found; where an entry lacks the question's language, the glossary bridges the gap."""

    def __init__(self, vectors: QueryVectors, glossary: Glossary, reranker: Reranker | None = None) -> None:
        self._vectors = vectors
        self._glossary = glossary
        self._reranker = reranker

    def read(self, texts: Sequence[str]) -> list[Inquiry]:
        """Questions as they are searched for and compared, from one pass of the encoder."""
        if self._reranker is None:
            return [Inquiry(text, self._vectors.query(text)) for text in texts]
        encoded, tokens = self._reranker.read(texts)
        return [Inquiry(*one) for one in zip(texts, self._vectors.queries(texts, encoded), tokens, strict=True)]

    def ranked(self, inquiry: Inquiry, looked: Looked) -> list[Ranked]:
        """The entries of a search, the best first; with a head, the first few in the order that matching them gives.

        Without one there are more entries than could be kept word by word, and reading them takes longer than a turn.
        """
        found = self._by_score(inquiry.text, inquiry.vector, looked)
        return self._reranked(inquiry, found) if looked.logits else found

    def warm(self, entries: Sequence[Entry]) -> None:
        """Read entries before a question needs them."""
        if self._reranker is not None:
            self._reranker.warm(entries)

    def _reranked(self, inquiry: Inquiry, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Tokens meet less across languages: entries in the question's and others change places among themselves."""
        first, others = ranked[:RERANKED], ranked[RERANKED:]
        if self._reranker is None or inquiry.tokens is None or not first:
            return list(ranked)
        matches = self._reranker.matches(inquiry.tokens, [one.entry for one in first])
        matched = [replace(one, match=match) for one, match in zip(first, matches, strict=True)]
        weighed = _sorted(replace(one, score=one.score + MATCH_WEIGHT * one.match.mean) for one in matched)
        if len({one.is_foreign for one in matched}) == 1:
            return [*weighed, *others]
        plain = {one.entry.entry_id: one for one in matched}
        best = {
            kind: iter([plain[one.entry.entry_id] for one in weighed if one.is_foreign == kind])
            for kind in (False, True)
        }
        return [*(next(best[one.is_foreign]) for one in matched), *others]

    def _by_score(self, text: str, query: Vectors, looked: Looked) -> list[Ranked]:
        language = asked_in(text)
        foreign = {one for one, entry in looked.entries.items() if _is_foreign(entry, language)}
        if not foreign:
            return _sorted(
                Ranked(looked.entries[one], looked.logits.get(one, 0.0) + FIT_WEIGHT * near.fit, near)
                for one, near in ((one, vectors.near(query)) for one, vectors in looked.vectors.items())
            )
        return _sorted(self._across(text, language, query, looked, foreign))

    def _across(self, text: str, language: str, query: Vectors, looked: Looked, foreign: Set[str]) -> Iterator[Ranked]:
        """Entries of both languages side by side: what bridges the gap for some counts for the others as well."""
        crossed = crossings(text, self._glossary, looked.entries.values())
        rendered = self._rendered(text) if language == "zh" else None
        for entry_id, vectors in looked.vectors.items():
            near = vectors.near(query)
            is_foreign = entry_id in foreign
            fit = near.fit
            counts = 1.0 if is_foreign else OWN_SHARE
            if rendered is not None:
                fit += vectors.near(rendered).fit if is_foreign else counts * near.fit
            score = looked.logits.get(entry_id, 0.0) + FIT_WEIGHT * fit + counts * CROSSED_WEIGHT * crossed[entry_id]
            yield Ranked(looked.entries[entry_id], score, near, is_foreign, crossed[entry_id])

    def _rendered(self, text: str) -> Vectors | None:
        english = self._glossary.rendered(text)
        return self._vectors.query(english) if english else None


def _sorted(ranked: Iterable[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: (-one.score, one.entry.entry_id))


def asked_in(text: str) -> str:
    """The language whose wordings a question is compared with."""
    return "en" if detect(text) == "en" else "zh"


def _is_foreign(entry: Entry, language: str) -> bool:
    return all(one.language != language for one in entry.questions)


def evidence_of(text: str, ranked: Sequence[Ranked], logits: Mapping[str, float], lexicon: Lexicon) -> Evidence:
    """What speaks for the first of the ranked entries."""
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    other = second.near if second else Nearness(0, 0.0, 0.0, 0.0)
    match, rival = first.match, _rival(first, second)
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
        crossed=first.crossed,
        crossed_lead=first.crossed - (second.crossed if second else 0.0) if first.is_foreign else 0.0,
        matched=match.mean,
        matched_lead=match.mean - rival.mean,
        least_matched=match.least,
        least_matched_lead=match.least - rival.least,
        match_spread=match.spread,
        match_spread_lead=match.spread - rival.spread,
    )
    if not logits:
        return plain
    return Evidence(**{**vars(plain), **_of_head(first.entry.entry_id, logits), "score_lead": _lead(ranked)})


def _rival(first: Ranked, second: Ranked | None) -> Match:
    """The match that the first one's leads; across languages they say nothing of each other, and there is no lead."""
    if second is None:
        return Match()
    return second.match if second.is_foreign == first.is_foreign else first.match


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
