"""``concierge recommend``: recommend items to a customer."""

import asyncio

import click

from cli.output import json_option, print_json
from foundation.settings import Settings
from provision.state import prepare
from recommender.bootstrap import open_recommender
from recommender.history import with_purchases
from recommender.wish import read_wish
from storefront.adapters.sqlite import SqliteShop


@click.command("recommend", help="Recommend items to a customer, with a reason each.")
@click.option("--customer", required=True, metavar="ID", help="Customer id.")
@click.option("--text", default="", help="The wish in words, for example `earbuds under 300`.")
@click.option("--n", default=5, show_default=True, type=click.IntRange(1, 50), help="How many items.")
@json_option
def command(customer: str, text: str, n: int, as_json: bool) -> None:
    """Recommend once and print."""
    items = asyncio.run(_recommend(customer, text, n))
    if as_json:
        print_json({"items": items})
        return
    for item in items:
        click.echo(f"{item['sku']}  {item['title']}  {item['price']}  {item['reason']}")


async def _recommend(customer_id: str, text: str, n: int) -> list[dict[str, str]]:
    settings = (await prepare(Settings.from_environment())).settings
    shop = SqliteShop(settings.shop_database)
    customer = await shop.customer(customer_id)
    if customer is None:
        raise click.UsageError(f"no customer {customer_id} in this shop")
    recommender = open_recommender(settings)
    catalogue = await shop.products()
    wish = read_wish(text, catalogue, language="zh" if customer.locale == "zh" else "en")
    history = with_purchases(await shop.events_of(customer_id), await shop.orders_of(customer_id))
    found = await asyncio.to_thread(recommender.recommend, history, catalogue, wish, n)
    return [{"sku": one.sku, "title": one.title, "price": str(one.price), "reason": one.reason} for one in found]
