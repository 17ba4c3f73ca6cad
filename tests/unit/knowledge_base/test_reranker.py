"""The reranker over a tiny random BERT, and what the answerer makes of what it says."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from knowledge_base.entries import Changes, Entry, Question
from knowledge_base.retrieval.answerer import MATCH_WEIGHT, RERANKED, Answerer, Ranked, evidence_of, reranked
from knowledge_base.retrieval.confidence import Calibrations
from knowledge_base.retrieval.lexical import Lexicon
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.reranker import MODEL, TOKENS, Match, Reranker, load_tokens, packed
from knowledge_base.retrieval.scoring import Nearness
from knowledge_base.retrieval.vectors import CentredVectors
from knowledge_base.training.reranker import NoLayersError, make_reranker, principal, texts_of
from tests.unit.knowledge_base.test_answerer import CALIBRATION, NO_MEANS, BigramEncoder, many_entries
from tests.unit.understanding.tiny import write_tiny_encoder

PARCEL = Entry("parcel", (Question("where is my parcel", "en"), Question("我的快递到哪了", "zh")), {"en": "order blue"})
COUPON = Entry("coupon", (Question("refund my coupon please", "en"),), {"en": "good"})


@pytest.fixture(scope="module")
def encoder(tmp_path_factory) -> Path:
    return write_tiny_encoder(tmp_path_factory.mktemp("models") / "encoder")


@pytest.fixture(scope="module")
def trained(encoder, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge")
    make_reranker(encoder, (PARCEL, COUPON), folder, 7, lambda fraction, now: None)
    return folder


class KnowsTheRightOne:
    """Says that every token is met in the entries it is told of and none in the others."""

    def __init__(self, *right: str) -> None:
        self.right = right
        self.looked_at: list[str] = []

    def matches(self, text: str, entries: Sequence[Entry]) -> list[Match]:
        self.looked_at += [entry.entry_id for entry in entries]
        return [Match(1.0, 0.9, 0.1) if entry.entry_id in self.right else Match() for entry in entries]


def some_ranked(count: int) -> list[Ranked]:
    near = Nearness(0, 0.5, 0.5, 0.5)
    return [Ranked(replace(PARCEL, entry_id=f"e{place}"), float(-place), near) for place in range(count)]


def test_what_an_entry_says_word_for_word_is_met_in_full(trained):
    reranker = Reranker.load(trained)
    own, other = reranker.matches("where is my parcel", (PARCEL, COUPON))
    assert own.mean > 0.99
    assert own.least > 0.99
    assert own.spread < 0.01
    assert other.mean < own.mean
    assert other.least < own.least


def test_an_entry_that_training_has_not_seen_is_read_when_it_is_first_needed(trained):
    known, new = Reranker.load(trained), Reranker.load(trained)
    new._known = {}
    for text in ("where is my parcel", "good order?", "我的优惠券"):
        pairs = zip(known.matches(text, (PARCEL, COUPON)), new.matches(text, (PARCEL, COUPON)), strict=True)
        for one, same in pairs:
            assert (one.mean, one.least, one.spread) == pytest.approx((same.mean, same.least, same.spread), abs=1e-3)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "？" * 5000])
def test_any_text_is_matched_somehow(trained, text):
    for match in Reranker.load(trained).matches(text, (PARCEL, COUPON)):
        assert -1.01 <= match.least <= match.mean <= 1.01


def test_a_prefix_is_no_part_of_what_is_compared(trained):
    reranker = Reranker.load(trained)
    assert len(reranker.states("where is my parcel", "query")) == 4
    assert len(reranker.states("where is my parcel", "passage")) == 4


def test_without_a_trained_one_there_is_none_and_damaged_tokens_are_as_if_there_were_none(trained, tmp_path):
    assert Reranker.load(tmp_path) is None
    assert len(load_tokens(trained / TOKENS)) == len(texts_of((PARCEL, COUPON)))
    (tmp_path / TOKENS).write_bytes((trained / TOKENS).read_bytes()[:100])
    assert load_tokens(tmp_path / TOKENS) == {}
    assert load_tokens(tmp_path / "missing.npz") == {}


def test_a_graph_without_layers_is_refused(encoder, tmp_path):
    for file in ("tokenizer.json", "card.json"):
        (tmp_path / file).write_bytes((encoder / file).read_bytes())
    model = onnx.load(encoder / "encoder.onnx")
    for node in model.graph.node:
        node.op_type = node.op_type.replace("LayerNormalization", "Identity")
    onnx.save(model, tmp_path / "encoder.onnx")
    with pytest.raises(NoLayersError):
        make_reranker(tmp_path, (PARCEL,), tmp_path, 7, lambda fraction, now: None)


def test_the_model_is_the_encoders_first_layers(encoder, trained):
    whole, part = (onnx.load(file).graph for file in (encoder / "encoder.onnx", trained / MODEL))
    normalised = [sum(node.op_type == "LayerNormalization" for node in graph.node) for graph in (whole, part)]
    assert normalised == [5, 3]


def test_directions_of_largest_variance_come_first():
    chance = np.random.default_rng(7)
    states = chance.normal(size=(500, 3)) * (0.1, 3.0, 1.0) + (5.0, 6.0, 7.0)
    mean, directions = principal(states.astype(np.float32), 2)
    assert mean == pytest.approx((5, 6, 7), abs=0.5)
    assert np.abs(directions).argmax(axis=0).tolist() == [1, 2]


def test_packed_vectors_keep_their_directions():
    states = np.random.default_rng(7).normal(size=(20, 32)).astype(np.float32)
    small = packed(states).astype(np.float32)
    cosines = (states * small).sum(1) / np.linalg.norm(states, axis=1) / np.linalg.norm(small, axis=1)
    assert cosines.min() > 0.999


def test_a_candidate_that_says_more_of_the_question_moves_up():
    ranked = reranked("parcel", some_ranked(4), KnowsTheRightOne("e2"))
    assert [one.entry.entry_id for one in ranked] == ["e2", "e0", "e1", "e3"]
    assert ranked[0].score == -2 + MATCH_WEIGHT
    assert ranked[0].match.mean == 1.0


def test_only_the_first_candidates_are_looked_at():
    reranker = KnowsTheRightOne(f"e{RERANKED}")
    ranked = reranked("parcel", some_ranked(RERANKED + 2), reranker)
    assert reranker.looked_at == [f"e{place}" for place in range(RERANKED)]
    assert [one.entry.entry_id for one in ranked] == [f"e{place}" for place in range(RERANKED + 2)]


def test_an_entry_in_another_language_is_not_put_behind_for_it():
    ranked = some_ranked(3)
    english_only = replace(COUPON, entry_id="e0")
    ranked[0] = replace(ranked[0], entry=english_only)
    found = reranked("我的快递", ranked, KnowsTheRightOne("e2"))
    assert [one.entry.entry_id for one in found] == ["e0", "e1", "e2"]
    assert [one.match.mean for one in found] == [0.0, 0.0, 1.0]


def test_without_a_reranker_the_order_stays():
    assert reranked("parcel", some_ranked(3), None) == some_ranked(3)


def test_the_match_and_its_lead_are_evidence():
    ranked = reranked("parcel", some_ranked(2), KnowsTheRightOne("e1"))
    evidence = evidence_of("parcel", ranked, {}, Lexicon([PARCEL]))
    assert (evidence.matched, evidence.matched_lead) == (1.0, 1.0)
    assert (evidence.least_matched, evidence.match_spread_lead) == (0.9, 0.1)
    alone = evidence_of("parcel", ranked[:1], {}, Lexicon([PARCEL]))
    assert alone.matched_lead == 1.0


def test_the_answerer_asks_its_reranker():
    vectors, entries = CentredVectors(BigramEncoder(), NO_MEANS), many_entries(4)
    library = Library(vectors)
    library.apply(Changes(1, entries, ()))
    plain = Answerer(vectors, library, Calibrations(CALIBRATION, CALIBRATION))
    question = entries[0].questions[0].text
    second = plain.search(question).candidates[1].entry_id
    knowing = KnowsTheRightOne(second)
    found = Answerer(vectors, library, Calibrations(CALIBRATION, CALIBRATION), reranker=knowing).search(question)
    assert found.candidates[0].entry_id == second
