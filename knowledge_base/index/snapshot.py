"""An index on disk: one file, replaced whole, with a checksum; a damaged one is told apart from a missing one."""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge_base.index.local import LocalIndex, load_index

MAGIC = b"concierge index 2\n"
EARLIER = b"concierge index 1\n"


class DamagedSnapshotError(ValueError):
    """The file is not what was written."""


@dataclass(frozen=True)
class Snapshot:
    """An index and what belongs to it: a table that JSON can hold, such as the revision and the rows' owners."""

    table: dict[str, Any]
    index: LocalIndex


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """``packed`` and ``write_whole`` in one."""
    write_whole(packed(snapshot), path)


def packed(snapshot: Snapshot) -> bytes:
    """The content of the file; the index must not change meanwhile."""
    head = json.dumps(snapshot.table, ensure_ascii=False).encode()
    length = str(len(head)).encode()
    body = snapshot.index.dump()
    return b"".join((MAGIC, _checksum(length, head, body), b"\n", length, b"\n", head, body))


def write_whole(content: bytes, path: Path) -> None:
    """Write beside and replace; an OSError (a full disk) leaves the old file as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read_snapshot(path: Path) -> Snapshot | None:
    """What ``write_snapshot`` wrote, None when there is no file; raise DamagedSnapshotError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if content.startswith(EARLIER):
        raise DamagedSnapshotError(f"{path} is of an earlier version")
    try:
        magic, checksum, length, rest = content[: len(MAGIC)], *content[len(MAGIC) :].split(b"\n", 2)
        head, body = rest[: int(length)], rest[int(length) :]
    except ValueError as error:
        raise DamagedSnapshotError(f"{path} is damaged") from error
    if magic != MAGIC or _checksum(length, head, body) != checksum:
        raise DamagedSnapshotError(f"{path} is damaged")
    try:
        return Snapshot(json.loads(head), load_index(body))
    except (ValueError, RuntimeError) as error:  # whole, but of a FAISS that this one does not understand
        raise DamagedSnapshotError(f"{path} cannot be read by this version") from error


def _checksum(*parts: bytes) -> bytes:
    """Hash of the parts in hexadecimal; the length of the head is one, or moving its end would go unseen."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest().encode()
