"""``concierge test``: run the tests."""

import subprocess
import sys

import click


@click.command(
    "test", help="Run every test, or those that pytest's ARGS name.", context_settings={"ignore_unknown_options": True}
)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(args: tuple[str, ...]) -> int:
    """Hand over to pytest."""
    return subprocess.run([sys.executable, "-m", "pytest", *args], check=False).returncode
