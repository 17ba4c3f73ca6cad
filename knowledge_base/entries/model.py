"""What a past answer is, and the life it may lead; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge_base.entries.errors import BadEntryError, EntryStateError
from knowledge_base.entries.facts import check_facts

LANGUAGES = ("zh", "en")
CHINESE = re.compile(r"[\u3400-\u9fff]")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
PERSONAL = ("name", "phone", "email", "address", "order", "card", "id", "handle")
MARK = re.compile(rf"\[(?:{'|'.join(PERSONAL)})\]")
"""What stands in an answer in place of something personal; nothing goes live with it."""

LONGEST_ANSWER = 8000
LONGEST_QUESTION = 2000
LONGEST_OWNER = 100
MOST_QUESTIONS = 200


class Status(StrEnum):
    """Where an entry stands; only live ones are answered from."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    LIVE = "live"
    RETIRED = "retired"


class Step(StrEnum):
    """What a person does with an entry."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    RETIRE = "retire"
    REVIVE = "revive"


STEPS: Mapping[tuple[Status, Step], Status] = {
    (Status.DRAFT, Step.SUBMIT): Status.IN_REVIEW,
    (Status.DRAFT, Step.REJECT): Status.RETIRED,
    (Status.IN_REVIEW, Step.APPROVE): Status.LIVE,
    (Status.IN_REVIEW, Step.REJECT): Status.RETIRED,
    (Status.LIVE, Step.RETIRE): Status.RETIRED,
    (Status.RETIRED, Step.REVIVE): Status.IN_REVIEW,
}


def after(status: Status, step: Step) -> Status:
    """The status that a step leads to; raise EntryStateError when it is not allowed."""
    if (status, step) not in STEPS:
        raise EntryStateError(f"an entry that is {status} cannot be changed by `{step}`")
    return STEPS[status, step]


@dataclass(frozen=True)
class Question:
    """One wording of a question."""

    text: str
    language: str


@dataclass(frozen=True)
class Provenance:
    """Where an answer comes from: a file, or a conversation with the agent who gave it and the day."""

    file: str = ""
    conversation_id: str = ""
    agent: str = ""
    day: str = ""

    def to_json(self) -> dict[str, str]:
        """What is known of it."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Entry:
    """A past answer: what customers ask, what a colleague answered in one or both languages.

    ``valid_from`` and ``valid_until`` are days in the shop's time zone, both included. ``joins`` names the live entry
    that a proposal adds wordings or an answer to. ``version`` counts the entry's own changes, ``revision`` those of the
    whole knowledge base.
    """

    entry_id: str
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    tags: tuple[str, ...] = ()
    status: Status = Status.LIVE
    valid_from: date | None = None
    valid_until: date | None = None
    owner: str = ""
    joins: str = ""
    provenance: Provenance = field(default_factory=Provenance, compare=False)
    version: int = field(default=0, compare=False)
    revision: int = field(default=0, compare=False)

    def is_valid(self, today: date) -> bool:
        """Whether it may be answered from on a day."""
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_until is None or today <= self.valid_until
        )


@dataclass(frozen=True)
class Change:
    """One line of an entry's history: who did what when, and what the entry said afterwards."""

    entry: Entry
    action: str
    actor: str
    at: str
    note: str


def merged(old: Entry, new: Entry) -> Entry:
    """``old`` with everything replaced that ``new`` says in its languages."""
    kept = tuple(question for question in old.questions if question.language not in new.answers)
    return replace(
        new,
        questions=tuple(dict.fromkeys(kept + new.questions)),
        answers={**old.answers, **new.answers},
        tags=tuple(dict.fromkeys((*old.tags, *new.tags))),
        owner=new.owner or old.owner,
        valid_from=new.valid_from or old.valid_from,
        valid_until=new.valid_until or old.valid_until,
    )


