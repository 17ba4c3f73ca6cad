"""Figures over plain HTTP."""

from collections.abc import Iterable
from datetime import date

from aiohttp import web

from desk.api.agent import BASE, AgentGate
from desk.api.endpoint import Endpoint, Parameter, answer
from desk.api.errors import ApiError
from desk.api.figure_types import AnswerFiguresOut, answer_figures_out
from desk.api.satisfaction_types import SatisfactionFiguresOut, satisfaction_figures_out
from desk.learning.figures import MOST_WEEKS, WEEKS, AnswerFigures
from desk.satisfaction.figures import DAYS, SatisfactionFigures

YEARS = range(2000, 3000)
"""Years that a day may be of."""


class FiguresApi:
    """What agents see of the bot's progress and of the customers' satisfaction."""

    def __init__(self, gate: AgentGate, figures: AnswerFigures, satisfaction: SatisfactionFigures) -> None:
        self._gate = gate
        self._figures = figures
        self._satisfaction = satisfaction

    def endpoints(self) -> Iterable[Endpoint]:
        """The endpoints in the order of the documentation."""
        errors = (401, 403, 422, 429, 503)
        weeks = Parameter("weeks", "integer", f"at most {MOST_WEEKS}, the running one last; {WEEKS} when left out")
        first = Parameter("from", "string", f"first day counted, such as 2026-05-04; {DAYS} days when left out")
        last = Parameter("to", "string", "last day counted; today when left out")
        return (
            Endpoint("GET", f"{BASE}/figures/answers", self.answers,
                     "The share of customers' messages that past answers answered, by week and topic",
                     AnswerFiguresOut, access="agent", errors=errors, parameters=(weeks,)),
            Endpoint("GET", f"{BASE}/figures/satisfaction", self.satisfaction,
                     "How satisfied customers were, by who served them, and the reasons they gave",
                     SatisfactionFiguresOut, access="agent", errors=errors, parameters=(first, last)),
        )  # fmt: skip

    async def answers(self, request: web.Request) -> web.Response:
        """The share answered."""
        await self._gate.enter(request)
        return answer(answer_figures_out(await self._figures.weeks(_weeks(request))))

    async def satisfaction(self, request: web.Request) -> web.Response:
        """How satisfied customers were."""
        await self._gate.enter(request)
        first, last = _day(request, "from"), _day(request, "to")
        summary = await self._satisfaction.summary(first, last)
        if summary.first > summary.last:
            raise ApiError(422, "from: must not be after to")
        return answer(satisfaction_figures_out(summary))


def _weeks(request: web.Request) -> int:
    try:
        weeks = int(request.query.get("weeks", WEEKS))
    except ValueError:
        weeks = 0
    if not 0 < weeks <= MOST_WEEKS:
        raise ApiError(422, f"weeks must be a whole number from 1 to {MOST_WEEKS}")
    return weeks


def _day(request: web.Request, name: str) -> date | None:
    text = request.query.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS or day.isoformat() != text:
        raise ApiError(422, f"{name}: must be a day such as 2026-05-04")
    return day
