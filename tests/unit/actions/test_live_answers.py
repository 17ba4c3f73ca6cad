"""The answerer over live entries follows the database and reads new entries before a customer needs them."""

import asyncio
from pathlib import Path
from queue import Queue

import pytest

from actions.models import ENTRIES_A_LOOK, LiveAnswers, ModelThreads
from desk.store.migrate import migrate_url
from knowledge_base.entries import EntryStore
from knowledge_base.retrieval.answerer import Answerer
from knowledge_base.retrieval.confidence import Calibrations
from knowledge_base.retrieval.library import Library
from knowledge_base.retrieval.vectors import CentredVectors
from tests.contract.entries_contract import an_entry, opened
from tests.unit.knowledge_base.test_answerer import CALIBRATION, NO_MEANS, BigramEncoder


class NotingAnswerer(Answerer):
    """Notes which entries it is to read beforehand."""

    def __init__(self) -> None:
        vectors = CentredVectors(BigramEncoder(), NO_MEANS)
        super().__init__(vectors, Library(vectors), Calibrations(*[CALIBRATION] * 4))
        self.read: Queue[list[str]] = Queue()

    def warm(self, entries) -> None:
        self.read.put([entry.entry_id for entry in entries])


@pytest.fixture
async def store(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}"
    await migrate_url(url)
    async with opened(url) as store:
        yield store


async def test_new_entries_are_read_a_few_at_a_time_while_changes_are_still_followed(store: EntryStore, tmp_path: Path):
    ids = [f"e{number}" for number in range(ENTRIES_A_LOOK + 2)]
    await store.put([an_entry(one) for one in ids])
    answerer, threads = NotingAnswerer(), ModelThreads()
    live = LiveAnswers(answerer, store, threads, tmp_path / "answers.index")
    await live.wait_for_entries(1)
    assert answerer.read.empty()
    following = asyncio.create_task(live.keep_fresh())
    first, second = [await asyncio.to_thread(answerer.read.get, timeout=10) for _ in range(2)]
    assert (len(first), len(second)) == (ENTRIES_A_LOOK, 2)
    assert sorted([*first, *second]) == ids
    await store.put([an_entry("new")])
    assert await asyncio.to_thread(answerer.read.get, timeout=10) == ["new"]
    assert answerer.library.get("new") is not None
    following.cancel()
    threads.close()
