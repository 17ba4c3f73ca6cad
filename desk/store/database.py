"""Connections to the desk's database: one writer at a time on SQLite, a pool on everything else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_SECONDS = 5
"""How long a statement waits for another process that holds SQLite's write lock."""


class Database:
    """Reading and writing transactions; build it cheaply, ``close()`` it at the end."""

    def __init__(self, url: str) -> None:
        """Prepare engines for an async SQLAlchemy URL; nothing is opened yet."""
        if make_url(url).get_backend_name() == "sqlite":
            _make_folder(url)
            self._readers = _sqlite_engine(url, "BEGIN", pool_size=4)
            # Taking the write lock at once spares the deadlock of two readers that both want to write.
            self._writers = _sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1)
        else:
            self._readers = self._writers = create_async_engine(
                url, pool_pre_ping=True, pool_size=10, hide_parameters=True
            )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block and rolls back on an error."""
        async with self._writers.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self._readers.dispose()
        await self._writers.dispose()


def _sqlite_engine(url: str, begin: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # an error's trace must not carry customers' words into the logs
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _make_folder(url: str) -> None:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
