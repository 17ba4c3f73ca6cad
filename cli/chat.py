"""``concierge chat``: talk to the running bot in the terminal."""

import asyncio
from typing import Any

import aiohttp
import click

from foundation.settings import Settings


@click.command("chat", help="Talk to the running bot in the terminal; a number picks a choice, an empty line ends.")
@click.option(
    "--locale", type=click.Choice(["zh", "en"]), default="en", show_default=True, help="Language of the greeting."
)
def command(locale: str) -> None:
    """Open a conversation and pass lines to and fro."""
    settings = Settings.from_environment()
    try:
        asyncio.run(_chat(settings.desk_url, locale))
    except aiohttp.ClientConnectionError as error:
        raise click.ClickException(f"nothing answers at {settings.desk_url}; start it with `concierge up`") from error


async def _chat(url: str, locale: str) -> None:
    async with aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(total=40)) as session:
        async with session.post("/api/v1/conversations", json={"channel": "api", "locale": locale}) as response:
            conversation = await response.json()
        path = f"/api/v1/conversations/{conversation['conversation_id']}/messages"
        headers = {"Authorization": f"Bearer {conversation['token']}"}
        choices: list[dict[str, str]] = []
        while line := (await asyncio.to_thread(input, "> ")).strip():
            body = {"text": line}
            if line.isdigit() and 0 < int(line) <= len(choices):
                body = {"choice": choices[int(line) - 1]["payload"]}
            async with session.post(path, json=body, headers=headers) as response:
                reply = await response.json()
            choices = _show(reply)


def _show(reply: dict[str, Any]) -> list[dict[str, str]]:
    """Print what the bot said and return the choices it gave."""
    if "error" in reply:
        click.echo(f"  ({reply['error']['message']})")
        return []
    choices: list[dict[str, str]] = []
    for message in reply["messages"]:
        if message["role"] == "customer":
            continue
        click.echo(f"  {message['text']}")
        for product in message["products"]:
            click.echo(f"    {product['title']}  {product['price']} {product['currency']}  {product['reason']}")
        for source in message["sources"]:
            click.echo(f"    [{source['entry_id']}] {source['question']}")
        for choice in message["choices"]:
            choices.append(choice)
            click.echo(f"    {len(choices)}. {choice['title']}")
    return choices
