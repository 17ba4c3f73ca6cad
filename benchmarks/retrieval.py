"""Retrieval with the frozen encoder on public data no text of which was trained on."""

from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.draw_real import benchmarks_root
from foundation.settings import Settings
from knowledge_base.evaluate import evaluate_retrieval, read_passages, read_queries, report
from understanding.runtime.encoder import Encoder


def measure() -> dict[str, Any]:
    """MAP and MRR on jddc_retrieval's test part, with vectors centred per language and, as the peer, plain."""
    folder = benchmarks_root() / "jddc_retrieval"
    corpus, queries = folder / "test_corpus.jsonl", folder / "test.jsonl.gz"
    encoder = Encoder(Settings.from_environment().models / "encoder", threads=2)
    centred = evaluate_retrieval(corpus, queries, encoder, lambda fraction, now: None)
    return {"centred": centred.to_json(), "plain": _plain(corpus, queries, encoder)}


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
