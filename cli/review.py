"""``concierge answers review`` and the other steps that a person takes with a past answer."""

import asyncio
import os
import pwd
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from cli.output import json_option, print_json
from desk.store.migrate import migrate_url
from foundation.settings import Settings
from knowledge_base.entries import (
    BadEntryError,
    Change,
    Entry,
    EntryChangedError,
    EntryStateError,
    EntryStore,
    Status,
    Step,
    UnknownEntryError,
)
from knowledge_base.entries.model import LANGUAGES, to_record

EVERY = 2**31 - 1
"""The largest number that every database takes: a limit that leaves nothing out."""

Result = TypeVar("Result")


class Words(click.ParamType[str]):
    """A text as typed; bytes that are no UTF-8 are refused before a database sees them."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself."""
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("not UTF-8", param, ctx)
        return value


id_argument = click.argument("entry_id", metavar="ID", type=Words())
note_option = click.option("--note", default="", type=Words(), help="A remark for the entry's history.")
version_option = click.option(
    "--expected-version",
    metavar="N",
    type=click.IntRange(1, EVERY),
    help="The version you have seen; nothing is done when the entry is at another by now.",
)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[EntryStore]:
    """The state folder's past answers, its tables made or brought up to date first."""
    settings.var.mkdir(parents=True, exist_ok=True)
    await migrate_url(settings.database_url)
    store = EntryStore(settings.database_url)
    try:
        yield store
    finally:
        await store.close()


def in_store(ask: Callable[[EntryStore], Awaitable[Result]]) -> Result:
    """What the state folder's past answers say to one question; what is wrong with it becomes one line."""
    settings = Settings.from_environment()

    async def once() -> Result:
        async with open_store(settings) as store:
            return await ask(store)

    try:
        return asyncio.run(once())
    except (BadEntryError, EntryChangedError, EntryStateError, UnknownEntryError) as error:
        raise click.UsageError(str(error)) from error


def actor() -> str:
    """Who gives the command, as the history names him; a container's user may have a number only."""
    try:
        return f"cli:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"cli:{os.getuid()}"


def summary(entry: Entry) -> dict[str, Any]:
    """An entry in one line."""
    return {
        "entry_id": entry.entry_id,
        "status": entry.status.value,
        "question": entry.questions[0].text,
        "version": entry.version,
    }


def whole(entry: Entry) -> dict[str, Any]:
    """Everything about an entry."""
    numbers = {"version": entry.version, "revision": entry.revision}
    return {"entry_id": entry.entry_id, "status": entry.status.value, **numbers, **to_record(entry)}


def described(entry: Entry) -> Iterator[str]:
    """Everything about an entry as lines for people."""
    yield f"{entry.entry_id}  {entry.status}  version {entry.version}"
    for question in entry.questions:
        yield f"  question {question.language}: {question.text}"
    for language, answer in sorted(entry.answers.items()):
        yield f"  answer {language}: " + answer.replace("\n", "\n    ")
    known = {
        "tags": ", ".join(entry.tags),
        "valid from": entry.valid_from,
        "valid until": entry.valid_until,
        "owner": entry.owner,
        "joins": entry.joins,
        "comes from": ", ".join(f"{name} {value}" for name, value in entry.provenance.to_json().items()),
    }
    yield from (f"  {name}: {value}" for name, value in known.items() if value)


