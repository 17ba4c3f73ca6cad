"""Our texts are written one by one: no two are near-duplicates, and no test text stands in a training part."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.near_duplicates import near_duplicates
from understanding.training.data import read_marks

DATA = Path(__file__).resolve().parents[3] / "training_data"
SAME = 0.6


def utterances(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((DATA / "dialogue" / "nlu" / language).glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            lines = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
            found.setdefault(block["intent"], []).extend(lines)
    return found


def jsonl(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def marked(path: Path) -> list[str]:
    return [read_marks(str(row["marked"]))[0] for row in jsonl(path)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_intent_has_enough_utterances(language):
    counts = {intent: len(texts) for intent, texts in utterances(language).items()}
    assert len(counts) == 40
    assert min(counts.values()) >= 60, counts


def test_enough_sentences_are_labelled_and_marked():
    assert sum(len(jsonl(DATA / "understanding" / f"{language}.jsonl")) for language in ("zh", "en")) >= 4000
    assert sum(len(jsonl(DATA / "understanding" / f"entities.{language}.jsonl")) for language in ("zh", "en")) >= 2500


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_utterances_are_near_duplicates(language):
    assert near_duplicates([text for texts in utterances(language).values() for text in texts], SAME) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_labelled_sentences_are_near_duplicates(language):
    texts = [str(row["text"]) for row in jsonl(DATA / "understanding" / f"{language}.jsonl")]
    assert near_duplicates(texts, SAME) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_two_marked_sentences_are_near_duplicates(language):
    assert near_duplicates(marked(DATA / "understanding" / f"entities.{language}.jsonl"), SAME) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_past_answers_and_their_questions_are_all_different(language):
    rows = [row for name in ("orders", "shop") for row in jsonl(DATA / "knowledge" / f"{name}.{language}.jsonl")]
    assert len(rows) >= 150
    assert near_duplicates([str(row["answer"]) for row in rows], SAME) == []
    assert near_duplicates([str(text) for row in rows for text in row["questions"]], SAME) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_answer_the_same_entries(language):
    other = "en" if language == "zh" else "zh"
    for name in ("orders", "shop"):
        ids = [row["id"] for row in jsonl(DATA / "knowledge" / f"{name}.{language}.jsonl")]
        assert ids == [row["id"] for row in jsonl(DATA / "knowledge" / f"{name}.{other}.jsonl")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_test_text_stands_in_a_training_part(language):
    trained = [text for texts in utterances(language).values() for text in texts]
    trained += [str(row["text"]) for row in jsonl(DATA / "understanding" / f"{language}.jsonl")]
    trained += marked(DATA / "understanding" / f"entities.{language}.jsonl")
    kept_apart = []
    for part in ("test", "validation"):
        folder = DATA / "understanding" / part
        for name in ("intent", "sentences"):
            kept_apart += [str(row["text"]) for row in jsonl(folder / f"{name}.{language}.jsonl")]
    kept_apart += marked(DATA / "understanding" / "test" / f"entities.{language}.jsonl")
    leaked = [pair for pair in near_duplicates(trained + kept_apart, SAME) if set(pair) & set(kept_apart)]
    own = set(kept_apart)
    assert [pair for pair in leaked if not set(pair) <= own] == []


def test_no_test_question_is_a_wording_of_an_entry_or_a_question_of_another_part():
    knowledge = DATA / "knowledge"
    wordings = [text for path in sorted(knowledge.glob("*.jsonl")) for row in jsonl(path) for text in row["questions"]]
    seen = [*dict.fromkeys(wordings), *(row["query"] for row in jsonl(knowledge / "validation" / "questions.jsonl"))]
    tested = [row["query"] for path in sorted((knowledge / "test").glob("*.jsonl")) for row in jsonl(path)]
    assert len(tested) >= 2500
    said = Counter(re.sub(r"\W", "", str(text).lower()) for text in (*seen, *tested))
    assert [text for text in tested if said[re.sub(r"\W", "", str(text).lower())] > 1] == []
