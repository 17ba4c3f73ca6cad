"""``concierge import``: load a shop or past answers."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from cli.output import json_option, print_json
from cli.review import open_store
from foundation.settings import Settings
from knowledge_base.bootstrap import open_answerer
from knowledge_base.entries import BadEntryError, EntryStateError
from knowledge_base.mining.history import Mined, mine_history
from knowledge_base.mining.personal import of_the_shop
from knowledge_base.mining.transcripts import read_transcripts
from provision.state import prepare
from storefront.adapters.sqlite import SqliteShop
from storefront.exchange import ExchangeError, read_shop
from storefront.policy_file import read_policy
from storefront.port import ShopError
from understanding.runtime.classifier import Classifier


@click.group("import", help="Load a shop, past answers or transcripts; a bad line is named and nothing is loaded.")
def command() -> None:
    """Three kinds of import."""


@command.command("shop", help="Replace the shop by the JSONL files in DIR.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def shop(folder: Path) -> None:
    """Read all, then load all."""
    settings = Settings.from_environment()
    try:
        data = read_shop(folder)
        settings.var.mkdir(parents=True, exist_ok=True)
        asyncio.run(SqliteShop(settings.shop_database).load(data))
    except (ExchangeError, ShopError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(data.customers)} customers, {len(data.products)} products, {len(data.orders)} orders loaded")


@command.command("answers", help="Put the past answers of FILE (JSONL, CSV or Markdown) live.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def answers(file: Path) -> None:
    """Add or replace entries by their ids."""
    settings = Settings.from_environment()
    try:
        count = asyncio.run(_import_answers(settings, file))
    except (BadEntryError, EntryStateError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} entries live")


@command.command("transcripts", help="Mine the chat transcripts of FILE (JSONL) for past answers to be reviewed.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be proposed and store nothing.")
@json_option
def transcripts(file: Path, dry_run: bool, as_json: bool) -> None:
    """Propose what agents answered and the live entries do not."""
    try:
        mined = asyncio.run(_import_transcripts(Settings.from_environment(), file, dry_run))
    except BadEntryError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json(
            {**{name: value for name, value in vars(mined).items() if name != "drafts"}, "drafts": _drafts(mined)}
        )
        return
    for draft in mined.drafts if dry_run else ():
        click.echo(f"{draft.entry.entry_id}  {draft.entry.questions[0].text}")
        click.echo(f"    {next(iter(draft.entry.answers.values()))}\n    ({draft.note})")
    click.echo(
        f"{mined.conversations} conversations, {mined.pairs} pairs in {mined.clusters} groups, {mined.known} known"
        f" already, {mined.contradictions} with contradicting answers, {len(mined.drafts)} to be reviewed"
    )


def _drafts(mined: Mined) -> list[dict[str, object]]:
    return [
        {
            "entry_id": draft.entry.entry_id,
            "questions": [one.text for one in draft.entry.questions],
            "answers": dict(draft.entry.answers),
            "joins": draft.entry.joins,
            "note": draft.note,
        }
        for draft in mined.drafts
    ]


async def _import_transcripts(settings: Settings, file: Path, dry_run: bool) -> Mined:
    conversations = await asyncio.to_thread(read_transcripts, file)
    state = await prepare(settings)
    answerer = await open_answerer(state.settings)
    policy = read_policy(state.settings.policy or None)
    products = await SqliteShop(state.settings.shop_database, policy).products()
    classifier = Classifier(state.settings.models / "understanding")
    mined = await asyncio.to_thread(
        mine_history,
        conversations,
        classifier.understand_batch,
        answerer.search,
        answerer.vectors.wordings,
        answerer.vectors.answers,
        of_the_shop(policy.contact, products),
    )
    if not dry_run:
        await _propose(state.settings, mined, file.name)
    return mined


async def _propose(settings: Settings, mined: Mined, file: str) -> None:
    async with open_store(settings) as store:
        for draft in mined.drafts:
            provenance = replace(draft.entry.provenance, file=file)
            with suppress(EntryStateError):  # the same file was mined before
                await store.propose(replace(draft.entry, provenance=provenance), "import", draft.note)


async def _import_answers(settings: Settings, file: Path) -> int:
    async with open_store(settings) as store:
        return await store.import_file(file)
