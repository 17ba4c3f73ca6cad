"""``concierge answers figures``: how much the past answers answer, week by week."""

import asyncio
from collections.abc import Iterable, Iterator

import click

from cli.output import json_option, print_json
from desk.api.figure_types import answer_figures_out
from desk.learning.figures import MOST_WEEKS, WEEKS, AnswerFigures, Week
from desk.store.database import Database
from desk.store.migrate import migrate
from foundation.settings import Settings
from storefront.policy_file import BadPolicyError

LINE = "{:<10}  {:<{}}  {:>7}  {:>8}  {:>5}  {:>8}"


@click.command("figures", help="Show the share of customers' messages that past answers answered, by week and topic.")
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WEEKS),
    default=WEEKS,
    show_default=True,
    help="How many, the running one last.",
)
@json_option
def figures(weeks: int, as_json: bool) -> None:
    """Count and print."""
    try:
        counted = asyncio.run(_count(Settings.from_environment(), weeks))
    except BadPolicyError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json(answer_figures_out(counted).model_dump(mode="json"))
        return
    click.echo("\n".join(_table(counted)))


async def _count(settings: Settings, weeks: int) -> tuple[Week, ...]:
    database = Database(settings.database_url)
    try:
        counting = AnswerFigures.from_settings(settings, database)
        await migrate(database)
        return await counting.weeks(weeks)
    finally:
        await database.close()


def _table(weeks: Iterable[Week]) -> Iterator[str]:
    listed = [(week, [*week.topics.items(), ("total", week.total)]) for week in weeks]
    width = max(len(topic) for _, lines in listed for topic, _ in lines)
    yield LINE.format("week", "topic", width, "asked", "answered", "share", "to agent")
    for week, lines in listed:
        for topic, tally in lines:
            share = "-" if tally.share is None else f"{tally.share:.0%}"
            yield LINE.format(str(week.monday), topic or "-", width, tally.asked, tally.answered, share, tally.to_agent)
