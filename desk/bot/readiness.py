"""Whether Rasa and the action server are there, and whether both have been ready once since the desk started."""

import asyncio
import time
from dataclasses import dataclass

from desk.bot.actions import Actions
from desk.bot.rasa import Rasa

PROBE_AGAIN = 0.5
"""Seconds for which a probe's result is good."""


@dataclass(frozen=True)
class Health:
    """The state of the two processes behind the desk."""

    rasa: str
    actions: str

    @property
    def is_ok(self) -> bool:
        """Whether both answer."""
        return self.rasa == self.actions == "ok"


class Readiness:
    """Probes both processes; ``run()`` does it until both have been ready once."""

    def __init__(self, rasa: Rasa, actions: Actions) -> None:
        self._rasa = rasa
        self._actions = actions
        self._probed_at = float("-inf")
        self._health = Health("away", "away")
        self._probing = asyncio.Lock()
        self._rasa_seen = asyncio.Event()
        self._actions_seen = asyncio.Event()

    @property
    def has_been_ready(self) -> bool:
        """Whether both have been ready at least once."""
        return self._rasa_seen.is_set() and self._actions_seen.is_set()

    async def health(self) -> Health:
        """The state now, at most half a second old."""
        async with self._probing:
            if time.monotonic() - self._probed_at > PROBE_AGAIN:
                rasa, actions = await asyncio.gather(self._rasa.health(), self._actions.health())
                self._health = Health(rasa, actions)
                self._probed_at = time.monotonic()
                for state, seen in ((rasa, self._rasa_seen), (actions, self._actions_seen)):
                    if state == "ok":
                        seen.set()
        return self._health

    async def run(self) -> None:
        """Probe until both have been ready once."""
        while not self.has_been_ready:
            await self.health()
            await asyncio.sleep(PROBE_AGAIN)

    async def rasa_has_been_ready(self) -> None:
        """Wait for Rasa's first sign of life; later on it is simply called."""
        await self._rasa_seen.wait()
