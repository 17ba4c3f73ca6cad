"""Bring the desk's database to today's schema."""

import asyncio

from desk.store.migrate import upgrade


async def migrate(database_url: str) -> None:
    """Create or upgrade the tables, entries' included."""
    await asyncio.to_thread(upgrade, database_url)
