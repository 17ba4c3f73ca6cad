"""Entries as files: JSONL, CSV and Markdown in, JSONL out."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base.entries.errors import BadEntryError
from knowledge_base.entries.model import (
    LONGEST_QUESTION,
    Entry,
    Provenance,
    Question,
    checked,
    clean_text,
    joined,
    known_language,
    language_of,
)

Record = Mapping[str, Any]

HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$")
ANOTHER_WORDING = re.compile(r"^>\s*(.+)$")
BETWEEN = re.compile(r"\s*[|;；]\s*")


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Entries of a file; lines with the same id are one entry, an answer a language.

    ``.csv``: a header with ``question`` or ``questions`` (several between ``|``), ``answer`` and, where wanted, ``id``,
    ``language``, ``tags``, ``valid_from``, ``valid_until``, ``owner``. ``.md``: a heading is a question, lines that
    start with ``>`` right below it are further wordings, what follows up to the next heading is the answer; headings
    without text below them only divide the page. Anything else is JSONL:
    ``{id?, query | questions[], answer, language?, tags?, valid_from?, valid_until?, owner?}``.
    Raises BadEntryError naming file and line.
    """
    read = _READERS.get(path.suffix.lower(), _jsonl)
    entries: dict[str, Entry] = {}
    for number, record in read(path):
        try:
            entry = _parsed(record, path.name)
            entries[entry.entry_id] = _one_more(entries.get(entry.entry_id), entry)
        except BadEntryError as error:
            raise BadEntryError(f"{path}:{number}: {error}") from error
    return tuple(entries.values())


def read_folder(folder: Path) -> tuple[Entry, ...]:
    """Entries of all JSONL files of a folder, an id's languages put together; raise BadEntryError."""
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for entry in read_entries(path):
            known = entries.get(entry.entry_id)
            entries[entry.entry_id] = checked(_together(known, entry)) if known else entry
    return tuple(entries.values())


def _one_more(known: Entry | None, entry: Entry) -> Entry:
    if known and set(known.answers) & set(entry.answers):
        raise BadEntryError(f"a second answer for id {entry.entry_id!r} in the same language")
    return checked(_together(known, entry) if known else entry)


def _together(one: Entry, other: Entry) -> Entry:
    """Two languages of one entry."""
    return replace(joined(one, other), answers={**one.answers, **other.answers})


def written_entries(entries: Iterable[Entry]) -> Iterator[str]:
    """JSONL lines that ``read_entries`` reads back, a line an answer."""
    for entry in entries:
        for language, answer in sorted(entry.answers.items()):
            own = [one.text for one in entry.questions if one.language == language]
            first = language == min(entry.answers)
            other = [one.text for one in entry.questions if one.language not in entry.answers] if first else []
            record: dict[str, Any] = {
                "id": entry.entry_id,
                "questions": [*own, *other] or [one.text for one in entry.questions],
                "answer": answer,
                "language": language,
            }
            optional = {
                "tags": list(entry.tags),
                "valid_from": entry.valid_from and entry.valid_from.isoformat(),
                "valid_until": entry.valid_until and entry.valid_until.isoformat(),
                "owner": entry.owner,
            }
            yield json.dumps(record | {name: value for name, value in optional.items() if value}, ensure_ascii=False)


def text_of(path: Path) -> str:
    """A file as text; raise BadEntryError with the line where it is not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise BadEntryError(f"{path}:{number}: not UTF-8") from error


def json_lines(path: Path) -> Iterator[tuple[int, Record]]:
    """Numbered objects of a JSONL file; raise BadEntryError."""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record: Any = json.loads(line)
        except (ValueError, RecursionError):
            raise BadEntryError(f"{path}:{number}: not JSON") from None
        if not isinstance(record, dict):
            raise BadEntryError(f"{path}:{number}: not a JSON object")
        yield number, record


def _jsonl(path: Path) -> Iterator[tuple[int, Record]]:
    for number, record in json_lines(path):
        wordings = record.get("questions", [record["query"]] if "query" in record else None)
        yield number, {**record, "questions": wordings}


def _csv(path: Path) -> Iterator[tuple[int, Record]]:
    lines = csv.DictReader(io.StringIO(text_of(path), newline=""), strict=True)
    names = {name.strip().lower() for name in lines.fieldnames or () if name}
    if not {"question", "questions"} & names or "answer" not in names:
        raise BadEntryError(f"{path}:1: the header needs `question` or `questions`, and `answer`")
    try:
        for row in lines:
            if None in row or None in row.values():
                raise BadEntryError(f"{path}:{lines.line_num}: not as many fields as the header has")
            record: dict[str, Any] = {name.strip().lower(): value for name, value in row.items() if value.strip()}
            wordings = BETWEEN.split(record["questions"]) if "questions" in record else [record.get("question")]
            tags = [tag for tag in BETWEEN.split(record.get("tags", "")) if tag]
            yield lines.line_num, {**record, "questions": wordings, "tags": tags}
    except csv.Error as error:  # counted only once it is read whole
        raise BadEntryError(f"{path}:{lines.line_num + 1}: {error}") from error


def _markdown(path: Path) -> Iterator[tuple[int, Record]]:
    heading = 0
    wordings: list[str] = []
    answer: list[str] = []

    def section() -> Iterator[tuple[int, Record]]:
        text = "\n".join(answer).strip()
        if wordings and text:
            yield heading, {"questions": list(wordings), "answer": text}

    for number, line in enumerate(text_of(path).split("\n"), 1):
        if found := HEADING.match(line):
            yield from section()
            heading, wordings, answer = number, [found[1]], []
        elif wordings and not answer and (found := ANOTHER_WORDING.match(line)):
            wordings.append(found[1].strip())
        elif wordings and (line.strip() or answer):
            answer.append(line.rstrip())
    yield from section()


_READERS: Mapping[str, Callable[[Path], Iterator[tuple[int, Record]]]] = {
    ".csv": _csv,
    ".md": _markdown,
    ".markdown": _markdown,
}


def _parsed(record: Record, file: str) -> Entry:
    answer = clean_text(record.get("answer"), "answer")
    wordings = record.get("questions")
    if not isinstance(wordings, list) or not wordings:
        raise BadEntryError("needs `query` or a list `questions`")
    texts = [clean_text(wording, "question", LONGEST_QUESTION) for wording in wordings]
    language = known_language(record.get("language") or language_of(answer))
    tags = record.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise BadEntryError("`tags` is not a list of strings")
    owner = record.get("owner", "")
    if not isinstance(owner, str):
        raise BadEntryError("`owner` is not a text")
    identifier = record.get("id")
    if identifier is not None and not isinstance(identifier, str | int):
        raise BadEntryError("`id` is neither a string nor a number")
    return Entry(
        entry_id=str(identifier) if identifier is not None else id_of(texts[0]),
        questions=tuple(Question(text, language_of(text, language)) for text in dict.fromkeys(texts)),
        answers={language: answer},
        tags=tuple(tags),
        valid_from=_day(record, "valid_from"),
        valid_until=_day(record, "valid_until"),
        owner=owner,
        provenance=Provenance(file=file[:300]),
    )


def id_of(question: str) -> str:
    """The id of an entry that was given none."""
    return hashlib.sha256(question.encode()).hexdigest()[:16]


def _day(record: Record, name: str) -> date | None:
    value = record.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadEntryError(f"`{name}` is not a day such as 2026-05-01") from None
