"""An index on disk: one file, replaced whole, with a checksum; a damaged one is told apart from a missing one."""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base.index.local import CellIndex, FlatIndex, GraphIndex, load_index

MAGIC = b"concierge index 1\n"


class DamagedSnapshotError(ValueError):
    """The file is not what was written."""


@dataclass(frozen=True)
class Snapshot:
    """An index and what belongs to it: a table that JSON can hold, such as the revision and the rows' owners."""

    table: dict[str, Any]
    index: FlatIndex | GraphIndex | CellIndex


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write beside and replace; an OSError (a full disk) leaves the old file as it was."""
    head = json.dumps(snapshot.table, ensure_ascii=False).encode()
    body = snapshot.index.dump()
    checksum = hashlib.sha256(head)
    checksum.update(body)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".index-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + checksum.hexdigest().encode() + b"\n" + str(len(head)).encode() + b"\n")
            file.write(head)
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def read_snapshot(path: Path) -> Snapshot | None:
    """What ``write_snapshot`` wrote, None when there is no file; raise DamagedSnapshotError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        magic, checksum, length, rest = content[: len(MAGIC)], *content[len(MAGIC) :].split(b"\n", 2)
        head, body = rest[: int(length)], rest[int(length) :]
    except ValueError as error:
        raise DamagedSnapshotError(f"{path} is damaged") from error
    found = hashlib.sha256(head)
    found.update(body)
    if magic != MAGIC or found.hexdigest().encode() != checksum:
        raise DamagedSnapshotError(f"{path} is damaged")
    return Snapshot(json.loads(head), load_index(body))
