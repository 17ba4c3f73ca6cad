"""Short-lived connections to a shop's file, each in one transaction; every failure is ShopUnavailableError."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storefront.adapters.sqlite.schema import SCHEMA_VERSION, UPGRADES
from storefront.port import ShopUnavailableError

BUSY_SECONDS = 2.0


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A consistent view of a loaded shop."""
    with _failures(path), closing(_connect(path, "rw")) as connection:
        _check_version(connection, path)
        connection.execute("BEGIN")
        yield connection
        connection.execute("ROLLBACK")


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """The only writer of a loaded shop until the block ends; all of it is kept, or nothing."""
    with _failures(path), closing(_connect(path, "rw")) as connection:
        _check_version(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


@contextmanager
def creating(path: Path) -> Iterator[sqlite3.Connection]:
    """Like ``changing``, but the file may be new and hold no tables yet."""
    with _failures(path), closing(_connect(_with_folder(path), "rwc")) as connection:
        if version_of(connection) not in (0, SCHEMA_VERSION):
            _check_version(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


def is_loaded(path: Path) -> bool:
    """Whether the file is there and holds a shop; raise ShopUnavailableError when it cannot be read."""
    if not path.exists():
        return False
    with _failures(path), closing(_connect(path, "rw")) as connection:
        if version_of(connection) == 0:
            return False
        _check_version(connection, path)
        return True


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of the file; 0 when it holds no shop."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _with_folder(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if version in UPGRADES:
        version = _upgraded(connection)
    if version != SCHEMA_VERSION:
        holds = f"a shop of schema version {version}, not {SCHEMA_VERSION}" if version else "no shop"
        raise ShopUnavailableError(f"{path} holds {holds}")


def _upgraded(connection: sqlite3.Connection) -> int:
    """Give a file of an older version what it lacks; of several processes that want to at once one does it."""
    connection.execute("BEGIN IMMEDIATE")
    while (version := version_of(connection)) in UPGRADES:
        connection.execute(UPGRADES[version])
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute("COMMIT")
    return version


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    # Closing a connection rolls back what it had not committed, so every way out of the block leaves a whole shop.
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ShopUnavailableError(f"{path}: {error}") from error
