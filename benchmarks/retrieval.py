"""Retrieval with the frozen encoder on public data no text of which was trained on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.draw_real import benchmarks_root
from foundation.settings import Settings
from knowledge_base.evaluate import (
    Passage,
    Query,
    evaluate_retrieval,
    read_passages,
    read_queries,
    report,
    right_ranks,
)
from knowledge_base.index.port import Vectors
from understanding.runtime.encoder import Encoder


def measure() -> dict[str, Any]:
    """MAP and MRR on jddc_retrieval's test part, with centred vectors and, as peers, plain ones and BM25."""
    folder = benchmarks_root() / "jddc_retrieval"
    corpus, queries = folder / "test_corpus.jsonl", folder / "test.jsonl.gz"
    encoder = Encoder(Settings.from_environment().models / "encoder", threads=2)
    centred = evaluate_retrieval(corpus, queries, encoder, lambda fraction, now: None)
    return {
        "centred": centred.to_json(),
        "plain": _plain(corpus, queries, encoder),
        "bm25": _bm25(corpus, queries),
    }


def _bm25(corpus: Path, queries: Path) -> dict[str, float]:
    """BM25 over characters and pairs of characters (Robertson and Zaragoza 2009), by the package bm25s."""
    import bm25s

    passages = read_passages(corpus)
    model = bm25s.BM25()
    model.index([_grams(passage.query) for passage in passages], show_progress=False)
    return _ranked(passages, read_queries(queries), lambda query: model.get_scores(_grams(query.text)))


def _ranked(
    passages: Sequence[Passage], queries: Sequence[Query], scores: Callable[[Query], Vectors]
) -> dict[str, float]:
    """Figures for scores of every passage."""
    rows = {passage.passage_id: row for row, passage in enumerate(passages)}
    return report([right_ranks(scores(query), query, rows) for query in queries]).to_json()


def _grams(text: str) -> list[str]:
    return [*text, *(text[place : place + 2] for place in range(len(text) - 1))]


def _plain(corpus: Path, queries: Path, encoder: Encoder) -> dict[str, float]:
    """The same ranking by plain cosine; every query of this set is a line of its corpus."""
    passages = read_passages(corpus)
    vectors = encoder.encode([passage.query for passage in passages], "query")
    by_text = {passage.query: vectors[row] for row, passage in enumerate(passages)}
    return _ranked(passages, read_queries(queries), lambda query: vectors @ by_text[query.text])
