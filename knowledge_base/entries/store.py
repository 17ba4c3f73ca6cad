"""The store of past answers: every change is one transaction that moves the revision and is kept for good."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from knowledge_base.entries.errors import EntryChangedError, EntryStateError, UnknownEntryError
from knowledge_base.entries.files import read_entries
from knowledge_base.entries.model import (
    Change,
    Entry,
    Status,
    Step,
    after,
    check_marks,
    checked,
    from_record,
    joined,
    merged,
)
from knowledge_base.entries.rows import store_changes, stored_entries
from knowledge_base.entries.tables import ChangeRow, EntryRow, RevisionRow

BUSY_SECONDS = 30
"""How long a change waits for another process that holds SQLite's write lock, such as a large import."""


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
            entries = await stored_entries(session, [entry_id for entry_id, status in found if status == Status.LIVE])
        live = tuple(entry for entry in entries.values() if entry.status is Status.LIVE)
        gone = {entry_id for entry_id, _ in found} - {entry.entry_id for entry in live}
        return Changes(newest, live, tuple(sorted(gone)))

    async def get(self, entry_id: str) -> Entry:
        """One entry, whatever its status; raise UnknownEntryError."""
        async with self._session() as session:
            return await _entry(session, entry_id)

    async def with_status(self, status: Status, limit: int = 100, offset: int = 0) -> tuple[Entry, ...]:
        """Entries of a status, the latest changed first."""
        async with self._session() as session:
            query = select(EntryRow.entry_id).where(EntryRow.status == status)
            query = query.order_by(EntryRow.revision.desc(), EntryRow.entry_id).limit(limit).offset(offset)
            ids = list(await session.scalars(query))
            found = await stored_entries(session, ids)
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
        ids = [entry.entry_id for entry in wanted]
        async with self._session() as session:
            seen = (await session.scalars(select(RevisionRow.revision))).one()
            known = await stored_entries(session, ids)  # here no other writer waits for it
        async with self._changing() as change:
            if change.revision != seen + 1:
                known = await change.those(ids)
            for entry in wanted:
                old = known.get(entry.entry_id)
                whole = checked(merged(old, entry)) if old is not None and old.status is Status.LIVE else entry
                live = replace(whole, status=Status.LIVE, joins="")
                known[entry.entry_id] = change.write(live, old, "import", actor)
        return len(wanted)

    async def propose(self, entry: Entry, actor: str, note: str = "") -> Entry:
        """Store a new entry for review; raise EntryStateError when its id is taken."""
        entry = checked(entry)
        async with self._changing() as change:
            if await change.those([entry.entry_id]):
                raise EntryStateError(f"there is an entry {entry.entry_id!r} already")
            status = entry.status if entry.status is Status.DRAFT else Status.IN_REVIEW
            return change.write(replace(entry, status=status), None, "propose", actor, note)

    async def edit(self, entry: Entry, actor: str, note: str = "", expected_version: int | None = None) -> Entry:
        """Change what an entry says and leave its status; raise UnknownEntryError.

        A proposal to join another entry that gets another answer stands on its own from then on.
        """
        entry = checked(entry)
        async with self._changing() as change:
            old = await change.known(entry.entry_id, expected_version)
            joins = old.joins if entry.answers == old.answers else ""
            kept = replace(entry, status=old.status, joins=joins, provenance=old.provenance)
            return change.write(kept, old, "edit", actor, note)

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
                return change.write(replace(entry, status=status), entry, step, actor, note)
            change.write(replace(entry, status=Status.RETIRED), entry, step, actor, note)
            return change.write(checked(joined(target, entry)), target, "join", actor, f"from {entry_id}")

    async def roll_back(
        self, entry_id: str, version: int, actor: str, note: str = "", expected_version: int | None = None
    ) -> Entry:
        """Let an entry say again what it said in a version, with the status it had; raise UnknownEntryError."""
        async with self._changing() as change:
            old = await change.known(entry_id, expected_version)
            return change.write(await change.version(entry_id, version), old, "rollback", actor, note)

    async def import_file(self, path: Path, actor: str = "import") -> int:
        """Put the entries of a file live (formats: ``read_entries``); raise BadEntryError and store nothing."""
        return await self.put(read_entries(path), actor)

    @asynccontextmanager
    async def _changing(self) -> AsyncIterator["_Changing"]:
        async with self._session.begin() as session:
            moved = update(RevisionRow).values(revision=RevisionRow.revision + 1).returning(RevisionRow.revision)
            change = _Changing(session, (await session.scalars(moved)).one())
            yield change
            await store_changes(session, change.made)


class _Changing:
    """One transaction's changes, all with the same revision."""

    def __init__(self, session: AsyncSession, revision: int) -> None:
        self.revision = revision
        self._session = session
        self._at = datetime.now(UTC).isoformat()
        self.made: list[Change] = []

    async def those(self, ids: list[str]) -> dict[str, Entry]:
        return await stored_entries(self._session, ids)

    async def known(self, entry_id: str, expected_version: int | None) -> Entry:
        entry = await _entry(self._session, entry_id)
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

    def write(self, entry: Entry, old: Entry | None, action: str, actor: str, note: str = "") -> Entry:
        if entry.status is Status.LIVE:
            check_marks(entry)
        changed = replace(entry, version=old.version + 1 if old else 1, revision=self.revision)
        self.made.append(Change(changed, str(action), actor, self._at, note))
        return changed


def _engine(url: str) -> AsyncEngine:
    if make_url(url).get_backend_name() == "sqlite":
        return create_async_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)


async def _entry(session: AsyncSession, entry_id: str) -> Entry:
    # No entry has an id that cannot be printed, and PostgreSQL takes no NUL in a parameter.
    entries = await stored_entries(session, [entry_id]) if entry_id.isprintable() else {}
    if entry_id not in entries:
        raise _unknown(entry_id)
    return entries[entry_id]


def _unknown(entry_id: str) -> UnknownEntryError:
    return UnknownEntryError(f"there is no entry {entry_id!r}")


def _change(row: ChangeRow) -> Change:
    entry = from_record(row.entry_id, row.content, Status(row.status))
    entry = replace(entry, version=row.version, revision=row.revision)
    return Change(entry, row.action, row.actor, row.at, row.note)
