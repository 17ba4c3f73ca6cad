"""Entries: reading files, storing, replacing, retiring."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from knowledge_base.entries import (
    BadEntryError,
    Base,
    Entry,
    EntryStateError,
    EntryStore,
    MissingFactError,
    Provenance,
    Question,
    Status,
    Step,
    UnknownEntryError,
    filled,
    named_facts,
    read_entries,
    read_folder,
    written_entries,
)


def entry_file(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def an_entry(entry_id: str, status: Status = Status.LIVE) -> Entry:
    return Entry(entry_id, (Question(f"ask {entry_id}?", "en"),), {"en": f"answer {entry_id}"}, status=status)


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
        await store.import_file(path)
    assert f"{path}:2" in str(caught.value)
    assert await store.live() == ()


def test_a_file_that_is_not_utf8_is_named_by_line(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"query": "q", "answer": "a"}\n{"query": "caf\xe9", "answer": "a"}')
    with pytest.raises(BadEntryError, match=r":2: not UTF-8"):
        read_entries(path)


async def test_importing_the_same_file_twice_changes_nothing_but_the_revision(tmp_path, store):
    path = entry_file(tmp_path, {"id": "a", "query": "q", "answer": "a"})
    await store.import_file(path)
    once, first = await store.live(), await store.revision()
    await store.import_file(path)
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
    await store.take(Step.RETIRE, "a", "cli")
    with pytest.raises(EntryStateError, match="retired"):
        await store.take(Step.RETIRE, "a", "cli")
    assert await store.live() == ()
    changes = await store.changed_since(before)
    assert (changes.revision, changes.live, changes.gone) == (before + 1, (), ("a",))


async def test_nothing_is_live_before_it_is_approved(store):
    proposed = await store.propose(an_entry("a", status=Status.DRAFT), "agent:mia")
    assert proposed.status is Status.DRAFT
    with pytest.raises(EntryStateError):
        await store.take(Step.APPROVE, "a", "mia")
    await store.take(Step.SUBMIT, "a", "mia")
    assert await store.live() == ()
    await store.take(Step.APPROVE, "a", "lead")
    assert [entry.entry_id for entry in await store.live()] == ["a"]


async def test_a_proposal_cannot_take_the_id_of_an_entry_or_come_in_live(store):
    await store.put([an_entry("a")])
    with pytest.raises(EntryStateError, match="already"):
        await store.propose(an_entry("a"), "mia")
    assert (await store.propose(an_entry("b", status=Status.LIVE), "mia")).status is Status.IN_REVIEW


async def test_a_proposal_that_joins_an_entry_adds_its_wordings_and_missing_answer(store):
    await store.put([an_entry("a")])
    proposal = Entry("p", (Question("能送到奥斯陆吗", "zh"),), {"zh": "可以", "en": "No!"}, joins="a")
    await store.propose(proposal, "agent:mia")
    changed = await store.take(Step.APPROVE, "p", "lead")
    assert changed.entry_id == "a"
    (entry,) = await store.live()
    assert entry.answers == {"en": "answer a", "zh": "可以"}
    assert [one.text for one in entry.questions] == ["ask a?", "能送到奥斯陆吗"]
    assert (await store.get("p")).status is Status.RETIRED


async def test_a_proposal_whose_entry_has_been_retired_is_published_on_its_own(store):
    await store.put([an_entry("a")])
    await store.propose(replace(an_entry("p"), joins="a"), "mia")
    await store.take(Step.RETIRE, "a", "lead")
    await store.take(Step.APPROVE, "p", "lead")
    assert [entry.entry_id for entry in await store.live()] == ["p"]


async def test_a_proposal_that_is_given_another_answer_joins_nothing_any_more(store):
    await store.put([an_entry("a")])
    await store.propose(replace(an_entry("p"), joins="a"), "mia")
    await store.edit(replace(an_entry("p"), answers={"en": "corrected"}), "lead")
    await store.take(Step.APPROVE, "p", "lead")
    assert {entry.answers["en"] for entry in await store.live()} == {"answer a", "corrected"}


@pytest.mark.parametrize("way", ["import", "edit"])
async def test_nothing_goes_live_with_a_mark_in_it(store, way):
    await store.put([an_entry("a")])
    marked = replace(an_entry("a"), answers={"en": "Ask [name]."})
    with pytest.raises(EntryStateError, match="mark"):
        await (store.put([marked]) if way == "import" else store.edit(marked, "mia"))
    assert [entry.answers for entry in await store.live()] == [{"en": "answer a"}]


async def test_importing_a_mixed_wording_again_does_not_double_it(store):
    entry = Entry("a", (Question("rain ok?", "en"), Question("防水 ok吗", "zh")), {"en": "Yes"})
    for _ in range(3):
        await store.put([entry])
    assert len((await store.live())[0].questions) == 2


async def test_every_change_is_kept_with_who_made_it_and_can_be_taken_back(store):
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


async def test_an_edit_changes_neither_status_nor_provenance(store):
    born = Provenance(conversation_id="c1", agent="mia", day="2026-05-01")
    await store.propose(replace(an_entry("a"), provenance=born), "agent:mia")
    await store.edit(replace(an_entry("a"), answers={"en": "better"}), "lead")
    entry = await store.get("a")
    assert (entry.status, entry.provenance, entry.answers) == (Status.IN_REVIEW, born, {"en": "better"})


async def test_of_two_approvals_at_once_one_wins(store):
    await store.propose(an_entry("a"), "mia")
    done = await asyncio.gather(*(store.take(Step.APPROVE, "a", "lead") for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, Entry) for one in done) == 1
    assert sum(isinstance(one, EntryStateError) for one in done) == 4


async def test_revisions_become_visible_in_order_under_parallel_writers(store):
    await asyncio.gather(*(store.put([an_entry(f"e{number}")]) for number in range(12)))
    assert await store.revision() == 12
    assert sorted(entry.revision for entry in await store.live()) == list(range(1, 13))


async def test_an_unknown_entry_is_named(store):
    for attempt in (store.get("x"), store.history("x"), store.take(Step.RETIRE, "x", "me")):
        with pytest.raises(UnknownEntryError, match="'x'"):
            await attempt


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("<script>alert(1)</script>", "mark-up"),
        ('See <a href="http://x">here</a>', "mark-up"),
        ("Track it: {order.secret}", "order.secret"),
        ("a\x00b", "control"),
    ],
)
async def test_an_answer_that_could_do_harm_is_refused(store, answer, complaint):
    with pytest.raises(BadEntryError, match=complaint):
        await store.put([an_entry("good"), Entry("bad", (Question("q", "en"),), {"en": answer})])
    assert await store.live() == ()


def test_sums_and_hearts_are_no_mark_up(tmp_path):
    path = entry_file(tmp_path, {"query": "free shipping?", "answer": "Orders < 99 yuan pay 8 <3, > 99 are free"})
    assert read_entries(path)[0].answers["en"].startswith("Orders < 99")


def test_an_entry_is_valid_from_its_first_to_its_last_day():
    entry = replace(an_entry("a"), valid_from=date(2026, 5, 1), valid_until=date(2026, 5, 3))
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 4)]
    assert [entry.is_valid(day) for day in days] == [False, True, True, False]


def test_facts_are_filled_once_and_refused_when_missing():
    answer = "Parcel {order.tracking_number} goes by {order.carrier}."
    facts = {"order.tracking_number": "SF1 {order.carrier}", "order.carrier": "SF"}
    assert named_facts(answer) == ("order.tracking_number", "order.carrier")
    assert filled(answer, facts) == "Parcel SF1 {order.carrier} goes by SF."
    with pytest.raises(MissingFactError, match=r"order\.carrier"):
        filled(answer, {**facts, "order.carrier": ""})


def test_a_csv_file_gives_entries(tmp_path):
    path = tmp_path / "faq.csv"
    path.write_text(
        "id,questions,answer,tags,valid_until\n"
        'ship,"Ship to Oslo? | oslo pls","Yes, ""always"".",delivery|abroad,2026-12-31\n',
        encoding="utf-8-sig",
    )
    (entry,) = read_entries(path)
    assert [one.text for one in entry.questions] == ["Ship to Oslo?", "oslo pls"]
    assert (entry.answers, entry.tags) == ({"en": 'Yes, "always".'}, ("delivery", "abroad"))
    assert entry.valid_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("frage,antwort\n", 1, "header"),
        ("question,answer\na,b\nonly one\n", 3, "fields"),
        ("question,answer,valid_until\na,b,soon\n", 2, "valid_until"),
        ('question,answer\na,"b\n', 2, "end of data"),
    ],
)
def test_a_bad_csv_line_is_named(tmp_path, text, line, complaint):
    path = tmp_path / "faq.csv"
    path.write_text(text)
    with pytest.raises(BadEntryError, match=complaint) as caught:
        read_entries(path)
    assert f"{path}:{line}" in str(caught.value)


def test_a_markdown_page_gives_an_entry_a_heading(tmp_path):
    path = tmp_path / "faq.md"
    path.write_text(
        "# Help\n\n## Do you ship to Oslo?\n> 能寄到奥斯陆吗\n\nYes.\n\nWithin a week.\n\n## Gift wrap?\n¥12.\n"
    )
    first, second = read_entries(path)
    assert [one.text for one in first.questions] == ["Do you ship to Oslo?", "能寄到奥斯陆吗"]
    assert first.answers == {"en": "Yes.\n\nWithin a week."}
    assert second.answers == {"en": "¥12."}


def test_written_entries_are_read_back_the_same(tmp_path):
    entry = Entry(
        "a",
        (Question("问", "zh"), Question("ask", "en")),
        {"zh": "答", "en": "answer"},
        ("tag",),
        valid_from=date(2026, 1, 1),
        owner="mia",
    )
    path = tmp_path / "out.jsonl"
    path.write_text("\n".join(written_entries([entry])))
    (again,) = read_entries(path)
    assert (again.answers, again.owner, again.valid_from) == (entry.answers, "mia", entry.valid_from)
    assert set(again.questions) == set(entry.questions)


def test_a_mixed_wording_in_one_languages_file_survives_the_others(tmp_path):
    (tmp_path / "a.en.jsonl").write_text(
        json.dumps({"id": "a", "questions": ["rain ok?", "防水 ok吗"], "answer": "Yes"})
    )
    (tmp_path / "a.zh.jsonl").write_text(json.dumps({"id": "a", "questions": ["下雨能用吗"], "answer": "能"}))
    (entry,) = read_folder(tmp_path)
    assert {one.text for one in entry.questions} == {"rain ok?", "防水 ok吗", "下雨能用吗"}
