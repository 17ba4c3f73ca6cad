"""The reranker over a tiny random BERT, and what the ranking makes of what it says."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from knowledge_base.entries import Changes, Entry, Question
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibrations
from knowledge_base.retrieval.glossary import Glossary
from knowledge_base.retrieval.lexical import Lexicon
from knowledge_base.retrieval.library import Library, Looked
from knowledge_base.retrieval.ranking import MATCH_WEIGHT, RERANKED, Inquiry, Ranked, Ranker, evidence_of
from knowledge_base.retrieval.reranker import Match, Reranker, TokenSpace, load_tokens, packed, texts_of
from knowledge_base.retrieval.scoring import EntryVectors
from knowledge_base.retrieval.vectors import CentredVectors, load_vectors
from knowledge_base.training.reading import read_entries
from tests.unit.knowledge_base.test_answerer import CALIBRATION, NO_MEANS, BigramEncoder, many_entries
from tests.unit.understanding.tiny import write_tiny_encoder
from understanding.progress import silent
from understanding.runtime.encoder import Encoder
from understanding.runtime.session import ModelMissingError

PARCEL = Entry("parcel", (Question("where is my parcel", "en"), Question("我的快递到哪了", "zh")), {"en": "order blue"})
COUPON = Entry("coupon", (Question("refund my coupon please", "en"),), {"en": "good"})


class CountingEncoder(Encoder):
    passes = 0

    def encode_with_tokens(self, texts, kind):
        self.passes += 1
        return super().encode_with_tokens(texts, kind)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory) -> CountingEncoder:
    return CountingEncoder(write_tiny_encoder(tmp_path_factory.mktemp("models") / "encoder"))


@pytest.fixture(scope="module")
def folder(encoder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("knowledge")
    read_entries((PARCEL, COUPON), encoder, 7, silent).save(folder)
    return folder


@pytest.fixture
def reranker(encoder, folder) -> Reranker:
    return Reranker(encoder, TokenSpace.load(folder / "token_space.npz"), load_tokens(folder / "tokens.npz"))


def matches(reranker: Reranker, text: str) -> list[Match]:
    return reranker.matches(reranker.read([text])[1][0], (PARCEL, COUPON))


class KnowsTheRightOne:
    """Says that every token is met in the entries it is told of and none in the others."""

    def __init__(self, *right: str) -> None:
        self.right = right
        self.looked_at: list[str] = []

    def read(self, texts: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
        return BigramEncoder().encode(texts, "query"), [np.ones((1, 1))] * len(texts)

    def matches(self, asked: np.ndarray, entries: Sequence[Entry]) -> list[Match]:
        self.looked_at += [entry.entry_id for entry in entries]
        return [Match(1.0, 0.9, 0.1) if entry.entry_id in self.right else Match() for entry in entries]


def ranked(text: str, entries: Sequence[Entry], reranker: KnowsTheRightOne | None) -> list[Ranked]:
    """Entries in the order of their logits, then as the reranker has it."""
    nothing = EntryVectors(np.zeros((1, 2), np.float32), np.zeros((1, 2), np.float32))
    looked = Looked(
        {one.entry_id: one for one in entries},
        {one.entry_id: nothing for one in entries},
        {one.entry_id: -float(place) for place, one in enumerate(entries)},
    )
    ranker = Ranker(CentredVectors(BigramEncoder(), NO_MEANS), Glossary(), reranker)
    return ranker.ranked(Inquiry(text, np.zeros(2, np.float32), np.ones((1, 1))), looked)


def some(count: int) -> list[Entry]:
    return [replace(PARCEL, entry_id=f"e{place}") for place in range(count)]


def ids(found: Sequence[Ranked]) -> list[str]:
    return [one.entry.entry_id for one in found]


def test_what_an_entry_says_word_for_word_is_met_in_full(reranker):
    own, other = matches(reranker, "where is my parcel")
    assert own.mean > 0.99
    assert own.least > 0.99
    assert own.spread < 0.01
    assert other.mean < own.mean
    assert other.least < own.least


def test_an_entry_that_training_has_not_seen_is_read_once_when_it_is_first_needed(encoder, folder, reranker):
    new = Reranker(encoder, TokenSpace.load(folder / "token_space.npz"))
    for text in ("where is my parcel", "good order?", "我的优惠券"):
        for one, same in zip(matches(reranker, text), matches(new, text), strict=True):
            assert (one.mean, one.least, one.spread) == pytest.approx((same.mean, same.least, same.spread), abs=1e-3)
    before = encoder.passes
    matches(new, "hello")
    assert encoder.passes == before + 1


def test_entries_are_read_beforehand_while_there_is_room(encoder, folder, monkeypatch):
    new = Reranker(encoder, TokenSpace.load(folder / "token_space.npz"))
    new.warm([PARCEL, COUPON])
    before = encoder.passes
    matches(new, "hello")
    assert encoder.passes == before + 1
    monkeypatch.setattr("knowledge_base.retrieval.reranker.REMEMBERED", 0)
    full = Reranker(encoder, TokenSpace.load(folder / "token_space.npz"))
    before = encoder.passes
    full.warm([PARCEL, COUPON])
    assert encoder.passes == before


def test_what_was_read_first_is_forgotten_first(encoder, folder, monkeypatch):
    monkeypatch.setattr("knowledge_base.retrieval.reranker.REMEMBERED", 25)
    small = Reranker(encoder, TokenSpace.load(folder / "token_space.npz"))
    other = [replace(PARCEL, questions=(), answers={"en": f"order number {number}"}) for number in range(9)]
    asked = small.read(["where is my parcel"])[1][0]
    first = small.matches(asked, other[:1])
    for entry in other:
        small.matches(asked, [entry])
    before = encoder.passes
    small.matches(asked, other[-1:])
    assert encoder.passes == before
    (again,) = small.matches(asked, other[:1])
    assert encoder.passes > before
    assert again.mean == pytest.approx(first[0].mean, abs=0.02)


def test_several_threads_may_ask_at_once(encoder, folder, monkeypatch):
    monkeypatch.setattr("knowledge_base.retrieval.reranker.REMEMBERED", 40)
    shared = Reranker(encoder, TokenSpace.load(folder / "token_space.npz"))
    entries = [replace(PARCEL, answers={"en": f"order number {number}"}) for number in range(12)]
    asked = shared.read(["where is my parcel"])[1][0]
    alone = [shared.matches(asked, [entry])[0].mean for entry in entries]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda entry: shared.matches(asked, [entry])[0].mean, entries * 5))
    assert together == pytest.approx(alone * 5, abs=0.02)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "？" * 5000])
def test_any_text_is_matched_somehow(reranker, text):
    for match in matches(reranker, text):
        assert -1.01 <= match.least <= match.mean <= 1.01


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_a_prefix_is_no_part_of_what_is_compared(encoder, kind):
    vectors, (states,) = encoder.encode_with_tokens(["where is my parcel"], kind)
    assert states.shape == (4, 32)
    assert vectors == pytest.approx(encoder.encode(["where is my parcel"], kind), abs=1e-6)


def test_one_pass_over_the_entries_gives_vectors_and_tokens(encoder, folder):
    texts = [*texts_of(PARCEL), *texts_of(COUPON)]
    assert len(load_tokens(folder / "tokens.npz")) == len(load_vectors(folder / "vectors.npz")) == len(texts)


def test_texts_beyond_the_sample_are_read_as_those_in_it(encoder, monkeypatch):
    whole = read_entries((PARCEL, COUPON), encoder, 7, silent)
    monkeypatch.setattr("knowledge_base.training.reading.SAMPLE", 3)
    part = read_entries((PARCEL, COUPON), encoder, 7, silent)
    assert part.vectors.keys() == whole.vectors.keys() == dict.fromkeys([*texts_of(PARCEL), *texts_of(COUPON)]).keys()
    assert part.tokens.keys() == whole.tokens.keys()
    assert min(float(part.vectors[text] @ vector) for text, vector in whole.vectors.items()) > 0.99


def test_damaged_tokens_are_as_if_there_were_none_and_a_missing_space_is_said(folder, tmp_path):
    (tmp_path / "tokens.npz").write_bytes((folder / "tokens.npz").read_bytes()[:100])
    assert load_tokens(tmp_path / "tokens.npz") == {}
    assert load_tokens(tmp_path / "missing.npz") == {}
    with pytest.raises(ModelMissingError):
        TokenSpace.load(tmp_path / "missing.npz")


def test_directions_of_largest_variance_come_first():
    chance = np.random.default_rng(7)
    states = chance.normal(size=(500, 3)) * (0.1, 3.0, 1.0) + (5.0, 6.0, 7.0)
    space = TokenSpace.measured(states.astype(np.float32), 2)
    assert space.mean == pytest.approx((5, 6, 7), abs=0.5)
    assert np.abs(space.directions).argmax(axis=0).tolist() == [1, 2]


def test_packed_vectors_keep_their_directions():
    states = np.random.default_rng(7).normal(size=(20, 32)).astype(np.float32)
    small = packed(states).astype(np.float32)
    cosines = (states * small).sum(1) / np.linalg.norm(states, axis=1) / np.linalg.norm(small, axis=1)
    assert cosines.min() > 0.999


def test_a_candidate_that_says_more_of_the_question_moves_up():
    found = ranked("parcel", some(4), KnowsTheRightOne("e2"))
    assert ids(found) == ["e2", "e0", "e1", "e3"]
    assert found[0].score == -2 + MATCH_WEIGHT
    assert found[0].match.mean == 1.0


def test_only_the_first_candidates_are_looked_at():
    reranker = KnowsTheRightOne(f"e{RERANKED}")
    found = ranked("parcel", some(RERANKED + 2), reranker)
    assert reranker.looked_at == [f"e{place}" for place in range(RERANKED)]
    assert ids(found) == [f"e{place}" for place in range(RERANKED + 2)]


def test_an_entry_in_another_language_is_not_put_behind_for_it():
    entries = [replace(COUPON, entry_id="e0"), *some(3)[1:]]
    found = ranked("我的快递", entries, KnowsTheRightOne("e2"))
    assert ids(found) == ["e0", "e2", "e1"]
    assert [one.match.mean for one in found] == [0.0, 1.0, 0.0]
    assert [one.score for one in found] == [0.0, -2.0, -1.0]


def test_a_match_is_no_lead_over_an_entry_in_another_language():
    entries = [some(1)[0], replace(COUPON, entry_id="e1"), replace(COUPON, entry_id="e2")]
    found = ranked("我的快递", entries, KnowsTheRightOne("e0"))
    evidence = evidence_of("我的快递", found, {}, Lexicon([PARCEL, COUPON]))
    assert ids(found) == ["e0", "e1", "e2"]
    assert evidence.matched == 1.0
    assert (evidence.matched_lead, evidence.least_matched_lead, evidence.match_spread_lead) == (0.0, 0.0, 0.0)


def test_entries_that_are_all_in_another_language_are_put_in_order():
    entries = [replace(COUPON, entry_id=f"e{place}") for place in range(3)]
    assert ids(ranked("我的快递", entries, KnowsTheRightOne("e2"))) == ["e2", "e0", "e1"]


def test_without_a_head_nothing_is_looked_at_word_by_word():
    vectors, entries = CentredVectors(BigramEncoder(), NO_MEANS), many_entries(4)
    library, reranker = Library(vectors), KnowsTheRightOne()
    library.apply(Changes(1, entries, ()))
    ranker = Ranker(vectors, Glossary(), reranker)
    (inquiry,) = ranker.read([entries[0].questions[0].text])
    looked = library.search(inquiry.vector, 8, date(2026, 1, 1))
    ranker.ranked(inquiry, replace(looked, logits={}))
    assert reranker.looked_at == []
    ranker.ranked(inquiry, looked)
    assert reranker.looked_at != []


def test_without_a_reranker_the_order_stays():
    assert ids(ranked("parcel", some(3), None)) == ["e0", "e1", "e2"]


def test_the_match_and_its_lead_are_evidence():
    found = ranked("parcel", some(2), KnowsTheRightOne("e1"))
    evidence = evidence_of("parcel", found, {}, Lexicon([PARCEL]))
    assert (evidence.matched, evidence.matched_lead) == (1.0, 1.0)
    assert (evidence.least_matched, evidence.match_spread_lead) == (0.9, 0.1)
    assert evidence_of("parcel", found[:1], {}, Lexicon([PARCEL])).matched_lead == 1.0


def test_the_answerer_asks_its_reranker():
    vectors, entries = CentredVectors(BigramEncoder(), NO_MEANS), many_entries(4)
    library = Library(vectors)
    library.apply(Changes(1, entries, ()))
    calibrations = Calibrations(*[CALIBRATION] * 4)
    question = entries[0].questions[0].text
    second = Answerer(vectors, library, calibrations).search(question).candidates[1].entry_id
    found = Answerer(vectors, library, calibrations, reranker=KnowsTheRightOne(second)).search(question)
    assert found.candidates[0].entry_id == second
