"""One frozen settings object, read once from the environment and refused when it is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

PREFIX = "CONCIERGE_"
INJECTED_BY_ORCHESTRATORS = re.compile(r"^CONCIERGE_.*(_SERVICE_.*|_PORT_.*)$")


class InvalidSettingError(ValueError):
    """A setting is unknown or has a value that cannot be used; the message names it."""


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Settings:
    """Every setting of the three processes; each field is the variable ``CONCIERGE_<FIELD IN CAPITALS>``."""

    http_port: int = _setting(8080, "port of the desk, the only public door")
    http_host: str = _setting("127.0.0.1", "address the desk listens on")
    actions_http_port: int = _setting(5055, "port of the action server, loopback only")
    rasa_http_port: int = _setting(5005, "port of Rasa, loopback only")
    var: Path = _setting(Path("var"), "state folder: databases, outbox, secrets of the demo")
    models: Path = _setting(Path("models"), "folder of the trained artefacts")
    database: str = _setting("", "SQLAlchemy URL of the desk's database; empty means <var>/desk.db")
    shop: str = _setting("", "path of the shop database; empty means <var>/shop.db")
    policy: str = _setting("", "the shop's policy file; empty means the demo shop's")
    seed: str = _setting("demo", "`demo` or `none`: what a new state folder starts with")
    clock: datetime | None = _setting(None, "ISO 8601 moment at which the business clock starts; empty means now")
    clock_anchor: float | None = _setting(None, "Unix time at which `clock` was started; set by `concierge up`")
    rate_limit: str = _setting("on", "`on`, or `off` for benchmarks")
    encoder: str = _setting("", "folder or hub name of another BERT encoder; empty means the default")
    gpt2: str = _setting("", "folder or hub name of a pretrained GPT-2; empty means trained from scratch")
    identity_secret: str = _setting("", "secret shared with the storefront that signs identity tokens (HS256)")
    identity_issuer: str = _setting("", "required `iss` of identity tokens; empty means any")
    internal_secret: str = _setting("", "secret shared by desk, actions and Rasa; `concierge up` makes one when empty")
    agents: str = _setting("", "console logins as `name:argon2-hash` pairs separated by blanks; the demo makes its own")
    guest_verification: str = _setting("code", "`code` or `details`: how a guest proves who he is")
    details_may_change: bool = _setting(False, "1 lets proof by details change orders (tests only)")
    smtp: str = _setting("", "smtp://user:password@host:port for codes; empty means one JSON file in <var>/outbox")
    smtp_sender: str = _setting("care@localhost", "sender address of mails")
    allowed_origins: str = _setting("", "origins (separated by blanks) whose pages may use the chat API")
    wrong_answers: float | None = _setting(
        None, "share of wrong answers the shop allows (0.002 to 0.05); empty means what training chose"
    )
    turn_deadline: float = _setting(10.0, "seconds after which a turn answers with a holding sentence")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR")

    def __post_init__(self) -> None:
        """Check every value that has a closed set or a range."""
        for name, choices in {
            "seed": ("demo", "none"),
            "rate_limit": ("on", "off"),
            "guest_verification": ("code", "details"),
            "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
        }.items():
            if getattr(self, name) not in choices:
                raise InvalidSettingError(f"{variable(name)} must be one of {', '.join(choices)}")
        for name in ("http_port", "actions_http_port", "rasa_http_port"):
            if not 0 < getattr(self, name) < 65536:
                raise InvalidSettingError(f"{variable(name)} must be a port between 1 and 65535")
        if self.wrong_answers is not None and not 0.002 <= self.wrong_answers <= 0.05:
            raise InvalidSettingError(f"{variable('wrong_answers')} must be between 0.002 and 0.05")
        if not 0 < self.turn_deadline <= 30:
            raise InvalidSettingError(f"{variable('turn_deadline')} must be above 0 and at most 30 seconds")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read ``CONCIERGE_*`` variables; raise InvalidSettingError for an unknown or unusable one."""
        known = {variable(item.name): item for item in fields(cls)}
        values: dict[str, Any] = {}
        for key, text in environment.items():
            if not key.startswith(PREFIX) or (INJECTED_BY_ORCHESTRATORS.match(key) and key not in known):
                continue
            if key in TOOL_VARIABLES:
                continue
            if key not in known:
                raise InvalidSettingError(f"{key} is not a setting; .env.example lists them all")
            if text.strip():
                values[known[key].name] = _parse(key, known[key].type, text.strip())
        return cls(**values)

    @property
    def database_url(self) -> str:
        """The desk's database as an async SQLAlchemy URL."""
        return self.database or f"sqlite+aiosqlite:///{(self.var / 'desk.db').absolute()}"

    @property
    def shop_database(self) -> Path:
        """The SQLite file of the shop."""
        return Path(self.shop) if self.shop else self.var / "shop.db"

    @property
    def actions_url(self) -> str:
        """Base address of the action server."""
        return f"http://127.0.0.1:{self.actions_http_port}"

    @property
    def rasa_url(self) -> str:
        """Base address of Rasa."""
        return f"http://127.0.0.1:{self.rasa_http_port}"

    @property
    def desk_url(self) -> str:
        """Base address under which the other processes reach the desk."""
        return f"http://127.0.0.1:{self.http_port}"

    def to_environment(self) -> dict[str, str]:
        """The variables that recreate this object in a child process; defaults are left out."""
        environment = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value != item.default:
                environment[variable(item.name)] = _text(value)
        return environment


TOOL_VARIABLES = frozenset({"CONCIERGE_BENCHMARKS", "CONCIERGE_CHROME"})
"""Read by benchmarks and browser tests only, never by a serving process."""


def variable(name: str) -> str:
    """Name of the environment variable of a field."""
    return PREFIX + name.upper()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def _parse(key: str, kind: Any, text: str) -> Any:
    try:
        return _PARSERS[str(kind)](text)
    except ValueError as error:
        raise InvalidSettingError(f"{key}: {error}") from error


def _boolean(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{text!r} is neither 1 nor 0")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f"{text!r} is not an ISO 8601 date and time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


_PARSERS: dict[str, Any] = {
    "int": int,
    "float": float,
    "float | None": float,
    "str": str,
    "bool": _boolean,
    "Path": Path,
    "datetime | None": _moment,
}
