"""``concierge import``: load a shop or past answers."""

import asyncio
from pathlib import Path

import click

from desk.store.migrate import migrate_url
from foundation.settings import Settings
from knowledge_base.entries import BadEntryError, EntryStore
from storefront.adapters.sqlite import SqliteShop
from storefront.exchange import ExchangeError, read_shop
from storefront.port import ShopError


@click.group("import", help="Load a shop or past answers; a bad line is named and nothing is loaded.")
def command() -> None:
    """Two kinds of import."""


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
    except BadEntryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} entries live")


async def _import_answers(settings: Settings, file: Path) -> int:
    settings.var.mkdir(parents=True, exist_ok=True)
    await migrate_url(settings.database_url)
    store = EntryStore(settings.database_url)
    try:
        return await store.import_file(file)
    finally:
        await store.close()
