"""``concierge answers``: search the past answers."""

import asyncio
from typing import Any

import click

from cli.output import json_option, print_json
from foundation.settings import Settings
from knowledge_base.bootstrap import open_answerer
from provision.state import prepare


@click.group("answers", help="Search the past answers.")
def command() -> None:
    """One way of searching so far."""


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
