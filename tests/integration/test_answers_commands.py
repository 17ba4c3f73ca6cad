"""``concierge answers`` on a real state folder: reading, reviewing, taking back, exporting."""

import asyncio
import json
import os
import pwd
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cli.answers import command
from cli.main import main
from desk.conversations.model import Lookup
from desk.conversations.state import State
from desk.store import conversations
from desk.store.database import Database
from desk.store.migrate import migrate, migrate_url
from foundation.settings import Settings
from knowledge_base.entries import Entry, EntryStore, Provenance, Question, Status, read_entries
from tests.unit.desk.test_figures import NOW, Shop

ROOT = Path(__file__).resolve().parents[2]
ME = f"cli:{pwd.getpwuid(os.getuid()).pw_name}"


class Commands:
    """Runs ``concierge`` in this process and keeps what it says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, *words: object) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.argv", ["concierge", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        said = self._capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    def text(self, *words: object) -> str:
        code, out, err = self.run(*words)
        assert (code, err) == (0, "")
        return out

    def answers(self, *words: object) -> Any:
        """The one JSON document of ``concierge answers``."""
        return json.loads(self.text("answers", *words, "--json"))

    def refused(self, *words: object) -> str:
        """Bad input: exit code 2, nothing on standard output, one line."""
        code, out, err = self.run(*words)
        assert (code, out) == (2, "")
        (line,) = err.splitlines()
        return line


@pytest.fixture
def concierge(tmp_path, monkeypatch, capsys) -> Commands:
    monkeypatch.setenv("CONCIERGE_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("CONCIERGE_SEED", "none")
    return Commands(monkeypatch, capsys)


def in_store(ask: Callable[[EntryStore], Awaitable[Any]]) -> Any:
    """What no sub-command does: proposals come from the desk."""

    async def once() -> Any:
        settings = Settings.from_environment()
        settings.var.mkdir(parents=True, exist_ok=True)
        await migrate_url(settings.database_url)
        store = EntryStore(settings.database_url)
        try:
            return await ask(store)
        finally:
            await store.close()

    return asyncio.run(once())


def an_entry(entry_id: str, **changes: Any) -> Entry:
    entry = Entry(entry_id, (Question(f"ask {entry_id}?", "en"),), {"en": f"answer {entry_id}"})
    return replace(entry, **changes)


def put(*entries: Entry) -> None:
    in_store(lambda store: store.put(entries))


def propose(entry: Entry, note: str = "") -> None:
    in_store(lambda store: store.propose(entry, "agent:mia", note))


@pytest.fixture
def a_live_and_a_proposed_entry(concierge) -> None:
    put(an_entry("oslo"))
    propose(
        an_entry("bergen", provenance=Provenance(conversation_id="c7", agent="mia", day="2026-05-01")), "asked twice"
    )


def test_an_empty_folder_has_nothing_to_list(concierge):
    assert concierge.text("answers", "list") == "no entries\n"
    assert concierge.answers("list") == {"entries": []}
    assert concierge.answers("review") == {"entries": []}


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
def test_list_shows_the_latest_changed_first_and_keeps_to_status_and_limit(concierge):
    assert concierge.answers("list")["entries"] == [
        {"entry_id": "bergen", "status": "in_review", "question": "ask bergen?", "version": 1},
        {"entry_id": "oslo", "status": "live", "question": "ask oslo?", "version": 1},
    ]
    assert [one["entry_id"] for one in concierge.answers("list", "--limit", 1)["entries"]] == ["bergen"]
    assert [one["entry_id"] for one in concierge.answers("list", "--status", "live")["entries"]] == ["oslo"]
    assert concierge.text("answers", "list", "--status", "live") == "oslo  live  version 1  ask oslo?\n"


def test_an_entry_stays_one_line_of_the_list_whatever_its_question(concierge):
    put(an_entry("a", questions=(Question("where\nis\tit?", "en"),)))
    assert concierge.text("answers", "list").splitlines() == ["a  live  version 1  where is it?"]


def test_show_tells_everything_and_who_did_what_when(concierge):
    put(an_entry("oslo", tags=("delivery",), owner="lea"))
    concierge.text("answers", "retire", "oslo", "--note", "we moved")
    shown = concierge.answers("show", "oslo")
    assert (shown["status"], shown["version"], shown["tags"], shown["owner"]) == ("retired", 2, ["delivery"], "lea")
    assert shown["answers"] == {"en": "answer oslo"}
    first, last = shown["history"]
    assert (first["actor"], first["action"], first["status"]) == ("import", "import", "live")
    assert (last["actor"], last["action"], last["status"], last["note"]) == (ME, "retire", "retired", "we moved")
    assert first["at"] < last["at"]
    lines = concierge.text("answers", "show", "oslo")
    for part in ("ask oslo?", "answer oslo", "delivery", "lea", ME, "we moved", last["at"]):
        assert part in lines


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
def test_review_lists_what_waits_with_where_it_comes_from_and_why(concierge):
    (waiting,) = concierge.answers("review")["entries"]
    assert (waiting["entry_id"], waiting["answers"]) == ("bergen", {"en": "answer bergen"})
    assert waiting["questions"] == [{"text": "ask bergen?", "language": "en"}]
    assert waiting["provenance"] == {"conversation_id": "c7", "agent": "mia", "day": "2026-05-01"}
    assert waiting["note"] == "asked twice"
    lines = concierge.text("answers", "review")
    for part in ("ask bergen?", "answer bergen", "conversation_id c7", "asked twice", waiting["waiting_since"]):
        assert part in lines
    assert "oslo" not in lines


def test_the_longest_waiting_comes_first_even_when_it_has_been_edited_since(concierge):
    propose(an_entry("z"), "a hard one")
    propose(an_entry("a"))
    concierge.answers("review", "z", "--edit-answer", "shorter", "--language", "en")
    assert [(one["entry_id"], one["note"]) for one in concierge.answers("review")["entries"]] == [
        ("z", "a hard one"),
        ("a", ""),
    ]


@pytest.mark.parametrize(("step", "status"), [("approve", "live"), ("reject", "retired")])
@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
def test_a_proposal_is_approved_or_rejected_once(concierge, step, status):
    done = concierge.answers("review", "bergen", f"--{step}", "--note", "seen")
    assert done == {"entry_id": "bergen", "status": status, "question": "ask bergen?", "version": 2}
    last = concierge.answers("show", "bergen")["history"][-1]
    assert (last["actor"], last["action"], last["note"]) == (ME, step, "seen")
    assert concierge.text("answers", "review") == "nothing waits for review\n"
    assert status in concierge.refused("answers", "review", "bergen", f"--{step}")


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
def test_an_edited_answer_waits_on_with_its_other_language(concierge):
    edited = concierge.answers("review", "bergen", "--edit-answer", "可以", "--language", "zh", "--note", "added")
    assert (edited["status"], edited["version"]) == ("in_review", 2)
    shown = concierge.answers("show", "bergen")
    assert shown["answers"] == {"en": "answer bergen", "zh": "可以"}
    assert (shown["history"][-1]["action"], shown["history"][-1]["actor"]) == ("edit", ME)


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
@pytest.mark.parametrize(
    "words",
    [
        ("review", "bergen", "--approve"),
        ("review", "bergen", "--reject"),
        ("review", "bergen", "--edit-answer", "worse", "--language", "en"),
        ("retire", "bergen"),
        ("revive", "bergen"),
        ("rollback", "bergen", 1),
    ],
)
def test_a_step_with_what_has_changed_since_it_was_looked_at_is_refused(concierge, words):
    seen = concierge.answers("review")["entries"][0]["version"]
    concierge.answers("review", "bergen", "--edit-answer", "better", "--language", "en", "--expected-version", seen)
    assert "at version 2, not 1" in concierge.refused("answers", *words, "--expected-version", seen)
    shown = concierge.answers("show", "bergen")
    assert (shown["version"], shown["status"], shown["answers"]) == (2, "in_review", {"en": "better"})


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
def test_an_edit_takes_nothing_back_that_another_makes_at_that_moment(concierge, monkeypatch):
    class Crowded(EntryStore):
        async def get(self, entry_id: str) -> Entry:
            entry = await super().get(entry_id)
            await self.edit(replace(entry, answers={"en": "from the desk"}), "agent:mia")
            return entry

    monkeypatch.setattr("cli.review.EntryStore", Crowded)
    words = ("review", "bergen", "--edit-answer", "可以", "--language", "zh")
    assert "at version 2, not 1" in concierge.refused("answers", *words)
    assert concierge.answers("show", "bergen")["answers"] == {"en": "from the desk"}


@pytest.mark.usefixtures("a_live_and_a_proposed_entry")
@pytest.mark.parametrize("answer", ["", "<b>now</b>", "{order.secret}", "x" * 8001, "\udcff"])
def test_an_answer_that_may_not_be_stored_is_refused_and_the_old_one_stays(concierge, answer):
    concierge.refused("answers", "review", "bergen", "--edit-answer", answer, "--language", "en")
    shown = concierge.answers("show", "bergen")
    assert (shown["version"], shown["answers"]) == (1, {"en": "answer bergen"})


def test_approving_what_joins_another_entry_tells_which_one_changed(concierge):
    put(an_entry("oslo"))
    propose(an_entry("more", joins="oslo"))
    assert concierge.text("answers", "review", "more", "--approve").splitlines() == [
        "more was added to oslo",
        "oslo is live, version 2",
    ]
    assert [one["text"] for one in concierge.answers("show", "oslo")["questions"]] == ["ask oslo?", "ask more?"]


def test_a_retired_entry_is_revived_into_review(concierge):
    put(an_entry("oslo"))
    assert concierge.text("answers", "retire", "oslo") == "oslo is retired, version 2\n"
    assert concierge.answers("revive", "oslo")["status"] == "in_review"
    assert concierge.answers("list", "--status", "live") == {"entries": []}
    assert "in_review" in concierge.refused("answers", "revive", "oslo")


def test_rollback_brings_back_words_and_status(concierge):
    put(an_entry("oslo"))
    concierge.answers("review", "oslo", "--edit-answer", "wrong", "--language", "en")
    concierge.answers("retire", "oslo")
    back = concierge.answers("rollback", "oslo", 1, "--note", "as before")
    assert (back["status"], back["version"]) == ("live", 4)
    shown = concierge.answers("show", "oslo")
    assert shown["answers"] == {"en": "answer oslo"}
    assert [one["content"]["answers"]["en"] for one in shown["history"]][1:3] == ["wrong", "wrong"]
    assert (shown["history"][-1]["action"], shown["history"][-1]["note"]) == ("rollback", "as before")


def test_a_second_rollback_to_an_unknown_version_is_refused_and_changes_nothing(concierge):
    put(an_entry("oslo"))
    concierge.answers("rollback", "oslo", 1)
    assert "no version 7" in concierge.refused("answers", "rollback", "oslo", 7)
    assert concierge.answers("show", "oslo")["version"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nobody"),
        ("retire", "nobody"),
        ("revive", "nobody"),
        ("rollback", "nobody", "1"),
        ("review", "nobody", "--approve"),
        ("review", "nobody", "--edit-answer", "text", "--language", "en"),
    ],
)
def test_an_unknown_entry_is_named_in_one_line(concierge, words):
    assert "'nobody'" in concierge.refused("answers", *words)
    assert "'nobody'" in concierge.refused("answers", *words, "--json")


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--status", "asleep"),
        ("list", "--limit", "0"),
        ("list", "--limit", str(2**70)),
        ("show",),
        ("show", "\udcff"),
        ("retire", "oslo", "--note", "\udcff"),
        ("rollback", "oslo", "0"),
        ("rollback", "oslo", str(2**70)),
        ("rollback", "oslo", "first"),
        ("review", "oslo"),
        ("review", "oslo", "--approve", "--reject"),
        ("review", "oslo", "--edit-answer", "text"),
        ("review", "oslo", "--edit-answer", "text", "--language", "fr"),
        ("review", "oslo", "--approve", "--language", "en"),
        ("review", "--approve"),
        ("review", "--note", "why"),
        ("review", "--expected-version", "1"),
        ("retire", "oslo", "--expected-version", "0"),
        ("export",),
        ("export", "-", "--json"),
        ("figures", "--weeks", "0"),
        ("figures", "--weeks", "105"),
        ("figures", "--weeks", "x"),
    ],
)
def test_words_that_make_no_sense_are_refused_in_one_line(concierge, words):
    put(an_entry("oslo"))
    concierge.refused("answers", *words)
    assert concierge.answers("show", "oslo")["version"] == 1


def both_languages() -> Entry:
    questions = (Question("能寄到奥斯陆吗", "zh"), Question("ship to Oslo?", "en"), Question("oslo pls", "en"))
    return an_entry("oslo", questions=questions, answers={"zh": "可以。", "en": 'Yes,\n"always".'}, tags=("abroad",))


def test_exported_entries_are_imported_the_same_elsewhere(concierge, tmp_path, monkeypatch):
    put(both_languages(), an_entry("bergen"))
    propose(an_entry("waiting"))
    file = tmp_path / "out.jsonl"
    assert concierge.answers("export", file) == {"file": str(file), "status": "live", "entries": 2}
    assert {entry.entry_id: set(entry.questions) for entry in read_entries(file)} == {
        "oslo": set(both_languages().questions),
        "bergen": set(an_entry("bergen").questions),
    }
    monkeypatch.setenv("CONCIERGE_VAR", str(tmp_path / "other"))
    assert concierge.text("import", "answers", file) == "2 entries live\n"
    assert concierge.answers("show", "oslo")["answers"] == both_languages().answers
    assert concierge.text("answers", "export", "-") == file.read_text()


def test_entries_of_another_status_are_exported_when_asked_for(concierge, tmp_path):
    put(an_entry("oslo"))
    propose(an_entry("waiting"))
    assert concierge.text("answers", "export", tmp_path / "a.jsonl", "--status", "in_review").startswith("1 entries")
    assert [entry.entry_id for entry in read_entries(tmp_path / "a.jsonl")] == ["waiting"]


def test_an_existing_file_is_replaced_only_by_force(concierge, tmp_path):
    put(an_entry("oslo"))
    file = tmp_path / "mine.jsonl"
    file.write_text("precious")
    (tmp_path / "link.jsonl").symlink_to(file)
    assert "--force" in concierge.refused("answers", "export", file)
    assert "--force" in concierge.refused("answers", "export", tmp_path / "link.jsonl")
    assert file.read_text() == "precious"
    concierge.text("answers", "export", tmp_path / "link.jsonl", "--force")
    assert [entry.entry_id for entry in read_entries(file)] == ["oslo"]
    assert (tmp_path / "link.jsonl").is_symlink()


def test_an_export_that_cannot_be_finished_leaves_the_old_file_and_no_half_one(concierge, tmp_path, monkeypatch):
    put(an_entry("oslo"))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.jsonl").write_text("precious")

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cli.answers.os.replace", no_room)
    assert "No space left" in concierge.refused("answers", "export", folder / "mine.jsonl", "--force")
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("mine.jsonl", "precious")]


@pytest.mark.parametrize("place", ["missing/out.jsonl", "file/out.jsonl", "folder", "pipe"])
def test_a_place_that_cannot_hold_a_file_is_refused(concierge, tmp_path, place):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    concierge.refused("answers", "export", tmp_path / place, "--force")
    assert (tmp_path / "pipe").is_fifo()


@pytest.fixture
def a_week_of_questions(concierge, monkeypatch) -> None:
    """Three questions to the bot and one to an agent, this week as the clock has it."""
    monkeypatch.setenv("CONCIERGE_CLOCK", NOW.isoformat())

    async def once() -> None:
        database = Database(Settings.from_environment().database_url)
        await migrate(database)
        async with database.writing() as connection:
            conversation = await conversations.create(connection, "api", "en")
        shop = Shop(database, conversation.id)
        for lookup in (Lookup.ANSWERED, Lookup.ANSWERED, Lookup.ASKED_BACK):
            await shop.hears(lookup)
        await shop.hears(topic="refund", state=State.HUMAN, said=False)
        await database.close()

    asyncio.run(once())


@pytest.mark.usefixtures("a_week_of_questions")
def test_figures_show_the_share_answered_of_every_topic_and_a_total_for_each_week(concierge):
    assert concierge.text("answers", "figures", "--weeks", 2).splitlines() == [
        "week        topic        asked  answered  share  to agent",
        "2026-04-27  total            0         0      -         0",
        "2026-05-04  logistics        3         2    67%         0",
        "2026-05-04  refund           0         0      -         1",
        "2026-05-04  total            3         2    67%         1",
    ]
    (week,) = concierge.answers("figures", "--weeks", 1)["weeks"]
    assert week["monday"] == "2026-05-04"
    assert week["total"] == {"asked": 3, "answered": 2, "share": 2 / 3, "to_agent": 1}
    assert [one["topic"] for one in week["topics"]] == ["logistics", "refund"]


def test_figures_of_an_empty_folder_are_eight_empty_weeks(concierge):
    assert [week["topics"] for week in concierge.answers("figures")["weeks"]] == [[]] * 8


def test_figures_with_a_policy_that_cannot_be_read_say_so(concierge, monkeypatch):
    monkeypatch.setenv("CONCIERGE_POLICY", "/nowhere/policy.toml")
    assert "/nowhere/policy.toml cannot be read" in concierge.refused("answers", "figures")


@pytest.mark.parametrize("name", sorted(command.commands))
def test_every_sub_command_explains_itself_and_stands_in_the_docs(concierge, name):
    assert concierge.text("answers", name, "--help").startswith("Usage: concierge answers")
    assert f"concierge answers {name}" in (ROOT / "docs/commands.md").read_text()


def test_every_status_can_be_listed_and_exported(concierge, tmp_path):
    for status in Status:
        assert concierge.answers("list", "--status", status.value) == {"entries": []}
        assert concierge.answers("export", tmp_path / status.value, "--status", status.value)["entries"] == 0
