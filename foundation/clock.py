"""The business clock: what the shop calls now."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from foundation.settings import Settings


@dataclass(frozen=True)
class BusinessClock:
    """A clock that runs at the speed of the real one from ``start``, which stood at Unix time ``anchor``.

    Orders, messages and policy read this clock; tokens, codes and deadlines read the real one, since a
    storefront that signs a token knows only real time.
    """

    start: datetime | None = None
    anchor: float | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> BusinessClock:
        """The clock all three processes share; each starts it itself when the supervisor set no anchor."""
        if settings.clock is None:
            return cls()
        return cls(settings.clock, settings.clock_anchor if settings.clock_anchor is not None else time.time())

    def now(self) -> datetime:
        """The business time in UTC."""
        real = time.time()
        if self.start is None or self.anchor is None:
            return datetime.fromtimestamp(real, timezone.utc)
        return self.start.astimezone(timezone.utc) + timedelta(seconds=real - self.anchor)
