"""How the command speaks: sentences for people, one JSON document for programs, progress for the patient."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")


def print_json(document: Any) -> None:
    """Print one JSON document and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


class StepBars:
    """One progress bar a step on a terminal, a line for every tenth otherwise; always on standard error."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._bars = Progress(
            TextColumn("  {task.description:<40}"),
            BarColumn(30),
            TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
            console=self._console,
            disable=not sys.stderr.isatty(),
        )

    def __enter__(self) -> "StepBars":
        """Start drawing."""
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop drawing."""
        self._bars.stop()

    def bar(self, title: str) -> Callable[[float, str], None]:
        """A new bar; call it with the fraction done and what is being done."""
        task = self._bars.add_task(title, total=1.0, now="")
        if not self._console.is_terminal:
            click.echo(f"  {title} ...", err=True)
        return lambda fraction, now: self._advance(task, title, fraction, now)

    def _advance(self, task: TaskID, title: str, fraction: float, now: str) -> None:
        before = self._bars.tasks[task].completed
        self._bars.update(task, completed=fraction, now=now)
        if not self._console.is_terminal and int(fraction * 10) > int(before * 10):
            click.echo(f"  {title}: {fraction:.0%} {now}", err=True)
