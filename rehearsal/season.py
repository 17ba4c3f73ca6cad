"""All conversations one after the other, on one stage at a time: each kind of house is started once."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rehearsal.domain import Domain
from rehearsal.playing import Result, play
from rehearsal.script import Conversation, Verification
from rehearsal.stage import Stage


@dataclass
class Season:
    """Plays conversations and remembers which actions ran; the shop's state allows one at a time.

    ``folder`` takes the state folders; ``close`` stops the house that is still running.
    """

    folder: Path
    models: Path
    domain: Domain = field(default_factory=Domain.read)
    actions: set[str] = field(default_factory=set)
    _stage: Stage | None = None
    _verification: Verification | None = None

    def play(self, conversation: Conversation) -> Result:
        """Play one conversation on a stage of its kind; raise HouseDidNotStartError."""
        return asyncio.run(play(self._stage_for(conversation.verification), conversation, self.domain))

    def close(self) -> None:
        """Stop the house, if there is one, and note the actions it ran."""
        if self._stage is not None:
            self._stage.close()
            self.actions |= self._stage.actions()
            self._stage = self._verification = None

    def _stage_for(self, verification: Verification) -> Stage:
        if self._stage is None or self._verification is not verification:
            self.close()
            self._stage = Stage(self.folder / verification, self.models, verification)
            self._verification = verification
            self._stage.raise_curtain()
        return self._stage


def in_playing_order(conversations: Iterable[Conversation]) -> list[Conversation]:
    """Those that share a house next to each other, else as they are written."""
    kinds = list(Verification)
    return sorted(conversations, key=lambda conversation: kinds.index(conversation.verification))


def play_all(season: Season, conversations: Iterable[Conversation]) -> Iterator[Result]:
    """Play all, in playing order."""
    for conversation in in_playing_order(conversations):
        yield season.play(conversation)
