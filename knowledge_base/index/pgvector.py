"""An index in a table of PostgreSQL with the pgvector extension, walked as a graph (HNSW) by inner product."""

import math
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

import numpy as np

from knowledge_base.index.port import Hits, Ids, IndexUnavailableError, Vectors, checked_name, no_hits

if TYPE_CHECKING:
    from psycopg import Connection, Cursor, sql

Row = tuple[Any, ...]
Result = TypeVar("Result")

LEAST_VERSION = (0, 8)
"""The pgvector that goes on searching when removed rows fill its first candidates."""

SEARCH_WIDTH = 96
WIDEST_SEARCH = 1000
"""How many candidates a search follows at least, and the most that pgvector follows at once."""

SETTINGS = "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) AS setting (name, value)"

TABLE = "CREATE TABLE IF NOT EXISTS {table} (id bigint PRIMARY KEY, embedding vector({dimensions}) NOT NULL)"

GRAPH = (
    "CREATE INDEX IF NOT EXISTS {graph} ON {table} USING hnsw (embedding vector_ip_ops) "
    "WITH (m = 24, ef_construction = 120)"
)

DIMENSIONS = "SELECT atttypmod FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'embedding'"

UPSERT = (
    "INSERT INTO {table} (id, embedding) VALUES (%s, %s::vector) "
    "ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding"
)

# vectors go out as text, which pgvector reads, and a batch of queries is answered in one round trip
SEARCH = (
    "SELECT query.place, near.id, near.score FROM unnest(%s::text[]) WITH ORDINALITY AS query (vector, place) "
    "CROSS JOIN LATERAL (SELECT id, -(embedding <#> query.vector::vector) AS score FROM {table} "
    "ORDER BY embedding <#> query.vector::vector LIMIT %s) AS near ORDER BY query.place, near.score DESC"
)


class PgVectorIndex:
    """The rows of one table, shared by all processes that name it; several threads may use it, one at a time.

    Whatever fails is an IndexUnavailableError. A connection that broke since the last call is made anew.
    """

    def __init__(self, address: str, table: str, dimensions: int, deadline: float = 5.0) -> None:
        """``address``: libpq's connection string; ``deadline``: seconds for connecting and for each statement."""
        self._address = address
        self._table = checked_name(table)
        self._dimensions = dimensions
        self._deadline = deadline
        self._connection: Connection[Row] | None = None
        self._lock = Lock()

    def open(self) -> None:
        """Connect, and make the extension, the table and its graph where they are missing."""
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            raise IndexUnavailableError("psycopg is missing: pip install 'storefront-concierge[vector]'") from error
        self._run(self._prepare)

    def close(self) -> None:
        """Give the connection back; another call would make a new one."""
        with self._lock:
            self._disconnect()

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex; all rows or none. An id that is there gets the new vector, so trying again does no harm."""
        rows = [(int(one), _text(vector)) for one, vector in zip(ids, vectors, strict=True)]
        if rows:
            self._run(lambda cursor: cursor.executemany(self._sql(UPSERT), rows))

    def remove(self, ids: Ids) -> None:
        """See VectorIndex."""
        statement = self._sql("DELETE FROM {table} WHERE id = ANY(%s)")
        if len(ids):
            self._run(lambda cursor: cursor.execute(statement, [np.asarray(ids).tolist()]))

    def clear(self) -> None:
        """Take every row out."""
        self._run(lambda cursor: cursor.execute(self._sql("TRUNCATE {table}")))

    def search(self, queries: Vectors, count: int) -> Hits:
        """See VectorIndex."""
        texts = [_text(query) for query in queries]
        found = self._run(
            lambda cursor: cursor.execute(self._sql(SEARCH), [texts, count]).fetchall(),
            {
                "hnsw.ef_search": str(min(WIDEST_SEARCH, max(SEARCH_WIDTH, 2 * count))),
                "hnsw.iterative_scan": "strict_order",
            },
        )
        hits = no_hits(len(queries), count)
        filled = [0] * len(queries)
        for place, one, score in found:
            column = filled[place - 1]
            hits.ids[place - 1, column], hits.scores[place - 1, column] = one, score
            filled[place - 1] += 1
        return hits

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex; exact."""
        wanted = np.asarray(ids).tolist()
        if not wanted:
            return np.zeros((0, self._dimensions), np.float32)
        statement = self._sql("SELECT id, embedding::real[] FROM {table} WHERE id = ANY(%s)")
        found = self._run(lambda cursor: cursor.execute(statement, [wanted]).fetchall())
        vector_of = {one: vector for one, vector in found}
        return np.array([vector_of[one] for one in wanted], np.float32)

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self._run(lambda cursor: _only(cursor.execute(self._sql("SELECT count(*) FROM {table}")))))

    def _prepare(self, cursor: "Cursor[Row]") -> None:
        # two processes that start at once would both make the table, and one of them would fail
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"concierge index {self._table}"])
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        version = _only(cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'"))
        if tuple(map(int, version.split(".")[:2])) < LEAST_VERSION:
            raise IndexUnavailableError(f"pgvector {version} is too old, 0.8 is needed: ALTER EXTENSION vector UPDATE")
        cursor.execute(self._sql(TABLE))
        cursor.execute(self._sql(GRAPH))
        held = _only(cursor.execute(DIMENSIONS, [f'"{self._table}"']))
        if held != self._dimensions:
            raise IndexUnavailableError(f"the table {self._table} holds {held} dimensions, not {self._dimensions}")

    def _sql(self, statement: LiteralString) -> "sql.Composed":
        from psycopg import sql

        return sql.SQL(statement).format(
            table=sql.Identifier(self._table),
            graph=sql.Identifier(f"{self._table}_graph"),
            dimensions=sql.Literal(self._dimensions),
        )

    def _run(self, work: "Callable[[Cursor[Row]], Result]", settings: dict[str, str] | None = None) -> Result:
        """What ``work`` gives in a transaction with these settings; a second time if the old connection was broken."""
        import psycopg

        settings = {"statement_timeout": str(math.ceil(self._deadline * 1000)), **(settings or {})}
        with self._lock:
            was_open = self._connection is not None
            try:
                try:
                    return self._transact(work, settings)
                except psycopg.OperationalError:
                    if not was_open or (self._connection is not None and not self._connection.closed):
                        raise
                    self._disconnect()
                    return self._transact(work, settings)
            except psycopg.Error as error:
                raise IndexUnavailableError(
                    f"the table {self._table} of vectors cannot be used ({type(error).__name__})"
                ) from error

    def _transact(self, work: "Callable[[Cursor[Row]], Result]", settings: dict[str, str]) -> Result:
        connection = self._connected()
        with connection.transaction(), connection.cursor(binary=True) as cursor:
            cursor.execute(SETTINGS, [list(settings), list(settings.values())])
            return work(cursor)

    def _connected(self) -> "Connection[Row]":
        if self._connection is None or self._connection.closed:
            import psycopg

            self._connection = psycopg.connect(
                self._address,
                autocommit=True,
                prepare_threshold=None,  # the plan must know the count; and poolers lose prepared statements
                connect_timeout=max(2, math.ceil(self._deadline)),
                tcp_user_timeout=math.ceil(self._deadline * 1000),
                keepalives_idle=math.ceil(self._deadline),
                keepalives_interval=1,
                keepalives_count=3,
            )
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _text(vector: Vectors) -> str:
    return str(np.asarray(vector, np.float32).tolist())


def _only(cursor: "Cursor[Row]") -> Any:
    """The first column of the first row."""
    row = cursor.fetchone()
    return row[0] if row else None
