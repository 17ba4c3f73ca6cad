"""How far the past answers have come: the share of the customers' messages that they answered, week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.store import figures
from desk.store.database import Database
from desk.store.figures import Tally
from foundation.clock import BusinessClock
from foundation.settings import Settings
from storefront.policy_file import read_policy

MOST_WEEKS = 104
WEEKS = 8
"""Shown when nobody says how many."""


@dataclass(frozen=True)
class Week:
    """A week from its Monday on, with a tally for each topic that customers wrote about."""

    monday: date
    topics: Mapping[str, Tally]

    @property
    def total(self) -> Tally:
        """All topics together."""
        tallies = self.topics.values()
        return Tally(
            sum(one.asked for one in tallies),
            sum(one.answered for one in tallies),
            sum(one.to_agent for one in tallies),
        )


class AnswerFigures:
    """Counts in weeks of the shop's own time zone."""

    def __init__(self, database: Database, clock: BusinessClock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    @classmethod
    def from_settings(cls, settings: Settings, database: Database) -> "AnswerFigures":
        """The figures of the shop these settings name; raise BadPolicyError when its policy cannot be read."""
        zone = ZoneInfo(read_policy(settings.policy or None).delivery.timezone)
        return cls(database, BusinessClock.from_settings(settings), zone)

    async def weeks(self, count: int) -> tuple[Week, ...]:
        """The last ``count`` weeks, the running one at the end."""
        today = self._clock.now().astimezone(self._zone).date()
        monday = today - timedelta(days=today.weekday())
        mondays = [monday + timedelta(weeks=number) for number in range(1 - count, 2)]
        bounds = [datetime.combine(one, time.min, self._zone) for one in mondays]
        async with self._database.reading() as connection:
            counted = await figures.tallies(connection, bounds)
        return tuple(Week(one, topics) for one, topics in zip(mondays[:-1], counted, strict=True))
