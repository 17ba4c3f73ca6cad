"""Past answers in the desk's database; no model code, since the desk owns these tables."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, ForeignKey, MetaData, String, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

LANGUAGES = ("zh", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")


class BadEntryError(ValueError):
    """A line of an import file cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Question:
    """One wording of a question."""

    text: str
    language: str


@dataclass(frozen=True)
class Entry:
    """A past answer: what customers ask, what a colleague answered in one or both languages."""

    entry_id: str
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    tags: tuple[str, ...] = ()
    status: str = "live"
    revision: int = 0
    source: str = field(default="", compare=False)


class Base(DeclarativeBase):
    """The entries' tables; their metadata is part of the desk's migrations."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class EntryRow(Base):
    """One entry; ``revision`` grows with every change in the knowledge base, so readers ask what is new."""

    __tablename__ = "entries"
    entry_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    tags: Mapped[list[str]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(500))
    revision: Mapped[int] = mapped_column(index=True)
    updated_at: Mapped[str] = mapped_column(String(40))
    questions: Mapped[list["QuestionRow"]] = relationship(cascade="all, delete-orphan", order_by="QuestionRow.id")
    answers: Mapped[list["AnswerRow"]] = relationship(cascade="all, delete-orphan")


class QuestionRow(Base):
    """One wording."""

    __tablename__ = "entry_questions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.entry_id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(2000))


class AnswerRow(Base):
    """The answer in one language."""

    __tablename__ = "entry_answers"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.entry_id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    text: Mapped[str] = mapped_column(String(8000))


class EntryStore:
    """Reads and writes entries; every change moves the revision in the same transaction."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_async_engine(database_url)
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()

    async def revision(self) -> int:
        """The number of the latest change, 0 before the first."""
        async with self._session() as session:
            return await _revision(session)

    async def live(self) -> tuple[Entry, ...]:
        """All live entries."""
        async with self._session() as session:
            query = (
                select(EntryRow)
                .where(EntryRow.status == "live")
                .options(selectinload(EntryRow.questions), selectinload(EntryRow.answers))
                .order_by(EntryRow.entry_id)
            )
            return tuple(_entry(row) for row in await session.scalars(query))

    async def put(self, entries: Iterable[Entry]) -> int:
        """Put entries live, all or none; an entry that exists is replaced in the languages the new one speaks."""
        count = 0
        async with self._session.begin() as session:
            revision = await _revision(session) + 1
            for entry in entries:
                await _put(session, entry, revision)
                count += 1
        return count

    async def retire(self, entry_id: str) -> bool:
        """Take an entry out of the answers; whether it was live."""
        async with self._session.begin() as session:
            row = await session.get(EntryRow, entry_id)
            if row is None or row.status != "live":
                return False
            row.status, row.revision = "retired", await _revision(session) + 1
            return True

    async def import_jsonl(self, path: Path) -> int:
        """Put the entries of a JSONL file live (design of the file: ``read_entries``); raise BadEntryError."""
        return await self.put(read_entries(path))


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Entries of a JSONL file: ``{id?, query | questions[], answer, language?, tags?}``.

    Lines with the same id are one entry, an answer a language. Raises BadEntryError naming file and line.
    """
    entries: dict[str, Entry] = {}
    for number, line in _lines(path):
        try:
            entry = _parsed(line, path.name)
        except ValueError as error:
            raise BadEntryError(f"{path}:{number}: {error}") from error
        known = entries.get(entry.entry_id)
        if known and set(known.answers) & set(entry.answers):
            raise BadEntryError(f"{path}:{number}: a second answer for id {entry.entry_id!r} in the same language")
        entries[entry.entry_id] = merged(known, entry) if known else entry
    return tuple(entries.values())


def merged(old: Entry, new: Entry) -> Entry:
    """``old`` with everything replaced that ``new`` says in its languages."""
    kept = tuple(question for question in old.questions if question.language not in new.answers)
    return Entry(
        entry_id=new.entry_id,
        questions=kept + new.questions,
        answers={**old.answers, **new.answers},
        tags=tuple(dict.fromkeys((*old.tags, *new.tags))),
        source=new.source,
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadEntryError(f"{path}:{number}: not UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _parsed(line: str, source: str) -> Entry:
    try:
        record: Any = json.loads(line)
    except ValueError:
        raise ValueError("not JSON") from None
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one error type for every bad line
    answer = _text(record.get("answer"), "answer")
    wordings = record.get("questions", [record["query"]] if "query" in record else None)
    if not isinstance(wordings, list) or not wordings:
        raise ValueError("needs `query` or a list `questions`")
    texts = [_text(wording, "question") for wording in wordings]
    language = record.get("language") or ("zh" if CHINESE.search(answer) else "en")
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is neither zh nor en")
    tags = record.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError("`tags` is not a list of strings")
    identifier = record.get("id")
    if identifier is not None and not isinstance(identifier, str | int):
        raise ValueError("`id` is neither a string nor a number")
    entry_id = str(identifier) if identifier is not None else hashlib.sha256(texts[0].encode()).hexdigest()[:16]
    if not 0 < len(entry_id) <= 200:
        raise ValueError("`id` must have 1 to 200 characters")
    questions = tuple(Question(text, "zh" if CHINESE.search(text) else language) for text in dict.fromkeys(texts))
    return Entry(entry_id, questions, {language: answer}, tuple(tags), source=source)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{name}` is not a text")
    if len(value) > 8000:
        raise ValueError(f"`{name}` has more than 8,000 characters")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"`{name}` holds broken characters") from None
    return value.strip()


async def _revision(session: AsyncSession) -> int:
    return await session.scalar(select(func.coalesce(func.max(EntryRow.revision), 0))) or 0


async def _put(session: AsyncSession, entry: Entry, revision: int) -> None:
    row = await session.get(
        EntryRow, entry.entry_id, options=[selectinload(EntryRow.questions), selectinload(EntryRow.answers)]
    )
    whole = merged(_entry(row), entry) if row is not None and row.status == "live" else entry
    if row is not None:
        await session.execute(delete(QuestionRow).where(QuestionRow.entry_id == entry.entry_id))
        await session.execute(delete(AnswerRow).where(AnswerRow.entry_id == entry.entry_id))
        await session.execute(delete(EntryRow).where(EntryRow.entry_id == entry.entry_id))
        session.expunge(row)
    session.add(
        EntryRow(
            entry_id=whole.entry_id,
            status="live",
            tags=list(whole.tags),
            source=whole.source,
            revision=revision,
            updated_at=datetime.now(UTC).isoformat(),
            questions=[QuestionRow(language=one.language, text=one.text) for one in whole.questions],
            answers=[AnswerRow(language=language, text=text) for language, text in whole.answers.items()],
        )
    )
    await session.flush()


def _entry(row: EntryRow) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        questions=tuple(Question(one.text, one.language) for one in row.questions),
        answers={one.language: one.text for one in row.answers},
        tags=tuple(row.tags),
        status=row.status,
        revision=row.revision,
        source=row.source,
    )
