"""The answerer over a tiny encoder that is real enough to search with: hashed character bigrams."""

import zlib
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from knowledge_base.entries import Changes, Entry, Question
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibration, Calibrations, Evidence, Risk, risks
from knowledge_base.retrieval.head import EntryHead
from knowledge_base.retrieval.lexical import Lexicon, pieces
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.scoring import LanguageMeans
from knowledge_base.retrieval.vectors import CentredVectors, load_vectors, save_vectors

WIDTH = len(fields(Evidence))
# sure when the fit is above 0.3, asks from 0.1
CALIBRATION = Calibration(
    (0.0,) * WIDTH,
    (1.0,) * WIDTH,
    (20.0, *(0.0,) * (WIDTH - 1)),
    -6,
    answer_at=0.5,
    ask_at=0.018,
    risks=(Risk(0.01, 0.9), Risk(0.05, 0.4)),
)
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


def an_answerer(encoder=None, known=None, trained=None, **how) -> Answerer:
    vectors = CentredVectors(encoder or BigramEncoder(), NO_MEANS, known)
    return Answerer(vectors, Library(vectors, trained), Calibrations(*[CALIBRATION] * 4), **how)


@pytest.fixture
def answerer():
    answerer = an_answerer()
    answerer.library.apply(Changes(1, ENTRIES, ()))
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


def test_an_empty_knowledge_base_finds_nothing():
    assert an_answerer().search("how much is shipping").answer is None


def test_a_change_makes_a_new_entry_answerable_and_a_retired_one_silent(answerer):
    new = Entry("points", (Question("when do points expire", "en"),), {"en": "Next year"})
    answerer.library.apply(Changes(2, (new,), ("fee",)))
    assert answerer.search("when do points expire").answer.text == "Next year"
    assert answerer.search("how much is shipping").answer is None
    assert answerer.answer_of("fee", "en") is None
    assert answerer.library.revision == 2


def test_an_edited_entry_is_answered_in_its_new_words_only(answerer):
    edited = Entry("fee", (Question("what does delivery cost", "en"),), {"en": "¥9"})
    answerer.library.apply(Changes(2, (edited,), ()))
    assert answerer.search("what does delivery cost").answer.text == "¥9"
    assert answerer.search("运费多少钱").answer is None


def test_an_entry_is_silent_outside_its_days():
    today = date(2026, 5, 1)
    answerer = an_answerer(today=lambda: today)
    early, late = (replace(ENTRIES[1], entry_id=name) for name in ("early", "late"))
    answerer.library.apply(
        Changes(1, (replace(early, valid_until=date(2026, 4, 30)), replace(late, valid_from=date(2026, 5, 2))), ())
    )
    assert answerer.search("can you wrap it as a gift").candidates == ()
    assert answerer.answer_of("early", "en") is None


@pytest.mark.parametrize(("wrong", "answers"), [(0.01, False), (None, True), (0.05, True)])
def test_a_shop_may_allow_more_or_fewer_wrong_answers(wrong, answers):
    answerer = an_answerer(wrong=wrong)
    answerer.library.apply(Changes(1, ENTRIES, ()))
    found = answerer.search("shipping how")
    assert 0.5 < found.probability < 0.9
    assert (found.answer is not None) == answers
    assert found.ask_back != answers


def test_an_entry_appears_once_among_the_candidates(answerer):
    found = answerer.search("shipping")
    assert len({candidate.entry_id for candidate in found.candidates}) == len(found.candidates)


def test_texts_that_training_has_seen_are_not_encoded_again(tmp_path):
    vectors = BigramEncoder().encode([ENTRIES[1].questions[0].text], "query")
    save_vectors({(ENTRIES[1].questions[0].text, "query"): vectors[0]}, tmp_path / "vectors.npz")
    encoder = BigramEncoder()
    answerer = an_answerer(encoder, load_vectors(tmp_path / "vectors.npz"))
    answerer.library.apply(Changes(1, ENTRIES[1:], ()))
    assert encoder.encoded == ["Yes, ¥12"]


