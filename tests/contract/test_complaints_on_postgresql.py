"""Complaints mean the same to PostgreSQL as to SQLite: conditional updates, letters taken up, lists in order."""

from pathlib import Path

from desk.complaints.model import Status
from desk.store.database import Database
from desk.store.migrate import migrate
from tests.unit.desk.test_complaints import MONDAY, At, complain, later, opened, said


async def test_a_complaint_is_recorded_becomes_late_once_and_is_answered_once(empty: str, tmp_path: Path):
    database = Database(empty)
    await migrate(database)
    monday = At(database, MONDAY, tmp_path / "outbox")
    conversation = await opened(database)
    complaint, _ = await complain(monday, conversation)
    added, is_new = await complain(monday, conversation, "t2", text="and so rude", order_id="PL1")
    assert (is_new, added.order_id, added.texts) == (False, "PL1", ("the lamp came broken", "and so rude"))
    for hours in (26, 27):
        await later(monday, hours=hours).watch.look()
    assert [message.response for message in await said(database, conversation)] == ["desk_complaint_late"]
    for _ in range(2):
        await monday.book.answer(complaint.number, "anna", "A new lamp leaves today.")
    await monday.watch.look()
    assert len(monday.letters()) == 2
    assert await monday.book.listed(Status.OPEN) == ()
    assert [one.number for one in await monday.book.listed(Status.ANSWERED)] == [complaint.number]
    await database.close()
