"""Reads a shop's folder; the first bad line stops everything."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from storefront.exchange.errors import BadLineError, FieldError, MissingFileError
from storefront.exchange.fields import Record
from storefront.exchange.records import Catalogue, coupon, customer, event, order, product, review
from storefront.model import ShopData

Value = TypeVar("Value")


def read_shop(folder: Path) -> ShopData:
    """Read ``customers``, ``products``, ``orders`` and, where they are, ``reviews``, ``events`` and ``coupons``.

    Each is ``<name>.jsonl`` or ``<name>.jsonl.gz``; unknown fields and blank lines are passed over. Raises
    BadLineError for the first line that is wrong and MissingFileError when a file is missing.
    """
    known = Catalogue()
    return ShopData(
        customers=_read(folder, "customers", lambda record: customer(record, known)),
        products=_read(folder, "products", lambda record: product(record, known)),
        orders=_read(folder, "orders", lambda record: order(record, known)),
        reviews=_read(folder, "reviews", lambda record: review(record, known), required=False),
        events=_read(folder, "events", lambda record: event(record, known), required=False),
        coupons=_read(folder, "coupons", lambda record: coupon(record, known), required=False),
    )


def _read(folder: Path, name: str, build: Callable[[Record], Value], required: bool = True) -> tuple[Value, ...]:
    path = _find(folder, name, required)
    if path is None:
        return ()
    values = []
    for number, line in _lines(path):
        try:
            values.append(build(Record(_parse(line))))
        except FieldError as error:
            raise BadLineError(path.name, number, str(error)) from error
    return tuple(values)


def _find(folder: Path, name: str, required: bool) -> Path | None:
    if not folder.is_dir():
        raise MissingFileError(f"{folder} is not a folder")
    found = [path for path in (folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz") if path.is_file()]
    if len(found) == 2:
        raise MissingFileError(f"{folder} holds both {found[0].name} and {found[1].name}; keep one of them")
    if not found and required:
        raise MissingFileError(f"{folder} holds no {name}.jsonl")
    return found[0] if found else None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers."""
    number = 0
    with _opened(path) as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BadLineError(path.name, number + 1, "the compressed file is broken from here on") from error


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def _parse(line: bytes) -> object:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FieldError(f"byte {error.start + 1} is not UTF-8") from error
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise FieldError(f"this is not JSON ({error.msg} at column {error.colno})") from error
    except RecursionError as error:
        raise FieldError("the JSON is nested too deeply") from error
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError("a number has too many digits") from error


def _refuse_constant(name: str) -> object:
    raise FieldError(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        twice = next(name for index, (name, _) in enumerate(pairs) if name in {key for key, _ in pairs[:index]})
        raise FieldError(f"{twice!a} stands twice in one object")
    return fields