def test_a_damaged_file_of_vectors_or_of_the_head_is_as_if_there_were_none(tmp_path):
    save_vectors({("text", "query"): np.ones(4, np.float32)}, tmp_path / "whole.npz")
    whole = (tmp_path / "whole.npz").read_bytes()
    (tmp_path / "half.npz").write_bytes(whole[: len(whole) // 2])
    assert load_vectors(tmp_path / "half.npz") == {}
    assert EntryHead.load(tmp_path / "half.npz") is None


def test_a_library_kept_on_disk_answers_the_same_without_encoding(tmp_path, answerer):
    answerer.library.save(tmp_path / "index")
    encoder = BigramEncoder()
    again = an_answerer(encoder)
    assert again.library.restore(tmp_path / "index", ENTRIES, 1)
    again.library.apply(Changes(1, (), ()))
    assert encoder.encoded == []
    assert again.search("how much is shipping") == answerer.search("how much is shipping")


def test_a_kept_library_has_its_head_again_without_learning_it(tmp_path, answerer, monkeypatch):
    answerer.library.save(tmp_path / "index")
    again = an_answerer()
    assert again.library.restore(tmp_path / "index", ENTRIES, 1)
    monkeypatch.delattr(EntryHead, "fitted")
    again.library.apply(Changes(1, (), ()))
    assert again.library.head.ids == answerer.library.head.ids
    assert np.array_equal(again.library.head.weights, answerer.library.head.weights)


def test_a_kept_library_learns_only_what_has_changed_since(tmp_path, answerer):
    answerer.library.save(tmp_path / "index")
    changed = replace(ENTRIES[1], answers={"en": "No"}, revision=2)
    encoder = BigramEncoder()
    again = an_answerer(encoder)
    assert again.library.restore(tmp_path / "index", (replace(ENTRIES[0], revision=1), changed), 2)
    again.library.apply(Changes(2, (changed,), ()))
    assert set(encoder.encoded) == {"can you wrap it as a gift", "No"}
    assert again.search("can you wrap it as a gift").answer.text == "No"


def test_a_kept_library_forgets_entries_retired_while_it_slept(tmp_path, answerer):
    answerer.library.save(tmp_path / "index")
    again = an_answerer()
    assert again.library.restore(tmp_path / "index", ENTRIES[:1], 2)
    again.library.apply(Changes(2, (), ("gift",)))
    assert again.search("can you wrap it as a gift").answer is None


@pytest.mark.parametrize("damage", [lambda old: old[: len(old) // 2], lambda old: b"", lambda old: old + b"x"])
def test_a_damaged_library_is_refused_and_said_so(tmp_path, answerer, caplog, damage):
    path = tmp_path / "index"
    answerer.library.save(path)
    path.write_bytes(damage(path.read_bytes()))
    assert not an_answerer().library.restore(path, ENTRIES, 1)
    assert "built anew" in caplog.text


def test_a_library_of_another_encoder_or_a_later_database_is_not_taken_over(tmp_path, answerer):
    answerer.library.save(tmp_path / "index")
    other = LanguageMeans({label: mean + 1 for label, mean in NO_MEANS.means.items()})
    assert not Library(CentredVectors(BigramEncoder(), other)).restore(tmp_path / "index", ENTRIES, 1)
    assert not an_answerer().library.restore(tmp_path / "index", ENTRIES, 0)
    assert not an_answerer().library.restore(tmp_path / "missing", ENTRIES, 1)


def many_entries(count: int) -> tuple[Entry, ...]:
    words = ("kettle", "tent", "shoe", "lamp", "serum", "bag", "coat", "desk", "mixer", "stove", "towel", "watch")
    asks = ("price of the {}", "is the {} in stock", "can i wash a {}", "{} broken what now")
    return tuple(
        Entry(f"e{n}", tuple(Question(ask.format(word) + f" nr {n}", "en") for ask in asks), {"en": f"the {word}"})
        for n, word in enumerate(words[:count])
    )


def test_the_head_tells_entries_apart_and_learns_one_more_without_the_others():
    entries, vectors = many_entries(12), CentredVectors(BigramEncoder(), NO_MEANS)
    rows = [vectors.wordings(entry.questions) for entry in entries]
    head = EntryHead.fitted(entries[:-1], rows[:-1])
    whole = head.with_entry(entries[-1], rows[-1], np.concatenate(rows[:-1]))
    assert whole.ids == tuple(entry.entry_id for entry in entries)
    assert np.array_equal(whole.weights[:-1], head.weights)
    for place, own in enumerate(rows):
        assert set(whole.logits(own).argmax(1)) == {place}


def test_the_head_keeps_only_what_still_says_the_same():
    entries = many_entries(3)
    vectors = CentredVectors(BigramEncoder(), NO_MEANS)
    head = EntryHead.fitted(entries, [vectors.wordings(entry.questions) for entry in entries])
    changed = replace(entries[1], answers={"en": "other"})
    assert head.kept({"e0": entries[0], "e1": changed}).ids == ("e0",)


def test_a_head_survives_being_saved(tmp_path):
    entries = many_entries(3)
    vectors = CentredVectors(BigramEncoder(), NO_MEANS)
    head = EntryHead.fitted(entries, [vectors.wordings(entry.questions) for entry in entries])
    head.save(tmp_path / "head.npz")
    again = EntryHead.load(tmp_path / "head.npz")
    assert again.ids == head.ids
    assert np.array_equal(again.weights, head.weights)


def test_probability_grows_with_the_fit():
    def evidence(fit: float) -> Evidence:
        return Evidence(fit, *(0.0,) * 16, length=10)

    assert CALIBRATION.probability(evidence(0.6)) > 0.9 > 0.1 > CALIBRATION.probability(evidence(0.1))


def test_thresholds_keep_wrong_answers_under_the_wanted_share():
    probabilities = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]
    right = [True, True, False, True, False, False, False, False, False, False]
    assert risks(probabilities, right, (0.0, 0.1, 1.0)) == (Risk(0.0, 0.8), Risk(0.1, 0.6), Risk(1.0, 0.05))


def test_calibrations_survive_being_saved(tmp_path):
    both = Calibrations(CALIBRATION, *(replace(CALIBRATION, bias=-bias) for bias in (3, 4, 5)))
    both.save(tmp_path / "calibration.json")
    assert Calibrations.load(tmp_path / "calibration.json") == both


def test_an_entry_covers_what_it_says_and_rare_words_count_most():
    student = Entry("s", (Question("any discount for students", "en"),), {"en": "Yes, 5 percent."})
    others = [Entry(f"d{n}", (Question(f"any discount nr {n}", "en"),), {"en": "No."}) for n in range(20)]
    lexicon = Lexicon([student, *others])
    students, teachers = (lexicon.covered(pieces(f"discount for {who}"), student) for who in ("students", "teachers"))
    assert students.entry == pytest.approx(1.0)
    assert students.missing == 0.0
    assert teachers.entry < 0.6
    assert lexicon.unknown(pieces("teachers")) > 0.5 > lexicon.unknown(pieces("discount"))


def test_a_removed_entry_is_counted_no_more():
    entries = many_entries(4)
    lexicon = Lexicon(entries)
    lexicon.remove(entries[0])
    assert np.array_equal(lexicon.counts, Lexicon(entries[1:]).counts)
    assert lexicon.entries == 3


@pytest.mark.parametrize("text", ["", "?!", "😀", "é"])
def test_a_text_without_words_covers_nothing(text):
    assert Lexicon(ENTRIES).covered(pieces(text), ENTRIES[0]).entry == 0.0


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
