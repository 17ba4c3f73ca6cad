"""Parts of the shop's records as people write them: typed by the record's own fields, put into it, compared with it.

A part is a mapping from fields to values. A value is what the field holds; for a record within it is again a part, for
a list of records a tuple of parts, and for payment methods, which have an id, a ``Keyed`` mapping from ids to parts.
Times may be relative to the clock (``-3d``) and are then a ``timedelta`` until they are put into a record.
"""

import re
import types
import typing
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any

RELATIVE = re.compile(r"([+-])([0-9]+(?:\.[0-9]+)?)([dhm])")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}

Part = Mapping[str, object]


class PartError(ValueError):
    """A part does not fit its record; the message names the place and says in one sentence what is wrong."""


@dataclass(frozen=True)
class Keyed:
    """Parts of records that have an id, by it."""

    parts: Mapping[str, Part]


def read_part(kind: type, value: object, place: str, *, whole: bool = False, exact: bool = False) -> Part:
    """The part of a record of ``kind`` that YAML holds; raise PartError.

    ``whole`` asks for every field without a default; ``exact`` refuses relative times, which nothing can equal.
    """
    written = mapping(value, place)
    known = _types(kind)
    for name in written:
        if name not in known:
            raise PartError(f"{place}.{name} is unknown; a {kind.__name__} has {', '.join(known)}")
    missing = [one.name for one in fields(kind) if _is_required(one) and one.name not in written]
    if whole and missing:
        raise PartError(f"{place} misses {', '.join(missing)}")
    return {name: _read(known[name], item, f"{place}.{name}", exact) for name, item in written.items()}


def mapping(value: object, place: str) -> dict[str, object]:
    """A mapping with texts as keys; raise PartError."""
    if not isinstance(value, dict):
        raise PartError(f"{place} must be a mapping")
    for key in value:
        if not isinstance(key, str):
            raise PartError(f"{place}: the key {key!r} must be a text; put it in quotes")
    return value


def relative(text: str) -> timedelta | None:
    """The span that ``-3d``, ``+2h`` or ``-40m`` names; None for anything else."""
    found = RELATIVE.fullmatch(text)
    if found is None:
        return None
    sign, number, unit = found.groups()
    return timedelta(**{UNITS[unit]: float(sign + number)})


def put(record: Any, part: Part, now: datetime) -> Any:
    """The record with a part put into it; raise PartError when the two do not go together."""
    kind: Any = type(record)
    known = _types(kind)
    return replace(
        record, **{name: _put(known[name], getattr(record, name), value, now) for name, value in part.items()}
    )


def differences(record: Any, part: Part, place: str) -> Iterator[str]:
    """Where a record differs from the part, one sentence each."""
    for name, value in part.items():
        yield from _differences(getattr(record, name), value, f"{place}.{name}")


def named_paths(part: Part, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all that a part names; lists are named as a whole."""
    for name, value in part.items():
        path = (*before, name)
        if isinstance(value, Keyed):
            for key, inner in value.parts.items():
                yield from named_paths(inner, (*path, key))
        elif isinstance(value, dict) and value and isinstance(next(iter(value)), str):
            yield from named_paths(value, path)
        else:
            yield path


def leaves(value: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every plain value of a record with its path; records with an id stand under it, others under their number."""
    if is_dataclass(value):
        for one in fields(value):
            yield from leaves(getattr(value, one.name), (*before, one.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, (*before, str(key)))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*before, str(getattr(inner, "id", number))))
    else:
        yield before, value


