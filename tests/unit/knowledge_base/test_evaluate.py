"""Retrieval figures: known rankings give known numbers, bad files are named."""

import json
import math

import numpy as np
import pytest

from knowledge_base.evaluate import FEW_TEXTS, BadFileError, evaluate_retrieval, read_passages, read_queries, report
from tests.unit.knowledge_base.test_answerer import BigramEncoder


def test_figures_of_a_known_ranking():
    figures = report([[1, 3], [2]])
    assert figures.map == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 2)
    assert figures.mrr == pytest.approx((1 + 1 / 2) / 2)
    assert figures.recall == {1: 0.5, 3: 1.0, 5: 1.0, 10: 1.0}


def lines(path, *records):
    path.write_text("\n".join(record if isinstance(record, str) else json.dumps(record) for record in records))
    return path


def test_the_right_passage_stands_first_among_its_candidates(tmp_path):
    corpus = lines(
        tmp_path / "corpus.jsonl",
        {"id": 1, "text": "how much is shipping"},
        {"id": 2, "text": "when do points expire"},
        {"id": 3, "text": "shipping to norway"},
    )
    queries = lines(tmp_path / "queries.jsonl", {"query": "points expire when", "pos": [2], "neg": [1, 3]})
    figures = evaluate_retrieval(corpus, queries, BigramEncoder(), lambda fraction, now: None).to_json()
    assert figures["map"] == figures["mrr"] == figures["recall_at_1"] == 1.0


def test_a_query_is_no_candidate_of_its_own(tmp_path):
    queries = read_queries(lines(tmp_path / "q.jsonl", {"query_id": 5, "query": "x", "pos": [5, 6], "neg": [7]}))
    assert queries[0].right == {"6"}


@pytest.mark.parametrize("bad", ["{", "[]", '{"id": 1}', '{"answer": "no id"}'])
def test_a_bad_corpus_line_is_named(tmp_path, bad):
    with pytest.raises(BadFileError, match=r"corpus\.jsonl:2"):
        read_passages(lines(tmp_path / "corpus.jsonl", {"id": 1, "answer": "a"}, bad))


def test_a_query_that_names_an_unknown_passage_is_refused(tmp_path):
    corpus = lines(tmp_path / "corpus.jsonl", {"id": 1, "answer": "a"})
    queries = lines(tmp_path / "queries.jsonl", {"query": "x", "pos": [9]})
    with pytest.raises(BadFileError, match="'9' is not in"):
        evaluate_retrieval(corpus, queries, BigramEncoder(), lambda fraction, now: None)


DIRECTIONS = {"asked": (1, 0, 0), "between": (0.7, 0.7, 0), "meant": (0.2, 1, 0), "other": (0.4, 0, 1)}


class DirectionEncoder:
    """Each text is the direction that its first word names; the number behind it turns it a little."""

    def encode(self, texts, kind):
        rows = [(*DIRECTIONS[text.split()[0]], 0.1 * math.sin(int(text.split()[1]))) for text in texts]
        vectors = np.array(rows, np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def mean_precision(tmp_path, texts):
    corpus = lines(tmp_path / "corpus.jsonl", *({"id": str(row), "text": text} for row, text in enumerate(texts)))
    right, wrong = ([str(texts.index(f"{word} 1"))] for word in ("meant", "other"))
    queries = lines(tmp_path / "queries.jsonl", {"query": "asked 1", "pos": right, "neg": wrong})
    return evaluate_retrieval(corpus, queries, DirectionEncoder(), lambda fraction, now: None).map


def test_in_a_large_corpus_of_texts_neighbours_tell_what_a_text_means(tmp_path):
    """What is meant lies farther from what is asked than something else does, but the texts between lead there."""
    texts = [f"{word} {number}" for number in range(70) for word in ("between", "meant", "other")]
    assert len(texts) >= FEW_TEXTS
    assert mean_precision(tmp_path, texts) == 1.0
    assert mean_precision(tmp_path, texts[: FEW_TEXTS - 1]) == 0.5
