"""``concierge export``: write the shop to a folder."""

import asyncio
from pathlib import Path

import click

from foundation.settings import Settings
from storefront.adapters.sqlite import SqliteShop
from storefront.exchange import write_shop
from storefront.port import ShopError


@click.group("export", help="Write what the shop holds.")
def command() -> None:
    """One kind of export so far."""


@command.command("shop", help="Write the shop to JSONL files in DIR, in the format `concierge import shop` reads.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def shop(folder: Path) -> None:
    """Dump and write."""
    try:
        data = asyncio.run(SqliteShop(Settings.from_environment().shop_database).dump())
    except ShopError as error:
        raise click.ClickException(str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    write_shop(data, folder)
    click.echo(f"{len(data.customers)} customers, {len(data.products)} products, {len(data.orders)} orders written")
