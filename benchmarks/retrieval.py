"""Retrieval with the frozen encoder on public data no text of which was trained on."""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.draw_real import benchmarks_root
from foundation.settings import Settings
from knowledge_base.evaluate import evaluate_retrieval, read_passages, read_queries, report
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
    rows = {passage.passage_id: row for row, passage in enumerate(passages)}
    ranks = []
    for query in read_queries(queries):
        candidates = sorted(query.right | query.wrong)
        scores = model.get_scores(_grams(query.text))[[rows[one] for one in candidates]]
        right = np.array([one in query.right for one in candidates])
        order = np.lexsort((right, -scores))
        ranks.append([place + 1 for place, position in enumerate(order) if right[position]])
    return report(ranks).to_json()


def _grams(text: str) -> list[str]:
    return [*text, *(text[place : place + 2] for place in range(len(text) - 1))]


def _plain(corpus: Path, queries: Path, encoder: Encoder) -> dict[str, float]:
    """The same ranking by plain cosine; every query of this set is a line of its corpus."""
    passages = read_passages(corpus)
    vectors = encoder.encode([passage.query for passage in passages], "query")
    by_id = {passage.passage_id: vectors[row] for row, passage in enumerate(passages)}
    by_text = {passage.query: vectors[row] for row, passage in enumerate(passages)}
    ranks = []
    for query in read_queries(queries):
        candidates = sorted(query.right | query.wrong)
        scores = np.stack([by_id[one] for one in candidates]) @ by_text[query.text]
        right = np.array([one in query.right for one in candidates])
        order = np.lexsort((right, -scores))
        ranks.append([place + 1 for place, position in enumerate(order) if right[position]])
    return report(ranks).to_json()
