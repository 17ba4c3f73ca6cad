"""Reads the training data; every fault is named by file and line."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import yaml

from understanding.runtime.classifier import HEADS
from understanding.runtime.language import reply_language
from understanding.training.examples import Example, Span

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
ENTITY_TYPES: Final = (
    "brand",
    "product",
    "attribute",
    "size",
    "colour",
    "price",
    "amount",
    "order_number",
    "date",
    "quantity",
    "person",
    "phone",
    "address",
)
MOST_FAULTS_SHOWN: Final = 20

_MARK = re.compile(r"\[([^\[\]]+)\]\(([a-z_]+)\)")


class TrainingDataError(ValueError):
    """Training data is missing or wrong; the message lists each fault with file and line."""


def read_training_data(folder: Path) -> tuple[Example, ...]:
    """All examples of a `training_data` folder: intents, sentiment, topic and entities, in both languages.

    Raises TrainingDataError when a file is malformed or a label unknown.
    """
    faults: list[str] = []
    written = folder / "understanding"
    examples = [*_intents(folder / "dialogue" / "nlu", faults)]
    for language in LANGUAGES:
        examples += _labelled_sentences(written / f"{language}.jsonl", language, faults)
        examples += _marked_sentences(written / f"entities.{language}.jsonl", language, faults)
    if not examples and not faults:
        raise TrainingDataError(f"{folder} holds no training data for understanding")
    _raise(faults)
    return tuple(examples)


def read_written_part(folder: Path, part: str) -> tuple[Example, ...]:
    """A hand-written part that no model is trained on, `test` or `validation`; empty when there is none."""
    faults: list[str] = []
    examples: list[Example] = []
    written = folder / "understanding" / part
    for language in LANGUAGES:
        intents = _task_examples(written / f"intent.{language}.jsonl", "intent", faults)
        examples += (replace(example, language=language) for example in intents)
        examples += _labelled_sentences(written / f"sentences.{language}.jsonl", language, faults)
        examples += _marked_sentences(written / f"entities.{language}.jsonl", language, faults)
    _raise(faults)
    return tuple(examples)


def read_own_data(folder: Path) -> tuple[Example, ...]:
    """A shop's own labelled files: `intent*`, `sentiment*`, `topic*`, `entities*`, each `.jsonl` or `.jsonl.gz`.

    Raises TrainingDataError when there is none, or a file is malformed.
    """
    faults: list[str] = []
    examples: list[Example] = []
    files = sorted(file for file in folder.glob("*") if file.name.endswith((".jsonl", ".jsonl.gz")))
    for file in files:
        task = next((name for name in (*HEADS, "entities") if file.name.startswith(name)), None)
        if task is None:
            faults.append(f"{file}: its name must start with intent, sentiment, topic or entities")
        else:
            examples += _task_examples(file, task, faults)
    faults += _unknown_feelings(examples)
    if not files:
        raise TrainingDataError(f"{folder} holds no .jsonl or .jsonl.gz file")
    _raise(faults)
    return tuple(replace(example, language=_language(example.text)) for example in examples)


def _unknown_feelings(examples: Sequence[Example]) -> Iterator[str]:
    """Intents, topics and entities may be a shop's own; the feelings are three, for what is built on them."""
    for example in examples:
        if example.labels.get("sentiment", SENTIMENTS[0]) not in SENTIMENTS:
            yield f"{example.place}: sentiment {example.labels['sentiment']!r} is unknown"


def read_task(file: Path, task: str) -> tuple[Example, ...]:
    """The examples of one file, JSONL or JSONL.gz.

    `{text, intent}`, `{text, label, aspect?}`, or for entities `{tokens, tags}` (BIO) or `{marked}`.
    """
    faults: list[str] = []
    if not file.exists():
        raise TrainingDataError(f"{file} does not exist")
    examples = list(_task_examples(file, task, faults))
    _raise(faults)
    if not examples:
        raise TrainingDataError(f"{file} holds no example")
    return tuple(examples)


