"""Writes a shop's folder."""

import gzip
import json
import os
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from storefront.model import Address, ShopData

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

NEVER_LEFT_OUT = frozenset({"payment_methods", "payments", "shipments"})
"""Lists that a line must have although they may be empty."""


def write_shop(data: ShopData, folder: Path, compress: bool = False) -> None:
    """Write all six files, as ``.jsonl`` or, compressed, as ``.jsonl.gz``, in place of those that are there.

    Raises OSError when the disk refuses; each file is whole or untouched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for item in fields(data):
        _write(getattr(data, item.name), folder / f"{item.name}.jsonl", compress)


def _write(values: Iterable[object], plain: Path, compress: bool) -> None:
    packed = plain.with_name(plain.name + ".gz")
    target, other = (packed, plain) if compress else (plain, packed)
    half_done = target.with_name(target.name + ".part")
    text = "".join(json.dumps(_json(value), ensure_ascii=False) + "\n" for value in values).encode()
    half_done.write_bytes(gzip.compress(text, mtime=0) if compress else text)
    os.replace(half_done, target)
    other.unlink(missing_ok=True)


def _json(value: object) -> Json:
    match value:
        case Decimal():
            return format(value, "f")
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case Enum():
            return str(value.value)
        case tuple():
            return [_json(item) for item in value]
        case dict():
            return {str(key): str(text) for key, text in value.items()}
        case None | bool() | int() | float() | str():
            return value
        case _ if is_dataclass(value):
            return _record(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a shop's files")


def _record(value: object) -> dict[str, Json]:
    """The fields that are there; one with a default is optional in the file, and left out when it is empty."""
    record: dict[str, Json] = {}
    whole = isinstance(value, Address)
    for item in fields(value):  # type: ignore[arg-type]
        content = getattr(value, item.name)
        required = item.default is MISSING or item.name in NEVER_LEFT_OUT
        if whole or required or not _absent(content):
            record[item.name] = _json(content)
    return record


def _absent(content: object) -> bool:
    """Zero is a value, only these are none."""
    return content is None or content is False or content in ("", ())
