"""Entry point of ``concierge``; sub-commands are imported only when they are called."""

import importlib
import sys

import click

COMMANDS = {
    "up": "start the three processes and keep them running",
    "train": "train what is missing or out of date",
    "evaluate": "train on one file, test on another, report the figures",
    "classify": "show what the classifier reads in a text",
    "answers": "search, review, retire and export past answers",
    "recommend": "recommend items to a customer",
    "chat": "talk to the running bot in the terminal",
    "test": "run the tests",
    "import": "load a shop, past answers or transcripts",
    "export": "write the shop to a folder",
    "doctor": "say what is missing and how to get it",
}


class Concierge(click.Group):
    """A group whose commands live in ``cli.<name>`` as ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one sub-command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"cli.{_module(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Concierge, context_settings={"help_option_names": ["-h", "--help"]})
def concierge() -> None:
    """Storefront Concierge: a customer-service bot for online shops."""


def main() -> None:
    """Run a sub-command; bad input and bad settings end with one clear line and exit code 2."""
    from foundation.settings import InvalidSettingError

    try:
        code = concierge(prog_name="concierge", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        click.echo(f"concierge: {error.format_message()}", err=True)
        sys.exit(2 if error.exit_code == 1 else error.exit_code)
    except InvalidSettingError as error:
        click.echo(f"concierge: {error}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _module(name: str) -> str:
    return {"import": "import_", "test": "test_"}.get(name, name)
