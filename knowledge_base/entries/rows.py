"""Entries as rows, read and written many at a time: while an import writes, every other writer waits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge_base.entries.model import Change, Entry, Provenance, Question, Status, to_record
from knowledge_base.entries.tables import AnswerRow, Base, ChangeRow, EntryRow, QuestionRow

ENTRIES, QUESTIONS, ANSWERS, CHANGES = (
    Base.metadata.tables[row.__tablename__] for row in (EntryRow, QuestionRow, AnswerRow, ChangeRow)
)

BLOCK = 500
"""Entries read or removed by one statement; databases bound the number of its parameters."""

Row = dict[str, Any]


async def stored_entries(session: AsyncSession, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of the entries that are stored, by id."""
    entries: dict[str, Entry] = {}
    for block in _blocks(ids):
        rows, wordings, texts = [
            (await session.execute(select(table).where(table.c.entry_id.in_(block)).order_by(*table.primary_key))).all()
            for table in (ENTRIES, QUESTIONS, ANSWERS)
        ]
        questions, answers = defaultdict[str, list[Question]](list), defaultdict[str, dict[str, str]](dict)
        for one in wordings:
            questions[one.entry_id].append(Question(one.text, one.language))
        for one in texts:
            answers[one.entry_id][one.language] = one.text
        for row in rows:
            entries[row.entry_id] = Entry(
                entry_id=row.entry_id,
                questions=tuple(questions[row.entry_id]),
                answers=answers[row.entry_id],
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
    return entries


def _blocks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK))


async def store_changes(session: AsyncSession, changes: Sequence[Change]) -> None:
    """Put entries as they stand after the changes in place of what is stored of them, and add to their history."""
    latest = {change.entry.entry_id: change for change in changes}
    for block in _blocks(list(latest)):
        for table in (QUESTIONS, ANSWERS, ENTRIES):
            await session.execute(delete(table).where(table.c.entry_id.in_(block)))
    entries = [change.entry for change in latest.values()]
    for table, rows in (
        (ENTRIES, [_entry_row(change) for change in latest.values()]),
        (QUESTIONS, [_text_row(entry, one.language, one.text) for entry in entries for one in entry.questions]),
        (ANSWERS, [_text_row(entry, *answer) for entry in entries for answer in entry.answers.items()]),
        (CHANGES, [_change_row(change) for change in changes]),
    ):
        if rows:
            await session.execute(insert(table), rows)


def _entry_row(change: Change) -> Row:
    entry = change.entry
    return {
        "entry_id": entry.entry_id,
        "status": entry.status.value,
        "tags": list(entry.tags),
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "owner": entry.owner,
        "joins": entry.joins,
        "provenance": entry.provenance.to_json(),
        "version": entry.version,
        "revision": entry.revision,
        "updated_at": change.at,
    }


def _text_row(entry: Entry, language: str, text: str) -> Row:
    return {"entry_id": entry.entry_id, "language": language, "text": text}


def _change_row(change: Change) -> Row:
    return {
        "entry_id": change.entry.entry_id,
        "version": change.entry.version,
        "revision": change.entry.revision,
        "action": change.action,
        "actor": change.actor[:120],
        "at": change.at,
        "status": change.entry.status.value,
        "note": change.note[:1000],
        "content": to_record(change.entry),
    }
