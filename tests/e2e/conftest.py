"""One house for all end-to-end tests that do it no harm; a fresh one for those that do."""

from collections.abc import Iterator

import pytest

from tests.e2e.house import House


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo shop, running."""
    house = House(tmp_path_factory.mktemp("house") / "var")
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture
def own_house(tmp_path) -> Iterator[House]:
    """A house of its own for a test that kills, freezes or changes it."""
    house = House(tmp_path / "var")
    try:
        yield house.start()
    finally:
        house.stop()
