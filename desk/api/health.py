"""Whether the desk lives and how the processes behind it are."""

from collections.abc import Iterable

from aiohttp import web

from desk.api.endpoint import Endpoint, answer
from desk.api.types import HealthAnswer, LiveAnswer
from desk.bot.readiness import Readiness


class HealthApi:
    """``/live`` and ``/health``."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    def endpoints(self) -> Iterable[Endpoint]:
        """Both endpoints."""
        return (
            Endpoint("GET", "/live", self.live, "The desk runs", LiveAnswer),
            Endpoint(
                "GET", "/health", self.health, "How desk, Rasa and action server are; 503 until all were ready once",
                HealthAnswer, errors=(503,),
            ),
        )  # fmt: skip

    async def live(self, _request: web.Request) -> web.Response:
        """Always 200."""
        return answer(LiveAnswer())

    async def health(self, _request: web.Request) -> web.Response:
        """503 until both processes have been ready once, then 200 with ``degraded`` while one is away."""
        health = await self._readiness.health()
        if not self._readiness.has_been_ready:
            return answer(HealthAnswer(status="starting", rasa=health.rasa, actions=health.actions), 503)
        status = HealthAnswer(status="ok" if health.is_ok else "degraded", rasa=health.rasa, actions=health.actions)
        return answer(status)