@click.command("review")
@click.argument("entry_id", metavar="[ID]", required=False, type=Words())
@click.option("--approve", is_flag=True, help="Put it live, or add it to the live entry it joins.")
@click.option("--reject", is_flag=True, help="Retire it unused.")
@click.option("--edit-answer", metavar="TEXT", type=Words(), help="Replace its answer; its status stays.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the edited answer.")
@note_option
@version_option
@json_option
def review(
    entry_id: str | None,
    approve: bool,
    reject: bool,
    edit_answer: str | None,
    language: str | None,
    note: str,
    expected_version: int | None,
    as_json: bool,
) -> None:
    """List what waits for review, the longest waiting first, or take one step with the entry ID."""
    if approve + reject + (edit_answer is not None) != (entry_id is not None):
        raise click.UsageError("give ID and one of --approve, --reject and --edit-answer, or none of them to list")
    if (edit_answer is None) != (language is None):
        raise click.UsageError("--edit-answer and --language go together")
    if entry_id is None:
        if note or expected_version:
            raise click.UsageError("--note and --expected-version belong to a step")
        _list_waiting(as_json)
    elif edit_answer is not None and language is not None:
        _edit(entry_id, {language: edit_answer}, note, expected_version, as_json)
    else:
        _take(Step.APPROVE if approve else Step.REJECT, entry_id, note, expected_version, as_json)


@click.command("retire", help="Take the live entry ID away from the customers; its history stays.")
@id_argument
@note_option
@version_option
@json_option
def retire(entry_id: str, note: str, expected_version: int | None, as_json: bool) -> None:
    """One step."""
    _take(Step.RETIRE, entry_id, note, expected_version, as_json)


@click.command("revive", help="Send the retired entry ID to review again.")
@id_argument
@version_option
@json_option
def revive(entry_id: str, expected_version: int | None, as_json: bool) -> None:
    """One step."""
    _take(Step.REVIVE, entry_id, "", expected_version, as_json)


@click.command("rollback", help="Let the entry ID say again what it said in VERSION, with the status it had then.")
@id_argument
@click.argument("version", type=click.IntRange(1, EVERY))
@note_option
@version_option
@json_option
def rollback(entry_id: str, version: int, note: str, expected_version: int | None, as_json: bool) -> None:
    """A new version with an old content."""
    changed = in_store(lambda store: store.roll_back(entry_id, version, actor(), note, expected_version))
    _report(changed, entry_id, as_json)


def _take(step: Step, entry_id: str, note: str, expected_version: int | None, as_json: bool) -> None:
    _report(in_store(lambda store: store.take(step, entry_id, actor(), note, expected_version)), entry_id, as_json)


def _edit(entry_id: str, answers: dict[str, str], note: str, expected_version: int | None, as_json: bool) -> None:
    async def edit(store: EntryStore) -> Entry:
        entry = await store.get(entry_id)
        edited = replace(entry, answers={**entry.answers, **answers})
        return await store.edit(edited, actor(), note, expected_version or entry.version)

    _report(in_store(edit), entry_id, as_json)


def _report(changed: Entry, entry_id: str, as_json: bool) -> None:
    if as_json:
        print_json(summary(changed))
        return
    if changed.entry_id != entry_id:
        click.echo(f"{entry_id} was added to {changed.entry_id}")
    click.echo(f"{changed.entry_id} is {changed.status}, version {changed.version}")


@dataclass(frozen=True)
class _Waiting:
    entry: Entry
    since: Change
    note: str


def _list_waiting(as_json: bool) -> None:
    waiting = in_store(_waiting)
    if as_json:
        print_json(
            {"entries": [{**whole(one.entry), "waiting_since": one.since.at, "note": one.note} for one in waiting]}
        )
        return
    for one in waiting:
        lines = [
            *described(one.entry),
            f"  waits since: {one.since.at}",
            *([f"  note: {one.note}"] if one.note else []),
        ]
        click.echo("\n".join(lines))
    if not waiting:
        click.echo("nothing waits for review")


async def _waiting(store: EntryStore) -> list[_Waiting]:
    """What is in review with its latest note; an edit on the way does not send it to the end of the queue."""
    waiting = []
    for entry in await store.with_status(Status.IN_REVIEW, EVERY):
        history = await store.history(entry.entry_id)
        since = [change for change in history if change.action != "edit"][-1]
        waiting.append(_Waiting(entry, since, next((one.note for one in reversed(history) if one.note), "")))
    return sorted(waiting, key=lambda one: one.since.entry.revision)
