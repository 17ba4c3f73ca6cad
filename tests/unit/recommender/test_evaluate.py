import gzip
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from recommender.evaluate import MalformedSequencesError, Report, evaluate_sequences, read_sequences
from recommender.fit import Recipe
from recommender.model import Size
from understanding.progress import silent

TINY = Recipe(Size(1, 32, 2, 16, 0.0), epochs=30, patience=30, learning_rate=5e-3, hidden=0.0, late_start=0.0)


def rings(customers: int = 60, items: int = 30, length: int = 8) -> list[list[str]]:
    """Each customer walks around the same ring of items from his own start."""
    return [[f"i{(start * 7 + step) % items}" for step in range(length)] for start in range(customers)]


def test_a_rule_of_succession_is_learned() -> None:
    report = evaluate_sequences(rings(), 1, silent, 60, TINY)
    assert report.measures.ndcg_10 > 0.9
    assert set(report.to_json()) >= {"hr@5", "hr@10", "ndcg@5", "ndcg@10"}


def test_a_rule_of_succession_is_learned_against_drawn_rivals_too() -> None:
    report = evaluate_sequences(rings(), 1, silent, 60, replace(TINY, negatives=12))
    assert report.measures.ndcg_10 > 0.9


def test_random_sequences_teach_nothing() -> None:
    dice = Random(3)
    report = evaluate_sequences([dice.sample([f"i{n}" for n in range(200)], 6) for _ in range(80)], 1, silent, 60, TINY)
    assert report.measures.hr_10 < 0.2


def test_constant_sequences_of_one_length_do_not_crash_and_short_ones_are_trained_on() -> None:
    report = evaluate_sequences([["a", "b", "c"], ["a"], [], ["c", "b"]], 1, silent, 5, TINY)
    assert isinstance(report, Report)
    assert report.users == 1


def test_a_budget_ends_training() -> None:
    report = evaluate_sequences(rings(), 1, silent, 0.0, TINY)
    assert report.epochs <= 1


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines))
    return path


def test_sequences_are_read_plain_and_packed_with_ids_of_any_kind(tmp_path: Path) -> None:
    line = json.dumps({"user": 1, "items": [1, "b", 3]})
    packed = tmp_path / "s.jsonl.gz"
    packed.write_bytes(gzip.compress(line.encode()))
    assert read_sequences(packed) == read_sequences(write(tmp_path / "s.jsonl", line, "")) == (("1", "b", "3"),)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"items": ["a"]}', '{"user": 1}', '{"user": 1, "items": "abc"}', '{"user": 1, "items": [null]}'],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    path = write(tmp_path / "s.jsonl", '{"user": 1, "items": ["a", "b", "c"]}', line)
    with pytest.raises(MalformedSequencesError, match=r"s\.jsonl:2"):
        read_sequences(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'{"user": 1, "items": ["a"]}'])
def test_a_file_without_usable_sequences_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(content)
    with pytest.raises(MalformedSequencesError):
        read_sequences(path)
    (tmp_path / "s.jsonl.gz").write_bytes(content)
    with pytest.raises(MalformedSequencesError):
        read_sequences(tmp_path / "s.jsonl.gz")
