"""Say in plain words what is missing and how to get it."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from foundation.settings import Settings
from provision.browser import NO_BROWSER, find_browser
from provision.environments import Environment
from provision.interpreters import NO_PYTHON_310, MissingInterpreterError, find_rasa_python
from provision.steps import STEPS, is_done

FREE_GIGABYTES = 8


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and what to do when it is not; optional ones stop nobody."""

    subject: str
    well: bool
    remedy: str = ""
    optional: bool = False


def examine(settings: Settings) -> list[Finding]:
    """Look at everything the project needs, from interpreters to trained models."""
    return [*_environments(), *_models(settings), _disk(), _state(settings), _browser()]


def _environments() -> Iterator[Finding]:
    try:
        python = find_rasa_python(fetch=False)
        yield Finding(f"Python 3.10 for Rasa ({python})", well=True)
    except MissingInterpreterError:
        yield Finding("Python 3.10 for Rasa", well=Path(".venv-rasa/bin/python").exists(), remedy=NO_PYTHON_310)
    for folder in (".venv", ".venv-rasa"):
        environment = Environment(Path(folder), Path(), (), holds_project=False)
        yield Finding(
            f"environment {folder}",
            well=environment.interpreter.exists() and (Path(folder) / ".built-from").exists(),
            remedy="run `make demo`; it builds the environment and goes on where it was interrupted",
        )


def _models(settings: Settings) -> Iterator[Finding]:
    for step in STEPS:
        yield Finding(
            f"{step.title} in {settings.models / step.output}",
            well=is_done(settings, step),
            remedy=f"missing or older than its inputs: run `concierge train {step.name}`",
        )


def _disk() -> Finding:
    free = shutil.disk_usage(".").free / 1e9
    return Finding(
        f"{free:.0f} GB of free disk",
        well=free > FREE_GIGABYTES,
        remedy=f"make {FREE_GIGABYTES} GB of room",
        optional=True,
    )


def _state(settings: Settings) -> Finding:
    path = settings.shop_database
    return Finding(
        f"state folder {settings.var}",
        well=not path.exists() or _whole(path),
        remedy=f"{path} is damaged: restore it from your backup, or remove {settings.var} to start afresh",
    )


def _whole(path: Path) -> bool:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _browser() -> Finding:
    return Finding("Chromium for the browser tests", well=find_browser() is not None, remedy=NO_BROWSER, optional=True)
