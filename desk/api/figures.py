"""Figures over plain HTTP."""

from collections.abc import Iterable

from aiohttp import web

from desk.api.agent import BASE, AgentGate
from desk.api.endpoint import Endpoint, Parameter, answer
from desk.api.errors import ApiError
from desk.api.figure_types import AnswerFiguresOut, answer_figures_out
from desk.learning.figures import MOST_WEEKS, WEEKS, AnswerFigures


class FiguresApi:
    """What agents see of the bot's progress."""

    def __init__(self, gate: AgentGate, figures: AnswerFigures) -> None:
        self._gate = gate
        self._figures = figures

    def endpoints(self) -> Iterable[Endpoint]:
        """One endpoint."""
        weeks = Parameter("weeks", "integer", f"at most {MOST_WEEKS}, the running one last; {WEEKS} when left out")
        return (
            Endpoint("GET", f"{BASE}/figures/answers", self.answers,
                     "The share of customers' messages that past answers answered, by week and topic",
                     AnswerFiguresOut, access="agent", errors=(401, 403, 422, 429, 503), parameters=(weeks,)),
        )  # fmt: skip

    async def answers(self, request: web.Request) -> web.Response:
        """The share answered."""
        await self._gate.enter(request)
        return answer(answer_figures_out(await self._figures.weeks(_weeks(request))))


def _weeks(request: web.Request) -> int:
    try:
        weeks = int(request.query.get("weeks", WEEKS))
    except ValueError:
        weeks = 0
    if not 0 < weeks <= MOST_WEEKS:
        raise ApiError(422, f"weeks must be a whole number from 1 to {MOST_WEEKS}")
    return weeks
