"""How satisfied customers were, of those asked within some days: altogether, by who served them, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.satisfaction.model import Reason
from desk.store import satisfaction as store
from desk.store.database import Database
from desk.store.satisfaction import Tally
from foundation.clock import BusinessClock

DAYS = 30
"""Counted when nobody says from when, the last one among them."""


@dataclass(frozen=True)
class SatisfactionSummary:
    """Both days are among those counted; ``by`` holds a tally for everybody who served."""

    first: date
    last: date
    by: Mapping[str, Tally]
    reasons: Mapping[Reason, int]

    @property
    def total(self) -> Tally:
        """Everybody together."""
        return sum(self.by.values(), Tally())


class SatisfactionFigures:
    """Counts in days of the shop's own time zone."""

    def __init__(self, database: Database, clock: BusinessClock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    async def summary(self, first: date | None, last: date | None) -> SatisfactionSummary:
        """Of those asked from ``first`` to ``last``: to today and thirty days when left out."""
        last = last or self._clock.now().astimezone(self._zone).date()
        first = first or last - timedelta(days=DAYS - 1)
        start, end = (datetime.combine(day, time.min, self._zone) for day in (first, last + timedelta(days=1)))
        async with self._database.reading() as connection:
            by = await store.tallies(connection, start, end)
            return SatisfactionSummary(first, last, by, await store.reasons(connection, start, end))
