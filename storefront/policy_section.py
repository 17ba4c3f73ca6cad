"""One table of a policy file: typed reading of its keys, errors that name the key, no key passed over."""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from storefront.policy import Days

Choice = TypeVar("Choice", bound=StrEnum)

_MONEY = re.compile(r"\d+(?:\.\d{1,2})?", re.ASCII)


class BadPolicyError(ValueError):
    """The policy file cannot be used; the message names the key."""


class Section:
    """One table of the file; ``close`` refuses keys that nobody asked for."""

    def __init__(self, table: object, name: str) -> None:
        if not isinstance(table, dict):
            raise BadPolicyError(f"{name} must be a table")
        self._table: Mapping[str, object] = table
        self._asked: set[str] = set()
        self._name = name

    def label(self, key: str) -> str:
        """The key's full name."""
        return f"{self._name}.{key}" if self._name else key

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.add(key)
        return key in self._table

    def get(self, key: str) -> object:
        """The key's value; raise when it is missing."""
        if not self.has(key):
            raise BadPolicyError(f"{self.label(key)} is missing")
        return self._table[key]

    def keys(self) -> tuple[str, ...]:
        """All keys of the table."""
        return tuple(self._table)

    def table(self, key: str) -> "Section":
        """A table, empty when missing."""
        return Section(self.get(key) if self.has(key) else {}, self.label(key))

    def tables(self, key: str) -> tuple["Section", ...]:
        """A list of tables, empty when missing."""
        value = self.get(key) if self.has(key) else []
        if not isinstance(value, list):
            raise BadPolicyError(f"{self.label(key)} must be a list of tables")
        return tuple(Section(item, f"{self.label(key)}[{index}]") for index, item in enumerate(value))

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.get(key) if self.has(key) else default
        if not isinstance(value, bool):
            raise BadPolicyError(f"{self.label(key)} must be true or false")
        return value

    def count(self, key: str) -> int | None:
        """A whole number that is not negative, or nothing."""
        value = self.get(key) if self.has(key) else None
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise BadPolicyError(f"{self.label(key)} must be a whole number, zero or more")
        return value

    def choice(self, key: str, default: Choice) -> Choice:
        """One name out of a fixed set, that of ``default``'s kind."""
        return self._chosen(key, self.text(key) if self.has(key) else default, type(default))

    def choices(self, key: str, default: frozenset[Choice], kind: type[Choice]) -> frozenset[Choice]:
        """Some names out of a fixed set."""
        return frozenset(self._chosen(key, text, kind) for text in self.texts(key, tuple(default)))

    def _chosen(self, key: str, text: str, kind: type[Choice]) -> Choice:
        try:
            return kind(text)
        except ValueError:
            raise BadPolicyError(f"{self.label(key)}: {text!r} is none of {', '.join(kind)}") from None

    def money(self, key: str, default: Decimal) -> Decimal:
        """An amount written as a string, so that no cent is lost."""
        if not self.has(key):
            return default
        text = self.text(key)
        if not _MONEY.fullmatch(text):
            raise BadPolicyError(f'{self.label(key)} must be an amount in quotes, such as "8.00"')
        return Decimal(text)

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of strings."""
        value = self.get(key) if self.has(key) else list(default)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadPolicyError(f"{self.label(key)} must be a list of strings")
        return tuple(value)

    def text(self, key: str) -> str:
        """A string, empty when missing."""
        value = self.get(key) if self.has(key) else ""
        if not isinstance(value, str):
            raise BadPolicyError(f"{self.label(key)} must be a string")
        return value

    def days(self, key: str, default: Days | None = None) -> Days:
        """A span ``[least, most]``."""
        if default is not None and not self.has(key):
            return default
        match self.get(key):
            case [int(least), int(most)] if 0 <= least <= most and not isinstance(least, bool):
                return Days(least, most)
            case _:
                raise BadPolicyError(f"{self.label(key)} must be two whole numbers of days, such as [1, 3]")

    def close(self) -> None:
        """Refuse keys that mean nothing."""
        for key in self._table:
            if key not in self._asked:
                raise BadPolicyError(f"{self.label(key)} is not a rule")
