"""Entries: reading and writing files, and what no entry may say."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.entries import (
    BadEntryError,
    Entry,
    MissingFactError,
    Question,
    filled,
    named_facts,
    read_entries,
    read_folder,
    written_entries,
)
from knowledge_base.entries.model import checked


def entry_file(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def an_entry(entry_id: str) -> Entry:
    return Entry(entry_id, (Question(f"ask {entry_id}?", "en"),), {"en": f"answer {entry_id}"})


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
def test_a_bad_line_is_named(tmp_path, line, complaint):
    path = entry_file(tmp_path, {"query": "good", "answer": "fine"}, line)
    with pytest.raises(BadEntryError, match=complaint) as caught:
        read_entries(path)
    assert f"{path}:2" in str(caught.value)


def test_a_file_that_is_not_utf8_is_named_by_line(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"query": "q", "answer": "a"}\n{"query": "caf\xe9", "answer": "a"}')
    with pytest.raises(BadEntryError, match=r":2: not UTF-8"):
        read_entries(path)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ("<script>alert(1)</script>", "mark-up"),
        ('See <a href="http://x">here</a>', "mark-up"),
        ("Track it: {order.secret}", "order.secret"),
        ("a\x00b", "control"),
    ],
)
def test_an_answer_that_could_do_harm_is_refused(answer, complaint):
    with pytest.raises(BadEntryError, match=complaint):
        checked(replace(an_entry("bad"), answers={"en": answer}))


@pytest.mark.parametrize("name", ["x" * 101, "a\x00b", "\ud800"])
def test_an_owner_that_no_database_takes_is_refused(name):
    with pytest.raises(BadEntryError, match="owner"):
        checked(replace(an_entry("bad"), owner=name))


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
