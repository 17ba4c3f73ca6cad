"""Bring a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, select

from desk.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 0x636F6E6369657267
"""The number under which processes on PostgreSQL wait for each other's migrations."""


async def migrate(database: Database) -> None:
    """Run every migration the database has not seen, in one transaction."""
    async with database.writing() as connection:
        await connection.run_sync(_upgrade)


async def migrate_url(url: str) -> None:
    """``migrate`` for callers that hold no open database, such as an import from the command line."""
    database = Database(url)
    try:
        await migrate(database)
    finally:
        await database.close()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's write lock is held already
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
