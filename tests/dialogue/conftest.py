"""One Rasa for all dialogue tests; a fresh shop and a fresh conversation for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from tests.dialogue.actions_in_test import SECRET, Backstage, action_server, backstage
from tests.dialogue.bot_process import PYTHON, BotProcess, launched, train
from tests.dialogue.talk import Customer


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    if not PYTHON.exists():
        pytest.fail("Rasa's environment is missing; `make test` builds it")
    folder = tmp_path_factory.mktemp("rasa")
    with launched(train(folder / "model"), folder, SECRET) as process:
        yield process


@pytest.fixture
def details(request: pytest.FixtureRequest) -> bool:
    """Whether details are proof; parametrised by the tests that want it."""
    return bool(getattr(request, "param", False))


@pytest.fixture
async def behind(bot: BotProcess, tmp_path: Path, details: bool) -> AsyncIterator[Backstage]:
    behind = await backstage(tmp_path, by_details=details)
    runner = web.AppRunner(action_server(behind), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", bot.actions_port, reuse_address=True).start()
    yield behind
    await runner.cleanup()


@pytest.fixture
async def customer(bot: BotProcess, behind: Backstage) -> AsyncIterator[Customer]:
    async with ClientSession() as session:
        yield Customer(bot, behind, session)
