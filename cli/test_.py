"""``concierge test``: run the tests, or play written conversations."""

import subprocess
import sys

import click

from cli.dialogue import dialogue


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def pytest(args: tuple[str, ...]) -> int:
    """Hand over to pytest."""
    return subprocess.run([sys.executable, "-m", "pytest", *args], check=False).returncode


class Tests(click.Group):
    """A group in which whatever is no sub-command belongs to pytest."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let pytest have everything, none included, that is neither a sub-command nor a cry for help."""
        first = args[0] if args else ""
        own = first in self.commands or first in ctx.help_option_names
        return super().parse_args(ctx, args if own else ["pytest", *args])


@click.command(
    "test",
    cls=Tests,
    help="Run every test, or those that pytest's ARGS name; or one of the commands.",
    subcommand_metavar="[ARGS]... | COMMAND [ARGS]...",
)
def command() -> None:
    """See the sub-commands."""


command.add_command(dialogue)
command.add_command(pytest)
pytest.hidden = True
