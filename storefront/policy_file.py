"""Reads a shop's policy from one TOML file; every key is checked, none is passed over."""

import tomllib
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storefront.model import OrderStatus
from storefront.policy import CancelRules, Contact, Days, DeliveryRules, Policy, ProofRules, RefundRules, Zone

DEMO_POLICY = Path(__file__).parent / "demo" / "policy.toml"


class BadPolicyError(ValueError):
    """The policy file cannot be used; the message names the key."""


def read_policy(path: Path | str | None = None) -> Policy:
    """The policy in this file, or the demo shop's; raise BadPolicyError when it is missing or wrong.

    A section that is left out keeps the defaults of its rules.
    """
    source = Path(path) if path else DEMO_POLICY
    try:
        table = tomllib.loads(source.read_text("utf-8"))
    except OSError as error:
        raise BadPolicyError(f"{source} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadPolicyError(f"{source} is not TOML: {error}") from error
    try:
        return _policy(Section(table, ""))
    except BadPolicyError as error:
        raise BadPolicyError(f"{source}: {error}") from None


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


def _policy(file: Section) -> Policy:
    policy = Policy(
        proof=_proof(file.table("proof")),
        cancel=_cancel(file.table("cancel")),
        refund=_refund(file.table("refund")),
        delivery=_delivery(file.table("delivery")),
        contact=_contact(file.table("contact")),
    )
    file.close()
    return policy


def _contact(section: Section) -> Contact:
    contact = Contact(**{name: section.text(name) for name in ("name", "name_zh", "phone", "email")})
    section.close()
    return contact


def _proof(section: Section) -> ProofRules:
    default = ProofRules()
    minutes = section.count("max_age_minutes")
    rules = ProofRules(
        methods=frozenset(section.texts("methods", tuple(default.methods))),
        max_age=default.max_age if minutes is None else timedelta(minutes=minutes),
    )
    if unknown := rules.methods - {"token", "code", "details"}:
        raise BadPolicyError(f"{section.label('methods')}: {min(unknown)!r} is none of token, code, details")
    section.close()
    return rules


def _cancel(section: Section) -> CancelRules:
    default = CancelRules()
    hours = section.count("within_hours")
    rules = CancelRules(
        states=frozenset(_status(section, text) for text in section.texts("states", tuple(default.states))),
        within=None if hours is None else timedelta(hours=hours),
        after_items_modified=section.flag("after_items_modified", default.after_items_modified),
        reasons=section.texts("reasons", default.reasons),
        reason_required=section.flag("reason_required", default.reason_required),
        gives_coupon_back=section.flag("gives_coupon_back", default.gives_coupon_back),
    )
    section.close()
    return rules


def _status(section: Section, text: str) -> OrderStatus:
    try:
        return OrderStatus(text)
    except ValueError:
        raise BadPolicyError(f"{section.label('states')}: {text!r} is no order status") from None


def _refund(section: Section) -> RefundRules:
    default = RefundRules()
    other = section.days("other", default.other)
    days = {key: section.days(key) for key in section.keys() if key != "other"}
    return RefundRules({**default.days, **days}, other)


def _delivery(section: Section) -> DeliveryRules:
    default = DeliveryRules()
    carriers = section.table("carriers")
    rules = DeliveryRules(
        timezone=_timezone(section, default.timezone),
        leaves_same_day_until=_time(section, "leaves_same_day_until", default.leaves_same_day_until),
        closed=_dates(section, "closed"),
        standard=section.days("standard", default.standard),
        carriers={name: carriers.days(name) for name in carriers.keys()},
        home_countries=_names(section, "home_countries"),
        zones=tuple(_zone(zone) for zone in section.tables("zones")),
        abroad=_abroad(section, default.abroad),
    )
    section.close()
    return rules


def _abroad(section: Section, default: Zone) -> Zone:
    if not section.has("abroad"):
        return default
    abroad = section.table("abroad")
    zone = Zone(frozenset(), frozenset(), abroad.days("days"), abroad.flag("working_days", False))
    abroad.close()
    return zone


def _zone(section: Section) -> Zone:
    zone = Zone(
        countries=_names(section, "countries"),
        states=_names(section, "states"),
        days=section.days("days"),
        working_days=section.flag("working_days", False),
    )
    section.close()
    return zone


def _names(section: Section, key: str) -> frozenset[str]:
    return frozenset(text.casefold() for text in section.texts(key, ()))


def _timezone(section: Section, default: str) -> str:
    name = section.get("timezone") if section.has("timezone") else default
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadPolicyError(f"{section.label('timezone')}: {name!r} is no time zone") from None
    return str(name)


def _time(section: Section, key: str, default: time) -> time:
    value = section.get(key) if section.has(key) else default
    if not isinstance(value, time):
        raise BadPolicyError(f"{section.label(key)} must be a time of day, such as 16:00:00")
    return value


def _dates(section: Section, key: str) -> frozenset[date]:
    value = section.get(key) if section.has(key) else []
    if not isinstance(value, list) or not all(type(item) is date for item in value):
        raise BadPolicyError(f"{section.label(key)} must be a list of dates, such as [2027-02-06]")
    return frozenset(value)
