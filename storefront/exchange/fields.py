"""Typed access to the fields of one JSON record; every problem is a FieldError with one sentence."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from storefront.exchange.errors import FieldError

Value = TypeVar("Value")

DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?", re.ASCII)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LARGEST_NUMBER = 10**12


class Record:
    """One JSON object of a line; ``path`` says where in the line it stands (empty at its top)."""

    def __init__(self, fields: object, path: str = "") -> None:
        if not isinstance(fields, dict):
            raise FieldError(f"{path or 'the line'} must be a JSON object")
        self._fields: Mapping[str, object] = fields
        self._path = path

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._fields.get(name) is not None

    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(self._fields)

    def place(self, name: str) -> str:
        """The field's full name for a sentence."""
        return f"{self._path}.{name}" if self._path else name

    def text(self, name: str, default: str | None = None) -> str:
        """A string; required unless a default is given."""
        if default is not None and not self.has(name):
            return default
        return plain_text(self._required(name), self.place(name))

    def name(self, name: str) -> str:
        """A required string that is not blank: an id or a name."""
        value = self.text(name)
        if not value.strip():
            raise FieldError(f"{self.place(name)} is empty")
        if CONTROL.search(value):
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must hold no control character")
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """A required string out of a closed set."""
        value = self.text(name)
        if value not in allowed:
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must be one of {', '.join(allowed)}")
        return value

    def money(self, name: str) -> Decimal:
        """A required amount of money: a decimal string, not negative."""
        return amount(self._required(name), self.place(name))

    def optional_money(self, name: str) -> Decimal | None:
        """An amount of money or nothing."""
        return self.money(name) if self.has(name) else None

    def integer(self, name: str, least: int, most: int = LARGEST_NUMBER) -> int:
        """A required whole number within bounds."""
        value = self._required(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must be a whole number")
        if not least <= value <= most:
            bound = f"at least {least}" if value < least else f"at most {most}"
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must be {bound}")
        return value

    def optional_integer(self, name: str, least: int, most: int = LARGEST_NUMBER) -> int | None:
        """A whole number within bounds or nothing."""
        return self.integer(name, least, most) if self.has(name) else None

    def optional_number(self, name: str) -> float | None:
        """A finite number or nothing."""
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must be a number")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise FieldError(f"{self.place(name)} is too large a number")
        return number

    def flag(self, name: str) -> bool:
        """True or false; false when missing."""
        value = self._fields.get(name, False)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise FieldError(f"{self.place(name)} is {shown(value)}, but must be true or false")
        return value

    def time(self, name: str) -> datetime:
        """A required ISO 8601 time, in UTC; one without offset is taken as UTC."""
        return moment(self.text(name), self.place(name))

    def optional_time(self, name: str) -> datetime | None:
        """A time or nothing."""
        return self.time(name) if self.has(name) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A required list of strings."""
        return tuple(plain_text(item, place) for place, item in self._items(name, required=True))

    def options(self, name: str) -> dict[str, str]:
        """A required object whose values are strings."""
        value = self._required(name)
        if not isinstance(value, dict):
            raise FieldError(f"{self.place(name)} must be a JSON object")
        return {
            plain_text(key, self.place(name)): plain_text(text, f"{self.place(name)}.{key}")
            for key, text in value.items()
        }

    def part(self, name: str) -> "Record":
        """A required object."""
        return Record(self._required(name), self.place(name))

    def parts(self, name: str, build: "Callable[[Record], Value]", required: bool = True) -> tuple[Value, ...]:
        """A list of objects, each made into a value."""
        return tuple(build(Record(item, place)) for place, item in self._items(name, required))

    def _items(self, name: str, required: bool) -> list[tuple[str, object]]:
        value = self._required(name) if required else self._fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise FieldError(f"{self.place(name)} must be a JSON list")
        return [(f"{self.place(name)}[{index}]", item) for index, item in enumerate(value)]

    def _required(self, name: str) -> object:
        value = self._fields.get(name)
        if value is None:
            raise FieldError(f"{self.place(name)} is missing")
        return value


def plain_text(value: object, place: str) -> str:
    """A string that can be written as UTF-8."""
    if not isinstance(value, str):
        raise FieldError(f"{place} is {shown(value)}, but must be a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FieldError(f"{place} holds half a character (a lone surrogate)") from None
    return value


def amount(value: object, place: str) -> Decimal:
    """Money from a decimal string."""
    if not isinstance(value, str):
        raise FieldError(f'{place} is {shown(value)}, but money must be a decimal string such as "12.50"')
    if value.startswith("-") and DECIMAL.fullmatch(value[1:]):
        raise FieldError(f"{place} is {shown(value)}, but must not be negative")
    if not DECIMAL.fullmatch(value):
        raise FieldError(f'{place} is {shown(value)}, but must be a decimal string such as "12.50"')
    return Decimal(value)


def moment(text: str, place: str) -> datetime:
    """An aware time in UTC from ISO 8601."""
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FieldError(f"{place} is {shown(text)}, but must be an ISO 8601 time") from None


def shown(value: object) -> str:
    """A value as a sentence can carry it: short and on one line."""
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."
