"""``concierge test dialogue``: play written conversations against a fresh house."""

import tempfile
from contextlib import closing
from pathlib import Path

import click

from cli.output import json_option, print_json
from foundation.settings import Settings
from rehearsal.coverage import coverage
from rehearsal.house import HouseDidNotStartError
from rehearsal.playing import Result
from rehearsal.reading import BadConversationError, read_conversations
from rehearsal.report import document, line, story, summary
from rehearsal.season import Season, play_all


@click.command("dialogue", help="Play the written conversations of PATH, a file or a folder, and say what they cover.")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--only", default="", metavar="TEXT", help="Only those with TEXT in their name.")
@json_option
def dialogue(path: Path, only: str, as_json: bool) -> int:
    """Play, report, and end with 1 when a conversation went wrong."""
    settings = Settings.from_environment()
    try:
        chosen = [one for one in read_conversations(path) if only.casefold() in one.name.casefold()]
    except BadConversationError as error:
        raise click.UsageError(str(error)) from error
    if not chosen:
        raise click.UsageError(f"no conversation has {only!r} in its name")
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        season = Season(Path(folder), settings.models.resolve())
        try:
            with closing(season):
                for result in play_all(season, chosen):
                    results.append(result)
                    if not as_json:
                        _tell(result)
        except HouseDidNotStartError as error:
            raise click.ClickException(str(error)) from error
    covered = coverage(season.domain, results, frozenset(season.actions))
    if as_json:
        print_json(document(results, covered))
    else:
        click.echo("\n".join(["", *summary(results, covered)]))
    return 0 if all(result.passed for result in results) else 1


def _tell(result: Result) -> None:
    click.echo(line(result))
    if not result.passed:
        click.echo(story(result))
