"""One running house, put back before each conversation: the shop as it was seeded, the codes' ration full."""

import asyncio
import sqlite3
import time
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from foundation.clock import BusinessClock
from rehearsal.ageing import age_desk, age_tracker, older
from rehearsal.house import House
from rehearsal.script import ShopChanges, Trouble, Verification
from rehearsal.shop import with_changes
from rehearsal.trackers import actions_run, read_events
from rehearsal.trouble import in_trouble
from storefront.adapters.sqlite import SqliteShop
from storefront.model import ShopData

OPENING = datetime.fromisoformat("2026-06-15T10:00:00+08:00")
"""When every rehearsal begins; the demo shop of that day has the same orders each time."""

ENVIRONMENT = {
    Verification.CODE: {"CONCIERGE_GUEST_VERIFICATION": "code"},
    Verification.DETAILS: {"CONCIERGE_GUEST_VERIFICATION": "details"},
    Verification.DETAILS_MAY_CHANGE: {
        "CONCIERGE_GUEST_VERIFICATION": "details",
        "CONCIERGE_DETAILS_MAY_CHANGE": "1",
    },
}


class Stage:
    """A house in its own state folder whose clock begins at OPENING; ``raise_curtain`` starts it."""

    def __init__(self, folder: Path, models: Path, verification: Verification) -> None:
        self.clock = BusinessClock(OPENING, time.time())
        environment = {
            "CONCIERGE_CLOCK": OPENING.isoformat(),
            "CONCIERGE_CLOCK_ANCHOR": str(self.clock.anchor),
            **ENVIRONMENT[verification],
        }
        self.house = House(folder / "var", environment=environment, models=models)
        self._shop = SqliteShop(self.house.var / "shop.db")
        self._seeded = folder / "seeded.db"

    def raise_curtain(self) -> None:
        """Start the house and keep its freshly seeded shop; raise HouseDidNotStartError."""
        self.house.start()
        _copy(self.house.var / "shop.db", self._seeded)

    def close(self) -> None:
        """Stop the house."""
        self.house.stop()

    async def put_back(self) -> None:
        """Let the next conversation find the shop as it was seeded, and no codes sent in the last minutes."""
        await self.put_shop_back()
        await self.forget_codes()

    async def put_shop_back(self) -> None:
        """The shop as it was seeded."""
        await asyncio.to_thread(_copy, self._seeded, self.house.var / "shop.db")

    async def forget_codes(self) -> None:
        """No codes were sent in the last minutes."""
        await asyncio.to_thread(_forget_codes, self.house.var / "desk.db")

    async def shop(self) -> ShopData:
        """The whole shop as it is now."""
        return await self._shop.dump()

    async def change_shop(self, changes: ShopChanges, now: datetime) -> None:
        """Put parts into the shop's records; raise PartError when one does not fit."""
        if changes.parts:
            await self._shop.load(with_changes(await self._shop.dump(), changes, now))

    async def replace_shop(self, data: ShopData) -> None:
        """Put another shop in the place of the one there is."""
        await self._shop.load(data)

    async def let_pass(self, span: timedelta, conversation_id: str) -> None:
        """Make the shop, and all that is kept of a conversation, older by so much."""
        await self._shop.load(older(await self._shop.dump(), span))
        await asyncio.to_thread(age_desk, self.house.var / "desk.db", conversation_id, span)
        await asyncio.to_thread(age_tracker, self.house.var / "rasa.db", conversation_id, span)

    def shop_in_trouble(self, trouble: Trouble | None) -> AbstractContextManager[None]:
        """Hold the shop's database in trouble for one turn."""
        return in_trouble(self.house.var / "shop.db", trouble)

    async def receipts(self, conversation_id: str) -> int:
        """How many changes the shop made in a conversation."""
        return len(await self._shop.receipts(conversation_id))

    def newest_code(self, conversation_id: str) -> str | None:
        """The newest code that was sent in a conversation, None when there is none."""
        mails = [mail for mail in self.house.mails() if mail["conversation_id"] == conversation_id]
        codes = [mail["code"] for mail in mails if mail["code"]]
        return codes[-1] if codes else None

    def identity(self, customer_id: str, age: timedelta = timedelta(0), **claims: Any) -> str:
        """The storefront's word for who this is, given so long ago."""
        return self.house.identity(customer_id, **{"iat": datetime.now(UTC) - age, **claims})

    def actions(self) -> frozenset[str]:
        """The actions that Rasa's trackers hold."""
        return frozenset(actions_run(read_events(self.house.var / "rasa.db")))


def _copy(source: Path, target: Path) -> None:
    """Copy a database that others may have open, page by page under its locks."""
    with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target, timeout=10)) as to:
        from_.backup(to)


def _forget_codes(desk: Path) -> None:
    """Codes to one address are rationed by the minute; what one conversation had sent is not the next one's matter."""
    with closing(sqlite3.connect(desk, timeout=10)) as connection, connection:
        connection.execute("DELETE FROM challenges")
