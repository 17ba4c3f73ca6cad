"""The store of past answers: every change is one transaction that moves the revision and is kept for good."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from knowledge_base.entries.errors import EntryChangedError, EntryStateError, UnknownEntryError
from knowledge_base.entries.files import read_entries
from knowledge_base.entries.model import (
    Entry,
    Provenance,
    Question,
    Status,
    Step,
    after,
    check_marks,
    checked,
    from_record,
    joined,
    merged,
    to_record,
)
from knowledge_base.entries.tables import AnswerRow, ChangeRow, EntryRow, QuestionRow, RevisionRow

BLOCK = 500
"""Entries read by one statement; databases bound the number of its parameters."""

BUSY_SECONDS = 30
"""How long a change waits for another process that holds SQLite's write lock, such as a large import."""


@dataclass(frozen=True)
class Change:
    """One line of an entry's history: who did what when, and what the entry said afterwards."""

    entry: Entry
    action: str
    actor: str
    at: str
    note: str


@dataclass(frozen=True)
class Changes:
    """What happened after a revision: entries that are live now, and ids of those that are not."""

    revision: int
    live: tuple[Entry, ...]
    gone: tuple[str, ...]


class EntryStore:
    """Reads and writes entries; the same code on SQLite and PostgreSQL (psycopg).

    ``expected_version`` is what whoever changes an entry has seen of it; EntryChangedError when it has moved on since.
    """

    def __init__(self, database_url: str) -> None:
        self._engine = _engine(database_url)
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()

    async def revision(self) -> int:
        """The number of the latest change, 0 before the first."""
        async with self._session() as session:
            return (await session.scalars(select(RevisionRow.revision))).one()

    async def live(self) -> tuple[Entry, ...]:
        """All live entries."""
        return (await self.changed_since(-1)).live

    async def changed_since(self, revision: int) -> Changes:
        """What is to be learnt by somebody who knows everything up to ``revision``."""
        async with self._session() as session:
            newest = (await session.scalars(select(RevisionRow.revision))).one()
            query = select(EntryRow.entry_id, EntryRow.status).where(EntryRow.revision > revision)
            found = (await session.execute(query.order_by(EntryRow.entry_id))).all()
            rows = await _rows(session, [entry_id for entry_id, status in found if status == Status.LIVE])
        live = tuple(_entry(row) for row in rows if row.status == Status.LIVE)
        gone = {entry_id for entry_id, _ in found} - {entry.entry_id for entry in live}
        return Changes(newest, live, tuple(sorted(gone)))

    async def get(self, entry_id: str) -> Entry:
        """One entry, whatever its status; raise UnknownEntryError."""
        async with self._session() as session:
            return _entry(await _row(session, entry_id))

    async def with_status(self, status: Status, limit: int = 100, offset: int = 0) -> tuple[Entry, ...]:
        """Entries of a status, the latest changed first."""
        async with self._session() as session:
            query = select(EntryRow.entry_id).where(EntryRow.status == status)
            query = query.order_by(EntryRow.revision.desc(), EntryRow.entry_id).limit(limit).offset(offset)
            ids = list(await session.scalars(query))
            found = {row.entry_id: _entry(row) for row in await _rows(session, ids)}
        return tuple(found[entry_id] for entry_id in ids)

    async def history(self, entry_id: str) -> tuple[Change, ...]:
        """Everything that was done to an entry, the first change first; raise UnknownEntryError."""
        if not entry_id.isprintable():
            raise _unknown(entry_id)
        async with self._session() as session:
            query = select(ChangeRow).where(ChangeRow.entry_id == entry_id).order_by(ChangeRow.id)
            changes = tuple(_change(row) for row in await session.scalars(query))
        if not changes:
            raise _unknown(entry_id)
        return changes

    async def put(self, entries: Iterable[Entry], actor: str = "import") -> int:
        """Put entries live, all or none; one that is live is replaced in the languages the new one speaks."""
        wanted = [checked(entry) for entry in entries]
        async with self._changing() as change:
            known = await change.those([entry.entry_id for entry in wanted])
            for entry in wanted:
                old = known.get(entry.entry_id)
                whole = merged(old, entry) if old is not None and old.status is Status.LIVE else entry
                live = checked(replace(whole, status=Status.LIVE, joins=""))
                known[entry.entry_id] = await change.write(live, old, "import", actor)
        return len(wanted)

    async def propose(self, entry: Entry, actor: str, note: str = "") -> Entry:
        """Store a new entry for review; raise EntryStateError when its id is taken."""
        entry = checked(entry)
        async with self._changing() as change:
            if await change.those([entry.entry_id]):
                raise EntryStateError(f"there is an entry {entry.entry_id!r} already")
            status = entry.status if entry.status is Status.DRAFT else Status.IN_REVIEW
            return await change.write(replace(entry, status=status), None, "propose", actor, note)

    async def edit(self, entry: Entry, actor: str, note: str = "", expected_version: int | None = None) -> Entry:
        """Change what an entry says and leave its status; raise UnknownEntryError.

        A proposal to join another entry that gets another answer stands on its own from then on.
        """
        entry = checked(entry)
        async with self._changing() as change:
            old = await change.known(entry.entry_id, expected_version)
            joins = old.joins if entry.answers == old.answers else ""
            kept = replace(entry, status=old.status, joins=joins, provenance=old.provenance)
            return await change.write(kept, old, "edit", actor, note)

    async def take(
        self, step: Step, entry_id: str, actor: str, note: str = "", expected_version: int | None = None
    ) -> Entry:
        """Move an entry one step on in its life; what is approved to join another live one is added to that.

        Gives the entry that the customers see changed. Raises UnknownEntryError and EntryStateError.
        """
        async with self._changing() as change:
            entry = await change.known(entry_id, expected_version)
            status = after(entry.status, step)
            target = (await change.those([entry.joins])).get(entry.joins) if entry.joins else None
            if step is not Step.APPROVE or target is None or target.status is not Status.LIVE:
                return await change.write(replace(entry, status=status), entry, step, actor, note)
            await change.write(replace(entry, status=Status.RETIRED), entry, step, actor, note)
            return await change.write(checked(joined(target, entry)), target, "join", actor, f"from {entry_id}")

    async def roll_back(
        self, entry_id: str, version: int, actor: str, note: str = "", expected_version: int | None = None
    ) -> Entry:
        """Let an entry say again what it said in a version, with the status it had; raise UnknownEntryError."""
        async with self._changing() as change:
            old = await change.known(entry_id, expected_version)
            return await change.write(await change.version(entry_id, version), old, "rollback", actor, note)

    async def import_file(self, path: Path, actor: str = "import") -> int:
        """Put the entries of a file live (formats: ``read_entries``); raise BadEntryError and store nothing."""
        return await self.put(read_entries(path), actor)

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator["_Changing"]:
        async with self._session.begin() as session:
            moved = update(RevisionRow).values(revision=RevisionRow.revision + 1).returning(RevisionRow.revision)
            yield _Changing(session, (await session.scalars(moved)).one())


