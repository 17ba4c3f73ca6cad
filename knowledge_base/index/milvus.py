"""An index in a collection of Milvus, on a server or embedded in a local file, walked as a graph (HNSW)."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge_base.index.port import Hits, Ids, IndexUnavailableError, Vectors, checked_name, no_hits

if TYPE_CHECKING:
    from pymilvus import MilvusClient

AT_ONCE = 1000
"""Rows that one request writes, reads or removes; a request may not be larger than 64 MB."""

SEARCH_WIDTH = 96
MOST_HITS = 16_384
"""How many candidates a search follows at least, and the most hits that Milvus gives."""

GRAPH = {"M": 24, "efConstruction": 120}


class MilvusIndex:
    """The rows of one collection, shared by all processes that name it; several threads may use it at once.

    Whatever fails is an IndexUnavailableError. A search sees all that was added and removed before it.
    """

    def __init__(self, address: str, collection: str, dimensions: int, deadline: float = 5.0, token: str = "") -> None:
        """``address``: a server's URL, or a local path that ends in .db; ``deadline``: seconds for each request."""
        self._address = address
        self._collection = checked_name(collection)
        self._dimensions = dimensions
        self._deadline = deadline
        self._token = token
        self._client: MilvusClient | None = None

    def open(self) -> None:
        """Connect, and make the collection and its graph where they are missing."""
        try:
            client_type = _client_type()
        except ImportError as error:
            raise IndexUnavailableError("pymilvus is missing: pip install 'storefront-concierge[vector]'") from error
        with self._named_errors():
            client = client_type(self._address, token=self._token, timeout=self._deadline)
            try:
                if not client.has_collection(self._collection, timeout=self._deadline):
                    self._create(client)
                self._check(client)
                client.load_collection(self._collection, timeout=self._deadline)
            except BaseException:
                client.close()
                raise
            self._client = client

    def close(self) -> None:
        """Give the connection back."""
        if self._client is not None:
            self._client.close()
        self._client = None

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex. An id that is there gets the new vector, so trying again does no harm."""
        rows = [
            {"id": int(one), "vector": np.asarray(vector, np.float32)} for one, vector in zip(ids, vectors, strict=True)
        ]
        for start in range(0, len(rows), AT_ONCE):
            self._call("upsert", rows[start : start + AT_ONCE])

    def remove(self, ids: Ids) -> None:
        """See VectorIndex."""
        for some in _portions(ids):
            self._call("delete", ids=some)

    def clear(self) -> None:
        """Take every row out."""
        self._call("delete", filter="id >= 0 or id < 0")

    def search(self, queries: Vectors, count: int) -> Hits:
        """See VectorIndex; at most 16,384 rows are found, the others are filled up."""
        hits = no_hits(len(queries), count)
        if not len(queries):
            return hits
        limit = min(count, MOST_HITS)
        found = self._call(
            "search",
            list(np.asarray(queries, np.float32)),
            anns_field="vector",
            limit=limit,
            output_fields=["id"],
            search_params={"metric_type": "IP", "params": {"ef": max(SEARCH_WIDTH, 2 * limit)}},
            consistency_level="Strong",
        )
        for place, own in enumerate(found):
            hits.ids[place, : len(own)] = [hit["id"] for hit in own]
            hits.scores[place, : len(own)] = [hit["distance"] for hit in own]
        return hits

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex; exact."""
        vector_of: dict[int, Any] = {}
        for some in _portions(ids):
            rows = self._call("query", ids=some, output_fields=["id", "vector"], consistency_level="Strong")
            vector_of.update((row["id"], row["vector"]) for row in rows)
        found = [vector_of[int(one)] for one in ids]
        return np.array(found, np.float32).reshape(len(ids), self._dimensions)

    def __len__(self) -> int:
        """How many rows there are."""
        rows = self._call("query", filter="", output_fields=["count(*)"], consistency_level="Strong")
        return int(rows[0]["count(*)"])

    def _create(self, client: "MilvusClient") -> None:
        from pymilvus import DataType

        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self._dimensions)
        graph = client.prepare_index_params()
        graph.add_index("vector", index_type="HNSW", metric_type="IP", params=GRAPH)
        client.create_collection(
            self._collection,
            schema=schema,
            index_params=graph,
            consistency_level="Strong",
            timeout=self._deadline,
        )

    def _check(self, client: "MilvusClient") -> None:
        fields = client.describe_collection(self._collection, timeout=self._deadline)["fields"]
        held = next((field["params"].get("dim") for field in fields if field["name"] == "vector"), None)
        if held != self._dimensions:
            raise IndexUnavailableError(
                f"the collection {self._collection} holds {held} dimensions, not {self._dimensions}"
            )

    def _call(self, method: str, *arguments: Any, **options: Any) -> Any:
        if self._client is None:
            raise IndexUnavailableError(f"the collection {self._collection} is not open")
        with self._named_errors():
            return getattr(self._client, method)(self._collection, *arguments, timeout=self._deadline, **options)

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except (MilvusException, grpc.RpcError) as error:
            raise IndexUnavailableError(
                f"the collection {self._collection} cannot be used ({type(error).__name__})"
            ) from error


def _client_type() -> "type[MilvusClient]":
    """The library's client; its import takes a second, would read a .env file and logs every error with its stack."""
    os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
    from pymilvus import MilvusClient

    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    client_type: type[MilvusClient] = MilvusClient
    return client_type


def _portions(ids: Ids) -> Iterator[list[int]]:
    """The ids, so many at a time as one request takes."""
    for start in range(0, len(ids), AT_ONCE):
        yield np.asarray(ids[start : start + AT_ONCE]).tolist()
