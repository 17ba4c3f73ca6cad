import gzip
import json
from pathlib import Path

import pytest

from understanding.training.data import TrainingDataError, read_task, read_test_data, read_training_data

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
        (NLU.replace("- 在吗", "- 优惠券怎么用"), "all.yml:9"),
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


def test_repeats_are_read_once(tmp_path: Path) -> None:
    line = '{"text": "OK Good", "sentiment": "neutral"}\n{"text": "ok good", "sentiment": "neutral"}\n'
    assert len(read_training_data(_write(tmp_path, sentences=line))) == 5


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no training data"):
        read_training_data(tmp_path)


def test_test_part_is_read_apart(tmp_path: Path) -> None:
    folder = _write(tmp_path) / "understanding" / "test"
    folder.mkdir()
    (folder / "intent.zh.jsonl").write_text('{"text": "有券吗", "intent": "coupon"}\n', "utf-8")
    assert [example.text for example in read_test_data(tmp_path)] == ["有券吗"]
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
