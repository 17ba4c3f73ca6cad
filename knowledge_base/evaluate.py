"""Measure retrieval on files: how early the right entries stand in the ranking.

MAP and MRR as in Manning, Raghavan and Schuetze, *Introduction to Information Retrieval* (2008), chapter 8.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.scoring import LanguageMeans
from knowledge_base.retrieval.vectors import TextEncoder
from understanding.runtime.language import detect

DEPTHS = (1, 3, 5, 10)

NEIGHBOURS = 10
"""Neighbours that a text of a corpus without answers takes its meaning from, chosen on jddc_retrieval's dev part."""

FEW_TEXTS = 200
"""A corpus with fewer texts has no neighbours to speak of."""


class BadFileError(ValueError):
    """A line of a corpus or query file cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Passage:
    """Something to find: a text of the same kind as the queries, or an answer with the question it was given to."""

    passage_id: str
    query: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Query:
    """A question, the ids that are right, and the wrong ones to rank among (empty: the whole corpus)."""

    text: str
    right: frozenset[str]
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Report:
    """Means over the queries."""

    map: float
    mrr: float
    recall: dict[int, float]
    queries: int

    def to_json(self) -> dict[str, float]:
        """The figures under the names of the file formats."""
        recalls = {f"recall_at_{depth}": round(value, 4) for depth, value in self.recall.items()}
        return {"map": round(self.map, 4), "mrr": round(self.mrr, 4), **recalls, "queries": self.queries}


def evaluate_retrieval(
    corpus: Path, queries: Path, encoder: TextEncoder, progress: Callable[[float, str], None]
) -> Report:
    """Rank each query's candidates with the frozen encoder, its vectors centred on the corpus; raise BadFileError.

    In the shop an entry's wordings have a centre that steadies the search. In a corpus of bare texts each text's
    neighbours stand for it: texts and queries move towards them (pseudo-relevance feedback, Rocchio 1971).
    """
    passages, asked = read_passages(corpus), read_queries(queries)
    known = {passage.passage_id for passage in passages}
    for query in asked:
        unknown = (query.right | query.wrong) - known
        if unknown:
            raise BadFileError(f"{queries}: id {min(unknown)!r} is not in {corpus}")
    progress(0.05, "encoding the corpus")
    scorer = _Scorer(passages, encoder)
    progress(0.6, "encoding the queries")
    ranks = []
    for start in range(0, len(asked), 256):
        block = asked[start : start + 256]
        scores = scorer.scores([query.text for query in block])
        ranks += [right_ranks(row, query, scorer.rows) for row, query in zip(scores, block, strict=True)]
        progress(0.6 + 0.4 * start / len(asked), "ranking")
    return report([rank for rank in ranks if len(rank)])


def report(ranks: Sequence[Sequence[int]]) -> Report:
    """Figures from the ranks (from 1) of the right candidates of each query."""
    precisions = [np.mean([(place + 1) / rank for place, rank in enumerate(sorted(own))]) for own in ranks]
    firsts = np.array([min(own) for own in ranks])
    return Report(
        map=float(np.mean(precisions)),
        mrr=float(np.mean(1 / firsts)),
        recall={depth: float(np.mean(firsts <= depth)) for depth in DEPTHS},
        queries=len(ranks),
    )


class _Scorer:
    """The corpus as vectors: of questions where there are some, of answers where there are some."""

    def __init__(self, passages: Sequence[Passage], encoder: TextEncoder) -> None:
        self._encoder = encoder
        self.rows = {passage.passage_id: row for row, passage in enumerate(passages)}
        parts = {
            "query": [(row, one.query) for row, one in enumerate(passages) if one.query],
            "passage": [(row, one.answer) for row, one in enumerate(passages) if one.answer],
        }
        self._matrices: list[tuple[list[int], Vectors]] = []
        labels: list[tuple[str, str]] = []
        encoded: list[Vectors] = []
        for kind, part in parts.items():
            if part:
                encoded.append(encoder.encode([text for _, text in part], kind))  # type: ignore[arg-type]
                labels += [(kind, _language(text)) for _, text in part]
        if not parts["query"]:
            # queries need a mean of their own kind; the answers' texts read as queries give one
            texts = [text for _, text in parts["passage"]]
            encoded.append(encoder.encode(texts, "query"))
            labels += [("query", _language(text)) for text in texts]
        self._means = LanguageMeans.measured(np.concatenate(encoded), _both_languages(labels))
        for (kind, part), vectors in zip(((kind, part) for kind, part in parts.items() if part), encoded, strict=False):
            centred = self._means.centred(vectors, kind, [_language(text) for _, text in part])
            self._matrices.append(([row for row, _ in part], centred))
        self._texts: Vectors | None = None
        if not parts["passage"] and len(passages) >= FEW_TEXTS:
            rows, self._texts = self._matrices[0]
            self._matrices = [(rows, _fed_back(self._texts, self._texts))]

    def scores(self, texts: Sequence[str]) -> Vectors:
        """Fit of every passage to every text, shape [texts, passages]."""
        queries = self._means.centred(
            self._encoder.encode(texts, "query"), "query", [_language(text) for text in texts]
        )
        if self._texts is not None:
            queries = _fed_back(queries, self._texts)
        total = np.zeros((len(texts), len(self.rows)), dtype=np.float32)
        for rows, vectors in self._matrices:
            total[:, rows] += queries @ vectors.T
        return total


def _fed_back(vectors: Vectors, texts: Vectors) -> Vectors:
    """Unit vectors half way to the mean of their nearest texts, which count by their cosine."""
    moved = np.empty_like(vectors)
    for start in range(0, len(vectors), 256):
        block = vectors[start : start + 256]
        cosines = block @ texts.T
        near = np.argpartition(-cosines, NEIGHBOURS)[:, :NEIGHBOURS]
        weights = np.maximum(np.take_along_axis(cosines, near, axis=1), 0.0)
        moved[start : start + 256] = block + _unit(np.einsum("qn,qnd->qd", weights, texts[near]))
    return _unit(moved)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(lengths, 1e-6)).astype(np.float32)
    return unit


def _both_languages(labels: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A language with too few texts for a mean of its own shares the other's."""
    counts = {label: labels.count(label) for label in set(labels)}
    enough = {label for label, count in counts.items() if count >= 20}
    return [
        label if label in enough or (label[0], _other(label[1])) not in counts else (label[0], _other(label[1]))
        for label in labels
    ]


