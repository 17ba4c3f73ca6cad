"""Every conversation in tests/conversations, played against a house."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.house import ROOT
from rehearsal.reading import read_conversations
from rehearsal.report import story
from rehearsal.script import Conversation
from rehearsal.season import Season, in_playing_order

CONVERSATIONS = in_playing_order(read_conversations(ROOT / "tests" / "conversations"))


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    models = Path(os.environ.get("HOUSE_MODELS", ROOT / "models"))
    season = Season(tmp_path_factory.mktemp("season"), models)
    yield season
    season.close()


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)
def test_it_goes_as_written(season: Season, conversation: Conversation):
    result = season.play(conversation)
    assert result.passed, story(result)