class _Changing:
    """One transaction's changes, all with the same revision."""

    def __init__(self, session: AsyncSession, revision: int) -> None:
        self._session = session
        self._revision = revision

    async def those(self, ids: list[str]) -> dict[str, Entry]:
        return {row.entry_id: _entry(row) for row in await _rows(self._session, ids)}

    async def known(self, entry_id: str, expected_version: int | None) -> Entry:
        entry = _entry(await _row(self._session, entry_id))
        if expected_version not in (None, entry.version):
            raise EntryChangedError(
                f"entry {entry_id!r} is at version {entry.version}, not {expected_version}: it has been changed"
                " meanwhile; look at it again"
            )
        return entry

    async def version(self, entry_id: str, version: int) -> Entry:
        query = select(ChangeRow).where(ChangeRow.entry_id == entry_id, ChangeRow.version == version)
        row = await self._session.scalar(query)
        if row is None:
            raise UnknownEntryError(f"entry {entry_id!r} has no version {version}")
        return _change(row).entry

    async def write(self, entry: Entry, old: Entry | None, action: str, actor: str, note: str = "") -> Entry:
        if entry.status is Status.LIVE:
            check_marks(entry)
        at = datetime.now(UTC).isoformat()
        version = old.version + 1 if old else 1
        if old is not None:
            await self._forget(entry.entry_id)
        self._session.add(
            EntryRow(
                entry_id=entry.entry_id,
                status=entry.status.value,
                tags=list(entry.tags),
                valid_from=entry.valid_from,
                valid_until=entry.valid_until,
                owner=entry.owner,
                joins=entry.joins,
                provenance=entry.provenance.to_json(),
                version=version,
                revision=self._revision,
                updated_at=at,
                questions=[QuestionRow(language=one.language, text=one.text) for one in entry.questions],
                answers=[AnswerRow(language=language, text=text) for language, text in entry.answers.items()],
            )
        )
        self._session.add(
            ChangeRow(
                entry_id=entry.entry_id,
                version=version,
                revision=self._revision,
                action=str(action),
                actor=actor[:120],
                at=at,
                status=entry.status.value,
                note=note[:1000],
                content=to_record(entry),
            )
        )
        return replace(entry, version=version, revision=self._revision)

    async def _forget(self, entry_id: str) -> None:
        row = await self._session.get(EntryRow, entry_id)
        for table in (QuestionRow, AnswerRow, EntryRow):
            await self._session.execute(delete(table).where(table.entry_id == entry_id))
        if row is not None:
            self._session.expunge(row)


def _engine(url: str) -> AsyncEngine:
    if make_url(url).get_backend_name() == "sqlite":
        return create_async_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)


_WHOLE = (selectinload(EntryRow.questions), selectinload(EntryRow.answers))


async def _rows(session: AsyncSession, ids: list[str]) -> list[EntryRow]:
    rows: list[EntryRow] = []
    for start in range(0, len(ids), BLOCK):
        query = select(EntryRow).where(EntryRow.entry_id.in_(ids[start : start + BLOCK])).options(*_WHOLE)
        rows += await session.scalars(query.order_by(EntryRow.entry_id))
    return rows


async def _row(session: AsyncSession, entry_id: str) -> EntryRow:
    # No entry has such an id, and PostgreSQL takes no NUL in a parameter.
    row = await session.get(EntryRow, entry_id, options=_WHOLE) if entry_id.isprintable() else None
    if row is None:
        raise _unknown(entry_id)
    return row


def _unknown(entry_id: str) -> UnknownEntryError:
    return UnknownEntryError(f"there is no entry {entry_id!r}")


def _entry(row: EntryRow) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        questions=tuple(Question(one.text, one.language) for one in row.questions),
        answers={one.language: one.text for one in row.answers},
        tags=tuple(row.tags),
        status=Status(row.status),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        owner=row.owner,
        joins=row.joins,
        provenance=Provenance(**row.provenance),
        version=row.version,
        revision=row.revision,
    )


def _change(row: ChangeRow) -> Change:
    entry = from_record(row.entry_id, row.content, Status(row.status))
    entry = replace(entry, version=row.version, revision=row.revision)
    return Change(entry, row.action, row.actor, row.at, row.note)
