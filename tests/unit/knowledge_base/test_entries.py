"""Entries: reading files, storing, replacing, retiring."""

import json
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from knowledge_base.entries import BadEntryError, Base, Entry, EntryStore, Question, read_entries


def entry_file(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


@pytest.fixture
async def store(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
    store = EntryStore(url)
    yield store
    await store.close()


def test_a_line_with_query_or_questions_becomes_an_entry(tmp_path):
    path = entry_file(
        tmp_path,
        {"id": "a", "query": "Do you ship to Oslo?", "answer": "Yes."},
        {"questions": ["能开发票吗", "发票怎么开"], "answer": "可以。"},
    )
    first, second = read_entries(path)
    assert first == Entry("a", (Question("Do you ship to Oslo?", "en"),), {"en": "Yes."})
    assert second.answers == {"zh": "可以。"}
    assert [question.language for question in second.questions] == ["zh", "zh"]


def test_lines_with_one_id_and_two_languages_are_one_entry(tmp_path):
    path = entry_file(
        tmp_path,
        {"id": "a", "query": "refund?", "answer": "5 days", "language": "en"},
        {"id": "a", "query": "退款?", "answer": "五天", "language": "zh"},
    )
    (entry,) = read_entries(path)
    assert entry.answers == {"en": "5 days", "zh": "五天"}
    assert len(entry.questions) == 2


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{broken", "not JSON"),
        ('["list"]', "not a JSON object"),
        ('{"id": "x", "query": "q"}', "`answer`"),
        ('{"answer": "a"}', "`query`"),
        ('{"questions": [], "answer": "a"}', "`query`"),
        ('{"query": "q", "answer": "a", "language": "fr"}', "language"),
        ('{"query": "q", "answer": "a", "tags": "one"}', "tags"),
        ('{"id": {}, "query": "q", "answer": "a"}', "id"),
        ('{"query": "q", "answer": "\\ud800"}', "broken characters"),
    ],
)
async def test_a_bad_line_is_named_and_nothing_is_stored(tmp_path, store, line, complaint):
    path = entry_file(tmp_path, {"query": "good", "answer": "fine"}, line)
    with pytest.raises(BadEntryError, match=complaint) as caught:
        await store.import_jsonl(path)
    assert f"{path}:2" in str(caught.value)
    assert await store.live() == ()


def test_a_file_that_is_not_utf8_is_named_by_line(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"query": "q", "answer": "a"}\n{"query": "caf\xe9", "answer": "a"}')
    with pytest.raises(BadEntryError, match=r":2: not UTF-8"):
        read_entries(path)


async def test_importing_the_same_file_twice_changes_nothing_but_the_revision(tmp_path, store):
    path = entry_file(tmp_path, {"id": "a", "query": "q", "answer": "a"})
    await store.import_jsonl(path)
    once, first = await store.live(), await store.revision()
    await store.import_jsonl(path)
    again = await store.live()
    assert [entry.questions for entry in again] == [entry.questions for entry in once]
    assert await store.revision() == first + 1


async def test_a_new_answer_replaces_its_own_language_only(store):
    await store.put([Entry("a", (Question("问", "zh"), Question("ask", "en")), {"zh": "旧", "en": "old"})])
    await store.put([Entry("a", (Question("new ask", "en"),), {"en": "new"})])
    (entry,) = await store.live()
    assert entry.answers == {"zh": "旧", "en": "new"}
    assert [question.text for question in entry.questions] == ["问", "new ask"]


async def test_a_retired_entry_is_not_live_and_moves_the_revision(store):
    await store.put([Entry("a", (Question("ask", "en"),), {"en": "answer"})])
    before = await store.revision()
    assert await store.retire("a")
    assert not await store.retire("a")
    assert await store.live() == ()
    assert await store.revision() == before + 1
