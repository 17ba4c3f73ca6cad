"""One house for all end-to-end tests that do it no harm; a fresh one for those that do."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from knowledge_base.entries import EntryStore, Step
from provision.browser import find_browser
from rehearsal.house import ROOT, House


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo shop, running; the tests that break a part on purpose name other models or want no answers."""
    models = Path(os.environ.get("HOUSE_MODELS", ROOT / "models"))
    house = House(tmp_path_factory.mktemp("house") / "var", models=models)
    try:
        house.start()
        if "HOUSE_EMPTY_ANSWERS" in os.environ:
            asyncio.run(retire_all_answers(house))
        yield house
    finally:
        house.stop()


async def retire_all_answers(house: House) -> None:
    """Empty the knowledge base and wait until the action server has seen it."""
    store = EntryStore(f"sqlite+aiosqlite:///{house.var / 'desk.db'}")
    for entry in await store.live():
        await store.take(Step.RETIRE, entry.entry_id, "test")
    await store.close()
    await asyncio.sleep(2)


@pytest.fixture
def own_house(tmp_path) -> Iterator[House]:
    """A house of its own for a test that kills, freezes or changes it."""
    house = House(tmp_path / "var")
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real Chromium; the tests' set-up has found or fetched one."""
    path = find_browser()
    assert path is not None, "no Chromium: run `make test`, which fetches one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(path),
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser profile of its own."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()
