"""The shop's database in trouble during one turn: somebody holds its lock, or the file is not there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rehearsal.script import Trouble

FILES = ("", "-wal", "-shm")
"""What SQLite keeps beside a database's name."""


@contextmanager
def in_trouble(database: Path, trouble: Trouble | None) -> Iterator[None]:
    """Hold the trouble while the block runs; none at all when there is none."""
    if trouble is Trouble.LOCKED:
        with closing(sqlite3.connect(database, timeout=10, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
    elif trouble is Trouble.GONE:
        elsewhere = database.with_name(f"gone-{database.name}")
        _move(database, elsewhere)
        try:
            yield
        finally:
            _move(elsewhere, database)
    else:
        yield


def _move(source: Path, target: Path) -> None:
    for ending in FILES:
        file = source.with_name(source.name + ending)
        if file.exists():
            file.rename(target.with_name(target.name + ending))
