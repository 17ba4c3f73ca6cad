"""The answerer over a tiny encoder that is real enough to search with: hashed character bigrams."""

import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibration, Evidence, choose_thresholds, overlap
from knowledge_base.entries import Entry, Question
from knowledge_base.retrieval.scoring import EntryVectors, LanguageMeans
from knowledge_base.retrieval.vectors import VectorCache, load_vectors

# sure when the fit is above 0.3, asks from 0.1
CALIBRATION = Calibration((0, 0, 0, 0, 0), (1, 1, 1, 1, 1), (20, 0, 0, 0, 0), -6, answer_at=0.5, ask_at=0.018)
NO_MEANS = LanguageMeans({(kind, lang): np.zeros(256) for kind in ("query", "passage") for lang in ("zh", "en")})


class BigramEncoder:
    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], kind: str) -> np.ndarray:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), 256), dtype=np.float32)
        for row, text in enumerate(texts):
            for place in range(len(text) - 1):
                vectors[row, zlib.crc32(text[place : place + 2].encode()) % 256] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


ENTRIES = (
    Entry("fee", (Question("how much is shipping", "en"), Question("运费多少钱", "zh")), {"en": "¥8", "zh": "八元"}),
    Entry("gift", (Question("can you wrap it as a gift", "en"),), {"en": "Yes, ¥12"}),
)


@pytest.fixture
def answerer(tmp_path):
    answerer = Answerer(
        VectorCache(BigramEncoder(), tmp_path / "trained.npz", tmp_path / "own.npz"), NO_MEANS, CALIBRATION
    )
    answerer.refresh(ENTRIES, 1)
    return answerer


def test_a_known_question_gets_its_answer_word_for_word_with_the_source(answerer):
    found = answerer.search("how much is shipping?", "en")
    assert found.answer is not None
    assert (found.answer.entry_id, found.answer.text, found.answer.question) == ("fee", "¥8", "how much is shipping")


def test_the_answer_comes_in_the_customers_language(answerer):
    found = answerer.search("how much is shipping", "zh")
    assert found.answer is not None
    assert found.answer.text == "八元"
    assert found.answer.in_customers_language


def test_an_answer_only_in_the_other_language_says_so(answerer):
    found = answerer.search("can you wrap it as a gift", "zh")
    assert found.answer is not None
    assert found.answer.text == "Yes, ¥12"
    assert not found.answer.in_customers_language


def test_an_unknown_question_is_not_answered(answerer):
    found = answerer.search("quantum chromodynamics lecture", "en")
    assert found.answer is None


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_blank_text_finds_nothing(answerer, text):
    assert answerer.search(text).candidates == ()


def test_an_empty_knowledge_base_finds_nothing(answerer):
    answerer.refresh((), 2)
    assert answerer.search("how much is shipping").answer is None
    assert answerer.revision == 2


def test_a_refresh_makes_a_new_entry_answerable_and_a_retired_one_silent(answerer):
    new = Entry("points", (Question("when do points expire", "en"),), {"en": "Next year"})
    answerer.refresh((*ENTRIES[1:], new), 2)
    assert answerer.search("when do points expire").answer.text == "Next year"
    assert answerer.search("how much is shipping").answer is None


def test_an_entry_appears_once_among_the_candidates(answerer):
    found = answerer.search("shipping")
    assert len({candidate.entry_id for candidate in found.candidates}) == len(found.candidates)


def test_vectors_are_encoded_once_and_survive_a_restart(tmp_path):
    first = BigramEncoder()
    VectorCache(first, tmp_path / "none.npz", tmp_path / "own.npz").vectors(["one", "two"], "query")
    second = BigramEncoder()
    cache = VectorCache(second, tmp_path / "none.npz", tmp_path / "own.npz")
    assert cache.vectors(["two", "three"], "query").shape == (2, 256)
    assert second.encoded == ["three"]


def test_a_damaged_cache_file_is_computed_again(tmp_path):
    (tmp_path / "own.npz").write_bytes(b"half a file")
    assert load_vectors(tmp_path / "own.npz") == {}
    assert VectorCache(BigramEncoder(), tmp_path / "none", tmp_path / "own.npz").vectors(["a b"], "query").shape == (
        1,
        256,
    )


def test_probability_grows_with_the_score():
    sure, unsure = Evidence(0.6, 0.1, 0.9, 1.0, 10), Evidence(0.1, 0.1, 0.9, 1.0, 10)
    assert CALIBRATION.probability(sure) > 0.9 > 0.1 > CALIBRATION.probability(unsure)


def test_thresholds_keep_wrong_answers_under_the_wanted_share():
    probabilities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]
    right = [True, True, False, True, False, False, False, False, False, False]
    answer_at, ask_at = choose_thresholds(probabilities, right, wrong_share=0.1, ask_from=0.35)
    assert answer_at == 0.6
    assert ask_at == 0.35


def test_overlap_ignores_case_and_blanks():
    assert overlap("Where IS  it", "where is it") == 1.0
    assert overlap("", "anything") == 0.0


def test_taking_the_language_means_away_makes_translations_neighbours():
    topic, other, chinese, english = np.eye(4, dtype=np.float32)
    vectors = np.stack([topic + 3 * chinese, other + 3 * chinese, topic + 3 * english, other + 3 * english])
    languages = ["zh", "zh", "en", "en"]
    means = LanguageMeans.measured(vectors, [("query", language) for language in languages])
    plain = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    centred = means.centred(vectors, "query", languages)
    assert plain[0] @ plain[1] > plain[0] @ plain[2]
    assert centred[0] @ centred[2] > 0.99 > 0 > centred[0] @ centred[1]


def test_means_survive_being_saved(tmp_path):
    means = LanguageMeans({("query", "zh"): np.array([0.5, 1.0], dtype=np.float32)})
    means.save(tmp_path / "means.json")
    assert LanguageMeans.load(tmp_path / "means.json").means["query", "zh"].tolist() == [0.5, 1.0]


def test_an_entry_whose_only_wording_is_hidden_is_still_found_by_its_answer():
    entry = EntryVectors(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]))
    assert entry.without([0]).fit(np.array([0.0, 1.0])) == 1.0