def _raise(faults: list[str]) -> None:
    if faults:
        more = len(faults) - MOST_FAULTS_SHOWN
        raise TrainingDataError("\n".join(faults[:MOST_FAULTS_SHOWN] + ([f"and {more} more"] if more > 0 else [])))


def _language(text: str) -> str:
    return reply_language(text, "en")


def _task_examples(file: Path, task: str, faults: list[str]) -> Iterator[Example]:
    if task == "entities":
        yield from _entity_examples(file, faults)
        return
    field = "intent" if task == "intent" else "label"
    for place, record in _records(file, faults):
        if _has_strings(record, ("text", field), place, faults):
            label = record[field].strip()
            yield Example(record["text"], {task: label}, aspect=str(record.get("aspect") or ""), place=place)


def _entity_examples(file: Path, faults: list[str]) -> Iterator[Example]:
    for place, record in _records(file, faults):
        if "marked" in record:
            if _has_strings(record, ("marked",), place, faults):
                text, spans = read_marks(record["marked"])
                yield Example(text, {}, place=place, spans=spans)
            continue
        tokens, tags = record.get("tokens"), record.get("tags")
        if not _are_strings(tokens) or not _are_strings(tags) or len(tokens) != len(tags) or not tokens:  # type: ignore[arg-type]
            faults.append(f"{place}: needs tokens and tags, two lists of text of the same length")
            continue
        wrong = [tag for tag in tags if tag != "O" and tag[:2] not in ("B-", "I-")]  # type: ignore[union-attr]
        if wrong:
            faults.append(f"{place}: the tag {wrong[0]!r} is not O, B-... or I-...")
            continue
        text, spans = _from_tags(tokens, tags)  # type: ignore[arg-type]
        yield Example(text, {}, place=place, spans=spans)


def read_marks(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The text of `a [red](colour) [cup](product)` and its entities."""
    parts: list[str] = []
    spans: list[Span] = []
    end = length = 0
    for match in _MARK.finditer(marked):
        before = marked[end : match.start()]
        start = length + len(before)
        length, end = start + len(match[1]), match.end()
        parts += [before, match[1]]
        spans.append(Span(start, length, match[2]))
    return "".join(parts) + marked[end:], tuple(spans)


def _from_tags(tokens: Sequence[str], tags: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Single characters stand close together, words apart."""
    between = "" if all(len(token) <= 1 for token in tokens) else " "
    spans: list[Span] = []
    place, open_type = 0, ""
    for token, tag in zip(tokens, tags, strict=True):
        kind = tag[2:]
        if kind and kind == open_type and tag.startswith("I-"):
            spans[-1] = Span(spans[-1].start, place + len(token), kind)
        elif kind:
            spans.append(Span(place, place + len(token), kind))
        open_type, place = kind, place + len(token) + len(between)
    return between.join(tokens), tuple(spans)


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


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


def _marked_sentences(file: Path, language: str, faults: list[str]) -> Iterator[Example]:
    for place, record in _records(file, faults):
        if not _has_strings(record, ("marked",), place, faults):
            continue
        text, spans = read_marks(record["marked"])
        wrong = [span.type for span in spans if span.type not in ENTITY_TYPES]
        if wrong:
            faults.append(f"{place}: the entity type {wrong[0]!r} is unknown")
            continue
        yield Example(text, {}, language, place=place, spans=spans)


def _records(file: Path, faults: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not file.exists():
        return
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    faults.append(f"{file}:{number}: not JSON ({getattr(error, 'msg', error)})")
                    continue
                if isinstance(record, dict):
                    yield f"{file}:{number}", record
                else:
                    faults.append(f"{file}:{number}: not an object")
    except (UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        faults.append(f"{file}: cannot be read ({error})")


def _has_strings(record: Mapping[str, Any], names: tuple[str, ...], place: str, faults: list[str]) -> bool:
    for name in names:
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            faults.append(f"{place}: {name} must be text")
            return False
    return True
