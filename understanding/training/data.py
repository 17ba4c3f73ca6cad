"""Reads the training data; every fault is named by file and line."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from understanding.training.examples import Example

LANGUAGES: Final = ("zh", "en")
SENTIMENTS: Final = ("positive", "neutral", "negative")
TOPICS: Final = (
    "product_quality",
    "fit_size",
    "price_promotion",
    "logistics",
    "packaging",
    "service_attitude",
    "after_sales",
    "authenticity",
    "usage",
    "other",
)
MOST_FAULTS_SHOWN: Final = 20


class TrainingDataError(ValueError):
    """Training data is missing or wrong; the message lists each fault with file and line."""


def read_training_data(folder: Path) -> tuple[Example, ...]:
    """All examples of a `training_data` folder: intents, sentiment and topic, in both languages, without repeats.

    Raises TrainingDataError when a file is malformed, a label unknown, or one text has two labels for a head.
    """
    faults: list[str] = []
    examples = [*_intents(folder / "dialogue" / "nlu", faults), *_sentences(folder / "understanding", faults)]
    if not examples and not faults:
        raise TrainingDataError(f"{folder} holds no training data for understanding")
    examples = _without_repeats(examples, faults)
    if faults:
        more = len(faults) - MOST_FAULTS_SHOWN
        shown = faults[:MOST_FAULTS_SHOWN] + ([f"and {more} more"] if more > 0 else [])
        raise TrainingDataError("\n".join(shown))
    return tuple(examples)


def read_test_data(folder: Path) -> tuple[Example, ...]:
    """The hand-written test part, which no model is trained on; empty when there is none."""
    faults: list[str] = []
    examples: list[Example] = []
    for language in LANGUAGES:
        file = folder / "understanding" / "test" / f"intent.{language}.jsonl"
        for place, record in _records(file, faults):
            if _has_strings(record, ("text", "intent"), place, faults):
                examples.append(Example(record["text"], {"intent": record["intent"]}, language, place=place))
        file = folder / "understanding" / "test" / f"sentences.{language}.jsonl"
        examples += _labelled_sentences(file, language, faults)
    if faults:
        raise TrainingDataError("\n".join(faults[:MOST_FAULTS_SHOWN]))
    return tuple(examples)


def read_task(file: Path, task: str) -> tuple[Example, ...]:
    """The examples of an evaluation file, JSONL or JSONL.gz: `{text, intent}` or `{text, label, aspect?}`."""
    faults: list[str] = []
    field = "intent" if task == "intent" else "label"
    if not file.exists():
        raise TrainingDataError(f"{file} does not exist")
    examples = [
        Example(record["text"], {task: record[field]}, aspect=str(record.get("aspect") or ""), place=place)
        for place, record in _records(file, faults)
        if _has_strings(record, ("text", field), place, faults)
    ]
    if faults:
        raise TrainingDataError("\n".join(faults[:MOST_FAULTS_SHOWN]))
    if not examples:
        raise TrainingDataError(f"{file} holds no example")
    return tuple(examples)


def _intents(folder: Path, faults: list[str]) -> Iterator[Example]:
    for language in LANGUAGES:
        for file in sorted((folder / language).glob("*.yml")):
            try:
                root = yaml.compose(file.read_text("utf-8"), Loader=yaml.SafeLoader)
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                faults.append(f"{file}: {' '.join(str(error).split())}")
                continue
            for intent, line, text in _intent_lines(file, root, faults):
                yield Example(text, {"intent": intent}, language, place=f"{file}:{line}")


def _intent_lines(file: Path, root: yaml.Node | None, faults: list[str]) -> Iterator[tuple[str, int, str]]:
    for block in _items(_value(root, "nlu")):
        intent, examples = _value(block, "intent"), _value(block, "examples")
        if intent is None:
            continue
        if not isinstance(examples, yaml.ScalarNode) or examples.style != "|":
            faults.append(f"{file}:{block.start_mark.line + 1}: intent {intent.value} needs `examples: |`")
            continue
        for line, text in enumerate(examples.value.splitlines(), start=examples.start_mark.line + 2):
            if not text.strip():
                continue
            if not text.startswith("- ") or not text[2:].strip():
                faults.append(f"{file}:{line}: an example starts with `- ` and has text")
                continue
            yield str(intent.value), line, text[2:].strip()


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return value  # type: ignore[no-any-return]
    return None


def _sentences(folder: Path, faults: list[str]) -> Iterator[Example]:
    for language in LANGUAGES:
        yield from _labelled_sentences(folder / f"{language}.jsonl", language, faults)


def _labelled_sentences(file: Path, language: str, faults: list[str]) -> Iterator[Example]:
    allowed = {"sentiment": SENTIMENTS, "topic": TOPICS}
    for place, record in _records(file, faults):
        if not _has_strings(record, ("text",), place, faults):
            continue
        labels = {head: record[head] for head in allowed if record.get(head) is not None}
        wrong = [head for head, label in labels.items() if label not in allowed[head]]
        if wrong or not labels:
            what = f"{wrong[0]} {labels[wrong[0]]!r} is unknown" if wrong else "neither sentiment nor topic"
            faults.append(f"{place}: {what}")
            continue
        yield Example(record["text"], labels, language, place=place)


def _records(file: Path, faults: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not file.exists():
        return
    opened = gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")
    with opened as lines:
        try:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except json.JSONDecodeError as error:
                    faults.append(f"{file}:{number}: not JSON ({error.msg})")
                    continue
                if isinstance(record, dict):
                    yield f"{file}:{number}", record
                else:
                    faults.append(f"{file}:{number}: not an object")
        except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
            faults.append(f"{file}: cannot be read ({error})")


def _has_strings(record: Mapping[str, Any], names: tuple[str, ...], place: str, faults: list[str]) -> bool:
    for name in names:
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            faults.append(f"{place}: {name} must be text")
            return False
    return True


def _without_repeats(examples: list[Example], faults: list[str]) -> list[Example]:
    first: dict[tuple[str, str], Example] = {}
    kept = []
    for example in examples:
        fresh = False
        for head, label in example.labels.items():
            known = first.setdefault((head, example.text.casefold()), example)
            fresh |= known is example
            if known.labels[head] != label:
                faults.append(f"{example.place}: {head} is {label}, but {known.labels[head]} at {known.place}")
        if fresh:
            kept.append(example)
    return kept