def _other(language: str) -> str:
    return "en" if language == "zh" else "zh"


def _language(text: str) -> str:
    return "en" if detect(text) == "en" else "zh"


def right_ranks(scores: Vectors, query: Query, rows: dict[str, int]) -> list[int]:
    """Ranks of the right candidates; a tie counts against them."""
    candidates = sorted(query.right | query.wrong) if query.wrong else sorted(rows)
    right = np.array([one in query.right for one in candidates])
    own = scores[[rows[one] for one in candidates]]
    order = np.lexsort((right, -own))
    return [place + 1 for place, position in enumerate(order) if right[position]]


def read_passages(path: Path) -> list[Passage]:
    """Read ``{id, query?, answer}`` or ``{id, text}`` lines."""
    passages: dict[str, Passage] = {}
    for number, record in _records(path):
        identifier, text, answer = record.get("id"), record.get("text"), record.get("answer")
        if identifier is None or not (isinstance(text, str) or isinstance(answer, str)):
            raise BadFileError(f"{path}:{number}: needs `id` and `answer` or `text`")
        query = record.get("query", "") if isinstance(answer, str) else text
        if str(identifier) in passages:
            raise BadFileError(f"{path}:{number}: id {identifier!r} stands twice")
        passages[str(identifier)] = Passage(
            str(identifier), str(query or ""), answer if isinstance(answer, str) else ""
        )
    if not passages:
        raise BadFileError(f"{path}: empty")
    return list(passages.values())


def read_queries(path: Path) -> list[Query]:
    """Read ``{query, pos: [ids], neg?: [ids]}`` lines; a query is no candidate of its own (its ``query_id``)."""
    queries = []
    for number, record in _records(path):
        text, right, wrong = record.get("query"), record.get("pos"), record.get("neg", [])
        if not isinstance(text, str) or not isinstance(right, list) or not right or not isinstance(wrong, list):
            raise BadFileError(f"{path}:{number}: needs `query`, a list `pos` and, where given, a list `neg`")
        own = {str(record["query_id"])} if "query_id" in record else set()
        queries.append(Query(text, _ids(right) - own, _ids(wrong) - own))
    if not queries:
        raise BadFileError(f"{path}: empty")
    return queries


def _ids(values: Iterable[object]) -> frozenset[str]:
    return frozenset(str(value) for value in values)


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError:
                raise BadFileError(f"{path}:{number}: not JSON") from None
            if not isinstance(record, dict):
                raise BadFileError(f"{path}:{number}: not a JSON object")
            yield number, record
