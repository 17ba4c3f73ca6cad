import gzip
import json
from pathlib import Path

import pytest

from understanding.training.data import (
    TrainingDataError,
    read_marks,
    read_own_data,
    read_task,
    read_training_data,
    read_written_part,
)
from understanding.training.examples import Span

NLU = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - 你好
    - 在吗
- intent: coupon
  examples: |
    - 优惠券怎么用

    - 你们有优惠券吗
"""


def _write(folder: Path, nlu: str = NLU, sentences: str = "") -> Path:
    (folder / "dialogue" / "nlu" / "zh").mkdir(parents=True)
    (folder / "dialogue" / "nlu" / "zh" / "all.yml").write_text(nlu, "utf-8")
    (folder / "understanding").mkdir()
    (folder / "understanding" / "zh.jsonl").write_text(sentences, "utf-8")
    return folder


def test_both_sources_are_read_with_their_places(tmp_path: Path) -> None:
    line = json.dumps({"text": "物流太慢", "sentiment": "negative", "topic": "logistics"})
    examples = read_training_data(_write(tmp_path, sentences=line + "\n"))
    assert [(e.text, dict(e.labels)) for e in examples] == [
        ("你好", {"intent": "greet"}),
        ("在吗", {"intent": "greet"}),
        ("优惠券怎么用", {"intent": "coupon"}),
        ("你们有优惠券吗", {"intent": "coupon"}),
        ("物流太慢", {"sentiment": "negative", "topic": "logistics"}),
    ]
    assert [e.place.rsplit(":")[-1] for e in examples] == ["5", "6", "9", "11", "1"]
    assert {e.language for e in examples} == {"zh"}


@pytest.mark.parametrize(
    ("nlu", "place"),
    [
        (NLU.replace("- 在吗", "在吗"), "all.yml:6"),
        (NLU.replace("    - 在吗", "    - "), "all.yml:6"),
        (NLU.replace("examples: |\n    - 你好\n    - 在吗", "examples: hello"), "all.yml:3"),
        ("nlu: [", "all.yml"),
    ],
)
def test_fault_in_the_utterances_is_named_by_file_and_line(tmp_path: Path, nlu: str, place: str) -> None:
    with pytest.raises(TrainingDataError, match=place):
        read_training_data(_write(tmp_path, nlu))


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "好"',
        '["好"]',
        '{"text": ""}',
        '{"text": "好"}',
        '{"text": "好", "sentiment": "great"}',
        '{"text": 3}',
    ],
)
def test_fault_in_the_sentences_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    good = '{"text": "还行", "sentiment": "neutral"}'
    with pytest.raises(TrainingDataError, match=r"zh\.jsonl:2: "):
        read_training_data(_write(tmp_path, sentences=f"{good}\n{line}\n"))


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError) as caught:
        read_training_data(_write(tmp_path, sentences="x\ny\n"))
    assert "zh.jsonl:1" in str(caught.value) and "zh.jsonl:2" in str(caught.value)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no training data"):
        read_training_data(tmp_path)


def test_test_part_is_read_apart(tmp_path: Path) -> None:
    folder = _write(tmp_path) / "understanding" / "test"
    folder.mkdir()
    (folder / "intent.zh.jsonl").write_text('{"text": "有券吗", "intent": "coupon"}\n', "utf-8")
    assert [example.text for example in read_written_part(tmp_path, "test")] == ["有券吗"]
    assert "有券吗" not in [example.text for example in read_training_data(tmp_path)]


def test_compressed_evaluation_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.write('{"text": "battery is bad", "label": "negative", "aspect": "battery"}\n')
    (example,) = read_task(file, "sentiment")
    assert example.seen_text == "battery: battery is bad"


def test_evaluation_file_without_the_label_is_refused(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text('{"text": "hi"}\n', "utf-8")
    with pytest.raises(TrainingDataError, match=r"train\.jsonl:1: intent"):
        read_task(tmp_path / "train.jsonl", "intent")


def test_marks_give_the_text_and_its_entities() -> None:
    assert read_marks("a [red](colour) [tea cup](product)!") == (
        "a red tea cup!",
        (Span(2, 5, "colour"), Span(6, 13, "product")),
    )
    assert read_marks("no [marks] (here)") == ("no [marks] (here)", ())


def test_unknown_entity_types_are_named_by_file_and_line(tmp_path: Path) -> None:
    folder = _write(tmp_path)
    (folder / "understanding" / "entities.zh.jsonl").write_text('{"marked": "[红](colur)的"}\n', "utf-8")
    with pytest.raises(TrainingDataError, match=r"entities\.zh\.jsonl:1: the entity type 'colur'"):
        read_training_data(folder)


@pytest.mark.parametrize(
    ("tokens", "tags", "text", "spans"),
    [
        (list("买小米手环"), ["O", "B-brand", "I-brand", "B-product", "I-product"], "买小米手环", [(1, 3), (3, 5)]),
        (["my", "rain", "coat"], ["O", "B-product", "I-product"], "my rain coat", [(3, 12)]),
        (["a", "cup"], ["O", "I-product"], "a cup", [(2, 5)]),
    ],
)
def test_bio_tags_become_entities(tmp_path: Path, tokens: list[str], tags: list[str], text: str, spans: list) -> None:
    file = tmp_path / "entities.jsonl"
    file.write_text(json.dumps({"tokens": tokens, "tags": tags}), "utf-8")
    (example,) = read_task(file, "entities")
    assert (example.text, [(span.start, span.end) for span in example.spans or ()]) == (text, spans)


@pytest.mark.parametrize("line", ['{"tokens": ["a"], "tags": []}', '{"tokens": ["a"], "tags": ["X"]}', '{"text": "a"}'])
def test_broken_tags_are_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "entities.jsonl"
    file.write_text('{"tokens": ["a"], "tags": ["O"]}\n' + line, "utf-8")
    with pytest.raises(TrainingDataError, match=r"entities\.jsonl:2: "):
        read_task(file, "entities")


def test_own_files_are_told_apart_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "intent.2026.jsonl").write_text('{"text": "退货", "intent": "return_item"}\n', "utf-8")
    (tmp_path / "sentiment.jsonl").write_text('{"text": "too slow", "label": "negative"}\n', "utf-8")
    found = {example.text: (dict(example.labels), example.language) for example in read_own_data(tmp_path)}
    assert found == {"退货": ({"intent": "return_item"}, "zh"), "too slow": ({"sentiment": "negative"}, "en")}
    (tmp_path / "mood.jsonl").write_text("", "utf-8")
    with pytest.raises(TrainingDataError, match=r"mood\.jsonl: its name must start with"):
        read_own_data(tmp_path)


def test_a_folder_without_own_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="holds no"):
        read_own_data(tmp_path)


def test_a_feeling_that_is_none_of_the_three_is_named(tmp_path: Path) -> None:
    (tmp_path / "sentiment.jsonl").write_text(
        '{"text": "ok", "label": "neutral"}\n{"text": "no", "label": "Bad"}', "utf-8"
    )
    with pytest.raises(TrainingDataError, match=r"sentiment\.jsonl:2: sentiment 'Bad' is unknown"):
        read_own_data(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("intent.jsonl", b'{"text": "a", "intent": "b", "n": ' + b"1" * 5000 + b"}"),
        ("intent.jsonl", b"[" * 100_000),
        ("intent.jsonl", b'{"text": "\xff"}'),
        ("intent.jsonl.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 20),
        ("intent.jsonl.gz", b"plain"),
    ],
)
def test_damaged_files_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TrainingDataError, match=name):
        read_own_data(tmp_path)


def test_a_folder_with_a_files_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "intent.jsonl").mkdir()
    with pytest.raises(TrainingDataError, match="cannot be read"):
        read_own_data(tmp_path)