def joined(old: Entry, new: Entry) -> Entry:
    """``old`` with the wordings of a proposal added, and its answers where ``old`` has none in that language."""
    return replace(
        old,
        questions=tuple(dict.fromkeys((*old.questions, *new.questions))),
        answers={**new.answers, **old.answers},
        tags=tuple(dict.fromkeys((*old.tags, *new.tags))),
    )


def checked(entry: Entry) -> Entry:
    """The entry as it may be stored; raise BadEntryError for what no answer may be or hold."""
    if not 0 < len(entry.entry_id) <= 200 or not entry.entry_id.isprintable():
        raise BadEntryError("`id` must have 1 to 200 printable characters")
    if not entry.questions or not entry.answers:
        raise BadEntryError(f"entry {entry.entry_id!r} needs a question and an answer")
    if len(entry.questions) > MOST_QUESTIONS:
        raise BadEntryError(f"entry {entry.entry_id!r} has more than {MOST_QUESTIONS} wordings")
    questions = tuple(
        Question(clean_text(one.text, "question", LONGEST_QUESTION), known_language(one.language))
        for one in entry.questions
    )
    answers = {}
    for language, text in entry.answers.items():
        answer = clean_text(text, "answer", LONGEST_ANSWER)
        if tag := TAG.search(answer):
            raise BadEntryError(f"the answer holds mark-up ({tag[0][:40]!r}); answers are plain text")
        check_facts(answer)
        answers[known_language(language)] = answer
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        raise BadEntryError("`valid_from` is after `valid_until`")
    owner = clean_text(entry.owner, "owner", LONGEST_OWNER) if entry.owner else ""
    return replace(entry, questions=tuple(dict.fromkeys(questions)), answers=answers, owner=owner)


def check_marks(entry: Entry) -> None:
    """Raise EntryStateError when an entry holds marks in place of personal data."""
    texts = [*(one.text for one in entry.questions), *entry.answers.values()]
    if any(MARK.search(text) for text in texts):
        raise EntryStateError(f"entry {entry.entry_id!r} still holds a mark such as [name]; edit it first")


def clean_text(value: object, name: str, longest: int = LONGEST_ANSWER) -> str:
    """A text without blanks around it; raise BadEntryError when it is none, empty, broken or too long."""
    if not isinstance(value, str) or not value.strip():
        raise BadEntryError(f"`{name}` is not a text")
    if len(value) > longest:
        raise BadEntryError(f"`{name}` has more than {longest:,} characters")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadEntryError(f"`{name}` holds broken characters") from None
    if has_controls(value):
        raise BadEntryError(f"`{name}` holds control characters")
    return value.strip()


def has_controls(text: str) -> bool:
    """Whether a text holds control characters other than line ends and tabs."""
    return CONTROLS.search(text) is not None


def known_language(language: object) -> str:
    """A language the bot answers in; raise BadEntryError."""
    if language not in LANGUAGES:
        raise BadEntryError(f"language {language!r} is neither zh nor en")
    return str(language)


def language_of(text: str, otherwise: str = "en") -> str:
    """``zh`` for a text with Chinese characters."""
    return "zh" if CHINESE.search(text) else otherwise


def to_record(entry: Entry) -> dict[str, Any]:
    """Everything that makes an entry what it is, as it is kept in its history."""
    return {
        "questions": [{"text": one.text, "language": one.language} for one in entry.questions],
        "answers": dict(entry.answers),
        "tags": list(entry.tags),
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "owner": entry.owner,
        "joins": entry.joins,
        "provenance": entry.provenance.to_json(),
    }


def from_record(entry_id: str, record: Mapping[str, Any], status: Status) -> Entry:
    """What ``to_record`` wrote."""
    return Entry(
        entry_id=entry_id,
        questions=tuple(Question(one["text"], one["language"]) for one in record["questions"]),
        answers=dict(record["answers"]),
        tags=tuple(record["tags"]),
        status=status,
        valid_from=_day(record["valid_from"]),
        valid_until=_day(record["valid_until"]),
        owner=record["owner"],
        joins=record["joins"],
        provenance=Provenance(**record["provenance"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
