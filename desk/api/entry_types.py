"""The wire types of past answers under review."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from desk.api.types import Incoming, Outgoing
from knowledge_base.entries import Change, Entry
from knowledge_base.entries.model import has_controls

Language = Literal["zh", "en"]


def _plain(text: str) -> str:
    if has_controls(text):
        raise ValueError("holds control characters")
    return text


LARGEST = 2**31 - 1
Note = Annotated[str, Field(max_length=1000), AfterValidator(_plain)]
Tag = Annotated[str, Field(min_length=1, max_length=100)]
Version = Annotated[int, Field(ge=1, le=LARGEST)]
ExpectedVersion = Annotated[
    Version | None, Field(description="the version this change is meant for; 409 when the entry is at another by now")
]
StatusName = Literal["draft", "in_review", "live", "retired"]


class Wording(Incoming):
    """One wording of a question."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    language: Language


class NewEntry(Incoming):
    """What an entry says; it replaces all it said before."""

    questions: Annotated[list[Wording], Field(min_length=1, max_length=200)]
    answers: dict[Language, Annotated[str, Field(min_length=1, max_length=8000)]]
    tags: Annotated[list[Tag], Field(default_factory=list, max_length=50)]
    valid_from: Annotated[date, Field(strict=False)] | None = None
    valid_until: Annotated[date, Field(strict=False)] | None = None
    owner: Annotated[str, Field(max_length=100), AfterValidator(_plain)] = ""
    note: Note = ""


class EditedEntry(NewEntry):
    """What an entry says from now on."""

    expected_version: ExpectedVersion = None


class Reason(Incoming):
    """Why something is done."""

    note: Note = ""
    expected_version: ExpectedVersion = None


class RollBack(Reason):
    """The version whose words and status come back."""

    version: Version


class WordingOut(Outgoing):
    """One wording of a question."""

    text: str
    language: str


class PastAnswerOut(Outgoing):
    """An entry as it stands, or stood in a version."""

    entry_id: str
    status: StatusName
    version: int
    questions: list[WordingOut]
    answers: dict[str, str]
    tags: list[str]
    valid_from: date | None
    valid_until: date | None
    owner: str
    joins: str
    provenance: dict[str, str]


class ChangeOut(Outgoing):
    """Who did what when."""

    action: str
    actor: str
    at: str
    note: str
    entry: PastAnswerOut


class PastAnswersOut(Outgoing):
    """Entries, the latest changed first."""

    entries: list[PastAnswerOut]


class PastAnswerAnswer(Outgoing):
    """The entry that is changed."""

    entry: PastAnswerOut


class HistoryOut(Outgoing):
    """An entry's changes, the first one first."""

    changes: list[ChangeOut]


def past_answer_out(entry: Entry) -> PastAnswerOut:
    """An entry as a wire value."""
    return PastAnswerOut(
        entry_id=entry.entry_id,
        status=entry.status.value,
        version=entry.version,
        questions=[WordingOut(text=one.text, language=one.language) for one in entry.questions],
        answers=dict(entry.answers),
        tags=list(entry.tags),
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        owner=entry.owner,
        joins=entry.joins,
        provenance=entry.provenance.to_json(),
    )


def change_out(change: Change) -> ChangeOut:
    """A change as a wire value."""
    return ChangeOut(
        action=change.action, actor=change.actor, at=change.at, note=change.note, entry=past_answer_out(change.entry)
    )
