"""Rate limits: token buckets per address, conversation and visitor."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from desk.api.errors import ApiError

MOST_BUCKETS = 20_000
"""Buckets kept; the one untouched longest goes first, so that many addresses cannot fill the memory."""


@dataclass(frozen=True)
class Limit:
    """``burst`` requests at once, ``per_second`` in the long run."""

    name: str
    burst: int
    per_second: float


# Many customers share an address behind one router, so what counts addresses is wide; one conversation is one pair of
# hands, so what counts conversations and customers is narrow.
ADDRESS = Limit("address", 600, 40.0)
OPENING = Limit("opening", 120, 2.0)
PROVING = Limit("proving", 120, 2.0)
SPEAKING = Limit("speaking", 300, 10.0)
CONVERSATION = Limit("conversation", 60, 1.0)
VISITOR = Limit("visitor", 120, 2.0)
LOGIN = Limit("login", 5, 0.1)
AGENT = Limit("agent", 200, 20.0)


class RateLimits:
    """Counts requests; switched off it lets everything pass."""

    def __init__(self, enabled: bool, now: Callable[[], float] = time.monotonic) -> None:
        self._enabled = enabled
        self._now = now
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def check(self, limit: Limit, key: str) -> None:
        """Count one request of ``key``; raise ApiError 429 with the seconds to wait."""
        if not self._enabled:
            return
        now = self._now()
        left, at = self._buckets.pop((limit.name, key), (float(limit.burst), now))
        left = min(float(limit.burst), left + (now - at) * limit.per_second)
        refused = left < 1
        self._buckets[limit.name, key] = (left if refused else left - 1, now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if refused:
            raise ApiError(429, "too many requests", retry_after=math.ceil((1 - left) / limit.per_second))
