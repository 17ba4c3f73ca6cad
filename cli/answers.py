"""``concierge answers``: search, list, show, export and review the past answers."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from cli.figures import figures
from cli.output import json_option, print_json
from cli.review import EVERY, described, id_argument, in_store, retire, review, revive, rollback, summary, whole
from foundation.settings import Settings
from knowledge_base.entries import Change, Entry, EntryStore, Status, written_entries
from knowledge_base.entries.model import to_record
from provision.state import prepare

STATUS = click.Choice([status.value for status in Status])


@click.group("answers", help="Search, list, show, export, review and count the past answers.")
def command() -> None:
    """Reading stands here, the steps of an answer's life in ``cli.review``, the progress in ``cli.figures``."""


for _one in (review, retire, rollback, revive, figures):
    command.add_command(_one)


@command.command("search", help="Show what the bot would answer to TEXT, how sure it is, and what else it found.")
@click.argument("text")
@json_option
def search(text: str, as_json: bool) -> None:
    """Search once and print."""
    if not text.strip():
        raise click.UsageError("TEXT is empty")
    result = asyncio.run(_search(text))
    if as_json:
        print_json(result)
        return
    click.echo(result["answer"] or "(no answer is sure enough)")
    click.echo(f"probability {result['probability']:.2f}")
    for candidate in result["candidates"]:
        click.echo(f"  {candidate['score']:.2f} [{candidate['entry_id']}] {candidate['question']}")


async def _search(text: str) -> dict[str, Any]:
    from knowledge_base.bootstrap import open_answerer  # brings the encoder, which no other sub-command needs

    state = await prepare(Settings.from_environment())
    answerer = await open_answerer(state.settings)
    found = await asyncio.to_thread(answerer.search, text)
    return {
        "answer": found.answer.text if found.answer else None,
        "probability": found.probability,
        "candidates": [
            {"entry_id": one.entry_id, "question": one.question, "answer": one.answer, "score": one.score}
            for one in found.candidates
        ],
    }


@command.command("check", help="Report live entries that are asked the same, those with contradicting answers first.")
@json_option
def check(as_json: bool) -> None:
    """Look at the wordings of every two entries."""
    found = asyncio.run(_doubles())
    if as_json:
        print_json([{**vars(one), "entry_ids": list(one.entry_ids)} for one in found])
        return
    for one in found:
        click.echo(f"{'contradict' if one.contradict else 'alike':<10}  {one.entry_ids[0]}  {one.entry_ids[1]}")
    click.echo(f"{len(found)} pairs, {sum(one.contradict for one in found)} of them contradicting")


async def _doubles() -> tuple[Any, ...]:
    from knowledge_base.bootstrap import open_answerer
    from knowledge_base.mining.doubles import doubles

    state = await prepare(Settings.from_environment())
    return doubles((await open_answerer(state.settings)).library)


@command.command("list", help="List entries, the latest changed first.")
@click.option("--status", type=STATUS, help="Only entries of this status.")
@click.option("--limit", type=click.IntRange(1, EVERY), default=100, show_default=True, help="How many at most.")
@json_option
def list_(status: str | None, limit: int, as_json: bool) -> None:
    """One line an entry."""
    statuses = [Status(status)] if status else list(Status)
    entries = in_store(lambda store: _latest(store, statuses, limit))
    if as_json:
        print_json({"entries": [summary(entry) for entry in entries]})
        return
    for entry in entries:
        question = " ".join(entry.questions[0].text.split())
        click.echo(f"{entry.entry_id}  {entry.status}  version {entry.version}  {question}")
    if not entries:
        click.echo("no entries")


async def _latest(store: EntryStore, statuses: Iterable[Status], limit: int) -> list[Entry]:
    found = [entry for status in statuses for entry in await store.with_status(status, limit)]
    return sorted(found, key=lambda entry: (-entry.revision, entry.entry_id))[:limit]


@command.command("show", help="Show everything about the entry ID, and who did what with it when.")
@id_argument
@json_option
def show(entry_id: str, as_json: bool) -> None:
    """The latest change holds the entry as it stands."""
    history = in_store(lambda store: store.history(entry_id))
    entry = history[-1].entry
    if as_json:
        print_json({**whole(entry), "history": [_change(change) for change in history]})
        return
    click.echo("\n".join([*described(entry), "  history:"]))
    for change in history:
        note = f"  {change.note}" if change.note else ""
        click.echo(f"    {change.entry.version}  {change.at}  {change.actor}  {change.action}{note}")


def _change(change: Change) -> dict[str, Any]:
    return {
        "version": change.entry.version,
        "at": change.at,
        "actor": change.actor,
        "action": change.action,
        "status": change.entry.status.value,
        "note": change.note,
        "content": to_record(change.entry),
    }


@command.command("export")
@click.argument("target", metavar="FILE|-", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--status", type=STATUS, default="live", show_default=True, help="Which entries.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@json_option
def export(target: Path, status: str, force: bool, as_json: bool) -> None:
    """Write entries to FILE, or to standard output, as JSONL that `concierge import answers` reads."""
    to_stdout = str(target) == "-"
    name = click.format_filename(target)
    if to_stdout and as_json:
        raise click.UsageError("--json needs a FILE: standard output holds the entries")
    if not to_stdout and os.path.lexists(target) and not force:
        raise click.UsageError(f"{name} exists; --force replaces it")
    found = in_store(lambda store: store.with_status(Status(status), EVERY))
    entries = sorted(found, key=lambda entry: entry.entry_id)
    text = "".join(line + "\n" for line in written_entries(entries))
    if to_stdout:
        click.echo(text, nl=False)
        return
    _write_whole(Path(os.path.realpath(target)), text)
    if as_json:
        print_json({"file": name, "status": status, "entries": len(entries)})
    else:
        click.echo(f"{len(entries)} entries written to {name}")


def _write_whole(target: Path, text: str) -> None:
    """Write a file in one go, or leave what is there; raise click.UsageError."""
    name = click.format_filename(target)
    if os.path.exists(target) and not os.path.isfile(target):
        raise click.UsageError(f"{name} is not a regular file")
    half_done = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        half_done.write_text(text, encoding="utf-8")
        os.replace(half_done, target)
    except OSError as error:
        raise click.UsageError(f"{name} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            half_done.unlink()
