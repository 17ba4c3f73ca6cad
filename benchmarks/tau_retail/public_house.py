"""The house that serves the public shop, given back in its first state before each conversation."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tau_retail.shop import Shop
from rehearsal.house import House, models_folder
from storefront.adapters.sqlite import SqliteShop
from storefront.exchange import read_shop

SETTINGS = {
    "CONCIERGE_SEED": "none",
    "CONCIERGE_POLICY": str(Path(__file__).with_name("policy.toml")),
    "CONCIERGE_GUEST_VERIFICATION": "details",
    "CONCIERGE_DETAILS_MAY_CHANGE": "1",
    "CONCIERGE_RATE_LIMIT": "off",
}
"""A guest proves himself by name and postcode or e-mail, as the public policy says."""


@dataclass(frozen=True)
class PublicHouse:
    """A running house, the live file of its shop and the file that it is reset from."""

    house: House
    live: Path
    kept: Path

    def reset(self) -> None:
        """Give the shop its first state; nobody may be talking."""
        _copied(self.kept, self.live)

    def shop(self) -> Shop:
        """The shop as it stands."""
        return Shop.of(asyncio.run(SqliteShop(self.live).dump()))


@contextmanager
def public_house(data: Path, scratch: Path) -> Iterator[PublicHouse]:
    """Import the public shop and run a house on it until the block ends."""
    live, kept = scratch / "shop.db", scratch / "first_state.db"
    asyncio.run(SqliteShop(live).load(read_shop(data / "shop")))
    _copied(live, kept)
    house = House(scratch / "var", {**SETTINGS, "CONCIERGE_SHOP": str(live)}, models_folder())
    try:
        yield PublicHouse(house.start(), live, kept)
    finally:
        house.stop()


def _copied(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
