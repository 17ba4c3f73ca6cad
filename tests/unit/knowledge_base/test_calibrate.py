"""Calibration: questions written for it, or wordings asked as if they had never been written."""

import json

import numpy as np
import pytest

from knowledge_base.entries import BadEntryError, Changes, Entry, Question
from knowledge_base.retrieval.glossary import Glossary, Meaning
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.ranking import Ranker
from knowledge_base.retrieval.vectors import CentredVectors
from knowledge_base.training.calibrate import UNANSWERABLE_SHARE, WRONG_SHARE, Trying, _above, fitted, upper_bound
from knowledge_base.training.questions import Asked, folds, has_all, only, read_questions
from tests.unit.knowledge_base.test_answerer import NO_MEANS, BigramEncoder, many_entries

ENTRIES = many_entries(12)


@pytest.fixture
def vectors():
    return CentredVectors(BigramEncoder(), NO_MEANS)


@pytest.fixture
def trying(vectors):
    return Trying(vectors, Ranker(vectors, Glossary()))


def test_every_wording_is_asked_once_of_entries_that_lack_it():
    asked = []
    for fold in folds(ENTRIES, seed=7):
        texts = {question.text for entry in fold.entries for question in entry.questions}
        assert all(entry.questions for entry in fold.entries)
        assert not texts & {one.text for one in fold.asked}
        assert all(not one.right for _, one in fold.unanswered)
        asked += [one.text for one in fold.asked]
    assert len(asked) == len(set(asked)) > 30


def test_without_written_questions_the_wordings_calibrate(trying):
    with_head, without_head = (list(trials) for trials in zip(*trying.folded(ENTRIES, seed=7), strict=True))
    assert {trial.answerable for trial in with_head} == {True, False}
    for trials in (with_head, without_head):
        calibration, figures = fitted(trials, seed=7)
        assert figures["wrong_shown"] <= WRONG_SHARE
        assert figures["unanswerable_answered"] <= UNANSWERABLE_SHARE
        assert 0 <= calibration.ask_at <= calibration.answer_at <= 1


def test_a_surer_question_has_a_higher_probability(vectors, trying):
    library = Library(vectors)
    library.apply(Changes(1, ENTRIES, ()))
    known = [Asked(one.text, frozenset({entry.entry_id})) for entry in ENTRIES for one in entry.questions]
    foreign = [Asked(f"who wrote the novel about {word}", frozenset()) for word in "abcdefghijklmnopqrstuvwx"]
    trials = [with_head for with_head, _ in trying.asked(library, [*known, *foreign])]
    calibration, _ = fitted(trials, seed=7)
    probabilities = [calibration.probability(trial.evidence) for trial in trials]
    assert min(probabilities[: len(known)]) > max(probabilities[len(known) :])


def test_too_few_questions_make_nothing_sure(vectors, trying):
    library = Library(vectors)
    library.apply(Changes(1, ENTRIES, ()))
    trials = [one for one, _ in trying.asked(library, [Asked("price of the kettle nr 0", frozenset({"e0"}))])]
    calibration, _ = fitted(trials, seed=7)
    assert (calibration.answer_at, calibration.ask_at) == (1.0, 0.0)
    assert calibration.probability(trials[0].evidence) < 1.0


def test_across_languages_every_entry_speaks_the_other_language_only(vectors):
    """Chinese questions meet English entries and the reverse; the glossary leads from one to the other."""
    things = (("茶壶", "kettle"), ("台灯", "lamp"), ("雨伞", "umbrella"), ("地毯", "carpet"))
    entries = tuple(
        Entry(
            english,
            (Question(f"{chinese}怎么保养", "zh"), Question(f"how to look after the {english}", "en")),
            {"zh": f"擦{chinese}", "en": f"wipe the {english}"},
        )
        for chinese, english in things
    )
    glossary = Glossary([Meaning((chinese,), (english,)) for chinese, english in things])
    questions = [
        Asked(text, frozenset({english})) for chinese, english in things for text in (chinese + "脏了", english)
    ]
    trials = [one for both in Trying(vectors, Ranker(vectors, glossary)).across(entries, questions) for one in both]
    assert len(trials) == 16
    assert all(trial.right and trial.evidence.crossed > 0 for trial in trials)
    without = Trying(vectors, Ranker(vectors, Glossary())).across(entries, questions)
    assert not all(trial.right for both in without for trial in both)


def test_what_an_entry_says_in_one_language_only():
    entry = Entry("fee", (Question("运费", "zh"), Question("fee", "en")), {"zh": "八元", "en": "¥8"})
    assert only(entry, "en") == Entry("fee", (Question("fee", "en"),), {"en": "¥8"})
    assert not has_all(only(entry, "en"), "zh")


@pytest.mark.parametrize("line", ['{"query": "x"}', '{"pos": []}', '{"query": " ", "pos": []}', "nonsense"])
def test_a_bad_question_is_named_by_line(tmp_path, line):
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"query": "ok", "pos": ["a"]}) + "\n" + line)
    with pytest.raises(BadEntryError, match=":2"):
        read_questions(path)


@pytest.mark.parametrize(("count", "of"), [(0, 100), (7, 276), (50, 60)])
def test_were_the_upper_bound_true_so_few_would_be_seen_one_time_in_twenty(count, of):
    bound = upper_bound(count, of)
    assert bound > count / of
    assert (bound - count / of) / (bound * (1 - bound) / of) ** 0.5 == pytest.approx(1.645)


@pytest.mark.parametrize(("count", "reached"), [(20, 0), (100, 1), (276, 7)])
def test_a_threshold_leaves_room_for_other_questions(count, reached):
    probabilities = np.random.default_rng(7).random(count)
    threshold = _above(probabilities, 0.05)
    assert (probabilities >= threshold).sum() == reached