def shown(value: object) -> str:
    """A value as a sentence shows it."""
    match value:
        case Enum():
            return str(value.value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat()
        case str():
            return repr(value)
        case Keyed():
            return shown(value.parts)
        case Mapping():
            return "{" + ", ".join(f"{key}: {shown(inner)}" for key, inner in value.items()) + "}"
        case tuple():
            return "[" + ", ".join(shown(inner) for inner in value) + "]"
        case _ if is_dataclass(value):
            return shown({one.name: getattr(value, one.name) for one in fields(value)})
        case _:
            return str(value)


@cache
def _types(kind: Hashable) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _is_required(one: Any) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _read(kind: Any, value: object, place: str, exact: bool) -> object:
    options = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    if value is None:
        if type(None) not in options:
            raise PartError(f"{place} must not be empty")
        return None
    kind = next(option for option in options if option is not type(None))
    if typing.get_origin(kind) is tuple:
        return _read_list(typing.get_args(kind)[0], value, place, exact)
    if typing.get_origin(kind) is not None:
        return {key: _text(text, f"{place}.{key}") for key, text in mapping(value, place).items()}
    if is_dataclass(kind):
        return read_part(typing.cast(type, kind), value, place, exact=exact)
    return _read_plain(kind, value, place, exact)


def _read_list(kind: Any, value: object, place: str, exact: bool) -> object:
    if isinstance(value, dict) and is_dataclass(kind) and "id" in _types(typing.cast(type, kind)):
        items = mapping(value, place).items()
        return Keyed(
            {key: read_part(typing.cast(type, kind), one, f"{place}.{key}", exact=exact) for key, one in items}
        )
    if not isinstance(value, list):
        raise PartError(f"{place} must be a list")
    places = [(f"{place}[{number}]", one) for number, one in enumerate(value)]
    if not is_dataclass(kind):
        return tuple(_text(one, where) for where, one in places)
    # What is put into the shop must be a record; what is compared with it may name a part of one.
    return tuple(read_part(typing.cast(type, kind), one, where, whole=not exact, exact=exact) for where, one in places)


def _read_plain(kind: type, value: object, place: str, exact: bool) -> object:
    if kind is datetime:
        return _time(value, place, exact)
    if kind is Decimal:
        return _money(value, place)
    if issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            raise PartError(f"{place} must be one of {', '.join(str(one.value) for one in kind)}") from None
    if kind is str:
        return _text(value, place)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        noun = {bool: "true or false", int: "a whole number"}.get(kind, f"a {kind.__name__}")
        raise PartError(f"{place} must be {noun}")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise PartError(f"{place} must be a text; put it in quotes")
    return value


def _money(value: object, place: str) -> Decimal:
    try:
        # A number in YAML is binary and would say 0.1 wrongly.
        amount = Decimal(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise PartError(f'{place} must be an amount of money in quotes, such as "12.50"')
    return amount


def _time(value: object, place: str, exact: bool) -> datetime | timedelta:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value
    span = relative(value) if isinstance(value, str) else None
    if span is not None and not exact:
        return span
    try:
        time = datetime.fromisoformat(_text(value, place))
    except ValueError:
        spans = "" if exact else ", or relative to the clock such as -3d, -2h or +40m"
        raise PartError(f"{place} must be a time in ISO 8601{spans}") from None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def _put(kind: Any, old: Any, new: object, now: datetime) -> Any:
    if isinstance(new, timedelta):
        return now + new
    if isinstance(new, Keyed):
        item = typing.get_args(kind)[0]
        kept = [put(one, new.parts[one.id], now) if one.id in new.parts else one for one in old]
        added = set(new.parts) - {one.id for one in old}
        return (*kept, *(_built(item, {"id": key, **new.parts[key]}, now) for key in new.parts if key in added))
    if is_dataclass(old) and isinstance(new, dict):
        return put(old, new, now)
    if (record := _record_of(kind)) is not None and isinstance(new, dict):
        return _built(record, new, now)
    if isinstance(new, tuple) and new and isinstance(new[0], dict):
        return tuple(_built(typing.get_args(kind)[0], part, now) for part in new)
    return new


def _record_of(kind: Any) -> Any:
    """The kind of record that may stand in a field that may be empty."""
    options = typing.get_args(kind) if isinstance(kind, types.UnionType) else (kind,)
    return next((option for option in options if is_dataclass(option)), None)


def _built(kind: Any, part: Part, now: datetime) -> Any:
    """A new record of a part that names all it needs."""
    known = _types(kind)
    missing = [one.name for one in fields(kind) if _is_required(one) and one.name not in part]
    if missing:
        raise PartError(f"a new {kind.__name__} misses {', '.join(missing)}")
    built = {
        name: _built(known[name], value, now)
        if is_dataclass(known[name]) and isinstance(value, dict)
        else _put(known[name], (), value, now)
        for name, value in part.items()
    }
    return kind(**built)


def _differences(actual: Any, wanted: object, place: str) -> Iterator[str]:
    if isinstance(wanted, Keyed):
        by_id = {one.id: one for one in actual}
        for key, part in wanted.parts.items():
            if key in by_id:
                yield from differences(by_id[key], part, f"{place}.{key}")
            else:
                yield f"{place}.{key} is not there"
    elif is_dataclass(actual) and isinstance(wanted, dict):
        yield from differences(actual, wanted, place)
    elif isinstance(wanted, tuple) and isinstance(actual, tuple):
        if len(actual) != len(wanted):
            yield f"{place} has {len(actual)} entries, not {len(wanted)}: {shown(actual)}"
            return
        for number, (one, part) in enumerate(zip(actual, wanted, strict=True)):
            yield from _differences(one, part, f"{place}[{number}]")
    elif actual != wanted:
        yield f"{place} is {shown(actual)}, must be {shown(wanted)}"
