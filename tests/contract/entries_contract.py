"""What the store of past answers must do on every database; a test class inherits it and names an empty one."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from desk.store import messages, schema
from desk.store.database import Database
from desk.store.migrate import configuration, migrate, migrate_url
from knowledge_base.entries import (
    BadEntryError,
    Base,
    Entry,
    EntryChangedError,
    EntryStateError,
    EntryStore,
    Provenance,
    Question,
    Status,
    Step,
    UnknownEntryError,
)


def an_entry(entry_id: str, status: Status = Status.LIVE) -> Entry:
    return Entry(entry_id, (Question(f"ask {entry_id}?", "en"),), {"en": f"answer {entry_id}"}, status=status)


def saying(entry_id: str, answer: str) -> Entry:
    return replace(an_entry(entry_id), answers={"en": answer})


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[EntryStore]:
    store = EntryStore(url)
    try:
        yield store
    finally:
        await store.close()


class EntryStoreContract:
    """The inheriting class, or its module, has a fixture ``empty`` that gives the URL of a database without tables."""

    @pytest.fixture
    async def url(self, empty: str) -> str:
        await migrate_url(empty)
        return empty

    @pytest.fixture
    async def store(self, url: str) -> AsyncIterator[EntryStore]:
        async with opened(url) as store:
            yield store

    @pytest.fixture
    async def other(self, url: str) -> AsyncIterator[EntryStore]:
        """A second store on the same database, as another process has one."""
        async with opened(url) as store:
            yield store

    async def test_importing_the_same_file_twice_changes_nothing_but_the_revision(
        self, tmp_path: Path, store: EntryStore
    ):
        path = tmp_path / "answers.jsonl"
        path.write_text(json.dumps({"id": "a", "query": "q", "answer": "a"}))
        await store.import_file(path)
        once, first = await store.live(), await store.revision()
        await store.import_file(path)
        again = await store.live()
        assert [entry.questions for entry in again] == [entry.questions for entry in once]
        assert await store.revision() == first + 1

    @pytest.mark.parametrize("line", ["{broken", '{"query": "q", "answer": "Ask [name]."}'])
    async def test_a_file_with_a_line_that_may_not_go_live_stores_nothing(
        self, tmp_path: Path, store: EntryStore, line: str
    ):
        path = tmp_path / "answers.jsonl"
        path.write_text(json.dumps({"id": "good", "query": "q", "answer": "a"}) + "\n" + line)
        with pytest.raises((BadEntryError, EntryStateError)):
            await store.import_file(path)
        assert (await store.live(), await store.revision()) == ((), 0)

    async def test_an_entry_comes_back_whole_with_its_wordings_in_order(self, store: EntryStore):
        longest = replace(
            an_entry("x" * 200),
            questions=tuple(Question(f"{number} 问{'?' * 1990}", "zh") for number in reversed(range(200))),
            answers={"zh": "答" * 8000, "en": "{shop.name} 'quoted' \"twice\" \\ 100 % 😀\n\tnext"},
            tags=("一", "t" * 300),
            valid_from=date(2026, 1, 1),
            valid_until=date(2026, 12, 31),
            owner="o" * 100,
            provenance=Provenance(file="f" * 300, conversation_id="c", agent="mia", day="2026-05-01"),
        )
        await store.put([longest], "a" * 200)
        await store.take(Step.RETIRE, longest.entry_id, "lead", "n" * 2000)
        await store.roll_back(longest.entry_id, 1, "lead")
        (back,) = await store.live()
        assert (back, back.provenance) == (longest, longest.provenance)
        assert [len(change.note) for change in await store.history(longest.entry_id)] == [0, 1000, 0]

    async def test_a_new_answer_replaces_its_own_language_only(self, store: EntryStore):
        await store.put([Entry("a", (Question("问", "zh"), Question("ask", "en")), {"zh": "旧", "en": "old"})])
        await store.put([Entry("a", (Question("new ask", "en"),), {"en": "new"})])
        (entry,) = await store.live()
        assert entry.answers == {"zh": "旧", "en": "new"}
        assert [question.text for question in entry.questions] == ["问", "new ask"]

    async def test_a_retired_entry_is_not_live_and_moves_the_revision(self, store: EntryStore):
        await store.put([Entry("a", (Question("ask", "en"),), {"en": "answer"})])
        before = await store.revision()
        await store.take(Step.RETIRE, "a", "cli")
        with pytest.raises(EntryStateError, match="retired"):
            await store.take(Step.RETIRE, "a", "cli")
        assert await store.live() == ()
        changes = await store.changed_since(before)
        assert (changes.revision, changes.live, changes.gone) == (before + 1, (), ("a",))

    async def test_nothing_is_live_before_it_is_approved(self, store: EntryStore):
        proposed = await store.propose(an_entry("a", status=Status.DRAFT), "agent:mia")
        assert proposed.status is Status.DRAFT
        with pytest.raises(EntryStateError):
            await store.take(Step.APPROVE, "a", "mia")
        await store.take(Step.SUBMIT, "a", "mia")
        assert await store.live() == ()
        await store.take(Step.APPROVE, "a", "lead")
        assert [entry.entry_id for entry in await store.live()] == ["a"]

    async def test_a_proposal_cannot_take_the_id_of_an_entry_or_come_in_live(self, store: EntryStore):
        await store.put([an_entry("a")])
        with pytest.raises(EntryStateError, match="already"):
            await store.propose(an_entry("a"), "mia")
        assert (await store.propose(an_entry("b", status=Status.LIVE), "mia")).status is Status.IN_REVIEW

    async def test_a_proposal_that_joins_an_entry_adds_its_wordings_and_missing_answer(self, store: EntryStore):
        await store.put([an_entry("a")])
        proposal = Entry("p", (Question("能送到奥斯陆吗", "zh"),), {"zh": "可以", "en": "No!"}, joins="a")
        await store.propose(proposal, "agent:mia")
        changed = await store.take(Step.APPROVE, "p", "lead")
        assert changed.entry_id == "a"
        (entry,) = await store.live()
        assert entry.answers == {"en": "answer a", "zh": "可以"}
        assert [one.text for one in entry.questions] == ["ask a?", "能送到奥斯陆吗"]
        assert (await store.get("p")).status is Status.RETIRED

    async def test_a_proposal_whose_entry_has_been_retired_is_published_on_its_own(self, store: EntryStore):
        await store.put([an_entry("a")])
        await store.propose(replace(an_entry("p"), joins="a"), "mia")
        await store.take(Step.RETIRE, "a", "lead")
        await store.take(Step.APPROVE, "p", "lead")
        assert [entry.entry_id for entry in await store.live()] == ["p"]

    async def test_a_proposal_that_is_given_another_answer_joins_nothing_any_more(self, store: EntryStore):
        await store.put([an_entry("a")])
        await store.propose(replace(an_entry("p"), joins="a"), "mia")
        await store.edit(replace(an_entry("p"), answers={"en": "corrected"}), "lead")
        await store.take(Step.APPROVE, "p", "lead")
        assert {entry.answers["en"] for entry in await store.live()} == {"answer a", "corrected"}

    async def test_an_import_that_may_not_go_live_at_its_end_stores_nothing(self, store: EntryStore):
        await store.put([an_entry("a")])
        with pytest.raises(EntryStateError, match="mark"):
            await store.put([saying("a", "new"), an_entry("b"), saying("c", "Ask [name].")])
        assert (await store.live(), await store.revision()) == ((an_entry("a"),), 1)
        assert len(await store.history("a")) == 1

    @pytest.mark.parametrize("way", ["import", "edit"])
    async def test_nothing_goes_live_with_a_mark_in_it(self, store: EntryStore, way: str):
        await store.put([an_entry("a")])
        marked = replace(an_entry("a"), answers={"en": "Ask [name]."})
        with pytest.raises(EntryStateError, match="mark"):
            await (store.put([marked]) if way == "import" else store.edit(marked, "mia"))
        assert [entry.answers for entry in await store.live()] == [{"en": "answer a"}]

    async def test_importing_a_mixed_wording_again_does_not_double_it(self, store: EntryStore):
        entry = Entry("a", (Question("rain ok?", "en"), Question("防水 ok吗", "zh")), {"en": "Yes"})
        for _ in range(3):
            await store.put([entry])
        assert len((await store.live())[0].questions) == 2

    async def test_every_change_is_kept_with_who_made_it_and_can_be_taken_back(self, store: EntryStore):
        await store.put([an_entry("a")])
        await store.edit(replace(an_entry("a"), answers={"en": "wrong"}), "mia", "shorter")
        await store.take(Step.RETIRE, "a", "lead", "wrong")
        back = await store.roll_back("a", 1, "lead")
        assert (back.status, back.answers, back.version) == (Status.LIVE, {"en": "answer a"}, 4)
        history = await store.history("a")
        assert [(one.action, one.actor, one.note) for one in history] == [
            ("import", "import", ""),
            ("edit", "mia", "shorter"),
            ("retire", "lead", "wrong"),
            ("rollback", "lead", ""),
        ]
        assert history[1].entry.answers == {"en": "wrong"}
        with pytest.raises(UnknownEntryError, match="version 9"):
            await store.roll_back("a", 9, "lead")

    async def test_an_edit_changes_neither_status_nor_provenance(self, store: EntryStore):
        born = Provenance(conversation_id="c1", agent="mia", day="2026-05-01")
        await store.propose(replace(an_entry("a"), provenance=born), "agent:mia")
        await store.edit(replace(an_entry("a"), answers={"en": "better"}), "lead")
        entry = await store.get("a")
        assert (entry.status, entry.provenance, entry.answers) == (Status.IN_REVIEW, born, {"en": "better"})

    async def test_an_unknown_entry_is_named(self, store: EntryStore):
        async def retire(entry_id: str) -> Entry:
            return await store.take(Step.RETIRE, entry_id, "me")

        for entry_id in ("x", "\x00", "\ud800"):
            for attempt in (store.get, store.history, retire):
                with pytest.raises(UnknownEntryError, match=re.escape(repr(entry_id))):
                    await attempt(entry_id)

    async def test_entries_of_a_status_come_latest_changed_first_and_page_by_page(self, store: EntryStore):
        await store.put([an_entry("a"), an_entry("b"), an_entry("c")])
        await store.edit(an_entry("c"), "mia")
        pages = [await store.with_status(Status.LIVE, limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [[entry.entry_id for entry in page] for page in pages] == [["c", "a"], ["b"], []]

    @pytest.mark.parametrize("way", ["edit", *Step, "rollback"])
    async def test_a_change_meant_for_another_version_changes_nothing(self, store: EntryStore, way: str):
        await store.propose(an_entry("a"), "mia")
        await store.edit(saying("a", "better"), "leo")

        async def change(expected_version: int) -> Entry:
            if way == "edit":
                return await store.edit(saying("a", "worse"), "mia", "", expected_version)
            if way == "rollback":
                return await store.roll_back("a", 1, "mia", "", expected_version)
            return await store.take(Step(way), "a", "mia", "", expected_version)

        for expected_version in (1, 3):
            with pytest.raises(EntryChangedError, match=f"at version 2, not {expected_version}"):
                await change(expected_version)
        assert [one.action for one in await store.history("a")] == ["propose", "edit"]
        assert (await store.get("a"), await store.revision()) == (
            replace(saying("a", "better"), status=Status.IN_REVIEW),
            2,
        )

    async def test_a_change_meant_for_the_version_that_stands_is_made(self, store: EntryStore):
        await store.propose(an_entry("a"), "mia")
        assert (await store.edit(saying("a", "better"), "mia", "", 1)).version == 2
        assert (await store.take(Step.APPROVE, "a", "mia", "", 2)).version == 3
        assert (await store.roll_back("a", 1, "mia", "", 3)).version == 4

    async def test_of_two_edits_of_one_version_at_once_one_is_made(self, store: EntryStore, other: EntryStore):
        await store.put([an_entry("a")])
        edits = (one.edit(saying("a", f"answer {number}"), "mia", "", 1) for number, one in enumerate((store, other)))
        done = await asyncio.gather(*edits, return_exceptions=True)
        (made,) = (one for one in done if isinstance(one, Entry))
        assert sum(isinstance(one, EntryChangedError) for one in done) == 1
        assert await store.live() == (made,)

    async def test_of_two_approvals_at_once_one_wins(self, store: EntryStore, other: EntryStore):
        await store.propose(an_entry("a"), "mia")
        approvals = (one.take(Step.APPROVE, "a", "lead") for one in (store, other) * 3)
        done = await asyncio.gather(*approvals, return_exceptions=True)
        assert sum(isinstance(one, Entry) for one in done) == 1
        assert sum(isinstance(one, EntryStateError) for one in done) == 5

    async def test_of_two_proposals_with_one_id_at_once_one_wins(self, store: EntryStore, other: EntryStore):
        proposals = (one.propose(an_entry("a"), "mia") for one in (store, other) * 3)
        done = await asyncio.gather(*proposals, return_exceptions=True)
        assert sum(isinstance(one, Entry) for one in done) == 1
        assert sum(isinstance(one, EntryStateError) for one in done) == 5

    async def test_two_stores_that_change_one_entry_at_once_lose_no_change(self, store: EntryStore, other: EntryStore):
        await store.put([an_entry("a")])
        edits = [(actor, f"{actor} {number}") for number in range(20) for actor in ("mia", "leo")]
        stores = {"mia": store, "leo": other}
        await asyncio.gather(*(stores[actor].edit(saying("a", answer), actor) for actor, answer in edits))
        _, *changes = await store.history("a")
        assert sorted((one.actor, one.entry.answers["en"]) for one in changes) == sorted(edits)
        assert [one.entry.version for one in changes] == list(range(2, 42))
        assert [one.entry.revision for one in changes] == list(range(2, 42))
        assert await other.get("a") == changes[-1].entry

    async def test_what_two_stores_add_to_one_entry_at_once_is_all_there(self, store: EntryStore, other: EntryStore):
        await store.put([an_entry("a")])
        for number in range(10):
            await store.propose(replace(an_entry(f"p{number}"), joins="a"), "mia")
        stores = (store, other) * 5
        await asyncio.gather(*(one.take(Step.APPROVE, f"p{number}", "lead") for number, one in enumerate(stores)))
        (entry,) = await store.live()
        assert {one.text for one in entry.questions} == {"ask a?", *(f"ask p{number}?" for number in range(10))}

    async def test_imports_of_two_stores_at_once_replace_only_their_own_languages(
        self, store: EntryStore, other: EntryStore
    ):
        english = [an_entry(f"e{number}") for number in range(20)]
        chinese = [replace(entry, questions=(Question("问", "zh"),), answers={"zh": "答"}) for entry in english]
        for _ in range(5):
            await asyncio.gather(store.put(english), other.put(chinese))
        assert [(set(entry.answers), len(entry.questions)) for entry in await store.live()] == [({"en", "zh"}, 2)] * 20
        assert [one.entry.version for one in await store.history("e0")] == list(range(1, 11))

    async def test_an_import_of_more_entries_than_one_statement_takes_is_stored_whole_twice(self, store: EntryStore):
        entries = [an_entry(f"e{number:04}") for number in range(1201)]
        for version in (1, 2):
            assert await store.put(entries, "mia") == 1201
            assert [(entry.version, entry.revision) for entry in await store.live()] == [(version, version)] * 1201
        assert await store.live() == tuple(entries)
        for entry_id in ("e0000", "e1200"):
            changes = [(one.actor, one.action, one.entry.revision) for one in await store.history(entry_id)]
            assert changes == [("mia", "import", 1), ("mia", "import", 2)]

    async def test_an_entry_that_an_import_names_twice_has_both_changes_in_its_history(self, store: EntryStore):
        await store.put([an_entry("a"), saying("a", "newer")])
        assert [one.entry.answers["en"] for one in await store.history("a")] == ["answer a", "newer"]
        (entry,) = await store.live()
        assert (entry.version, entry.answers) == (2, {"en": "newer"})

    async def test_a_reader_sees_every_change_that_two_stores_make_at_once(
        self, store: EntryStore, other: EntryStore, url: str
    ):
        ids = [f"e{number}" for number in range(6)]
        await store.put(map(an_entry, ids))

        async def write(one: EntryStore, name: str, step: int) -> None:
            for turn in range(5):
                for entry_id in ids[::step]:
                    await one.edit(saying(entry_id, f"{name} {turn}"), name)
            await one.take(Step.RETIRE, ids[-step], name)

        writing = asyncio.gather(write(store, "mia", 1), write(other, "leo", -1), store.put([an_entry("new")]))
        known, seen = 0, dict[str, Entry]()
        async with opened(url) as reader:
            finished = False
            while not finished:
                finished = writing.done()
                changes = await reader.changed_since(known)
                assert changes.revision >= known
                known = changes.revision
                seen = {entry_id: entry for entry_id, entry in seen.items() if entry_id not in changes.gone}
                seen |= {entry.entry_id: entry for entry in changes.live}
            await writing
            assert known == 1 + 2 * 31 + 1
            assert tuple(seen[entry_id] for entry_id in sorted(seen)) == await reader.live()

    async def test_migrations_make_exactly_the_tables_the_code_uses(self, url: str):
        def differences(connection: Connection) -> list[object]:
            return list(compare_metadata(MigrationContext.configure(connection), [schema.metadata, Base.metadata]))

        database = Database(url)
        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []
        await database.close()

    async def test_migrating_again_or_down_and_up_keeps_the_entries(self, url: str, store: EntryStore):
        await store.put([an_entry("a")])
        await migrate_url(url)
        assert await store.revision() == 1
        database = Database(url)
        async with database.writing() as connection:
            await connection.run_sync(lambda one: command.downgrade(configuration(one), "0002"))
        await migrate(database)
        await database.close()
        assert await store.live() == (an_entry("a"),)

    async def test_a_database_of_before_the_history_keeps_all_it_held(self, empty: str):
        database = Database(empty)
        async with database.writing() as connection:
            await connection.run_sync(lambda one: command.upgrade(configuration(one), "0002"))
            for statement in (
                "INSERT INTO entries VALUES ('a', 'live', '[\"tag\"]', 'faq.jsonl', 4, '2026-01-01T00:00:00+00:00')",
                "INSERT INTO entries VALUES ('b', 'retired', '[]', '', 3, '2026-01-01T00:00:00+00:00')",
                "INSERT INTO entry_questions (entry_id, language, text) VALUES ('a', 'en', 'ask'), ('b', 'en', 'b?')",
                "INSERT INTO entry_answers VALUES ('a', 'en', 'answer'), ('b', 'en', 'answer b')",
                "INSERT INTO conversations (id, channel, state, state_since, created_at, expires_at, last_seq, epoch,"
                " last_language, may_change, read_seq, tracker_note, tracker_version)"
                " VALUES ('c', 'api', 'bot', '2026-01-01', '2026-01-01', '2026-01-08', 1, 0, 'en', false, 0, '', 0)",
                "INSERT INTO messages (conversation_id, seq, epoch, role, text, language, choices, products, sources,"
                " private, created_at) VALUES ('c', 1, 0, 'customer', 'hi', 'en', '[]', '[]', '[]', false,"
                " '2026-01-01')",
            ):
                await connection.exec_driver_sql(statement)
        await migrate(database)
        async with database.reading() as connection:
            assert [message.text for message in await messages.visible(connection, "c")] == ["hi"]
        await database.close()
        async with opened(empty) as store:
            assert await store.revision() == 4
            (entry,) = await store.live()
            assert (entry.answers, entry.tags, entry.provenance.file) == ({"en": "answer"}, ("tag",), "faq.jsonl")
            await store.edit(saying("a", "new"), "mia")
            assert (await store.roll_back("a", 1, "mia")).answers == {"en": "answer"}
            assert await store.revision() == 6
            assert (await store.roll_back("b", 1, "mia")).status is Status.RETIRED

    async def test_two_processes_that_migrate_at_once_make_one_schema(self, empty: str):
        program = (
            "import asyncio, sys; from desk.store.migrate import migrate_url; asyncio.run(migrate_url(sys.argv[1]))"
        )
        processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", program, empty) for _ in range(2)]
        assert [await process.wait() for process in processes] == [0, 0]
        async with opened(empty) as store:
            assert await store.put([an_entry("a")]) == 1
