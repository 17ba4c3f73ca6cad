"""Complaints over plain HTTP: what agents see and answer."""

from collections.abc import Iterable

from aiohttp import web

from desk.api.agent import BASE, AgentGate
from desk.api.complaint_types import ComplaintAnswered, ComplaintAnswerText, ComplaintsOut, complaint_out
from desk.api.endpoint import Endpoint, Parameter, answer
from desk.api.errors import ApiError
from desk.api.parsing import read_body
from desk.complaints.book import ComplaintBook
from desk.complaints.model import Status


class ComplaintsApi:
    """The list of complaints and the answer to one."""

    def __init__(self, gate: AgentGate, book: ComplaintBook) -> None:
        self._gate = gate
        self._book = book

    def endpoints(self) -> Iterable[Endpoint]:
        """Two endpoints."""
        status = Parameter("status", "string", "open (when left out) or answered")
        seen = (401, 403, 422, 429, 503)
        return (
            Endpoint("GET", f"{BASE}/complaints", self.listed, "Complaints, the one due first in front",
                     ComplaintsOut, access="agent", errors=seen, parameters=(status,)),
            Endpoint("POST", f"{BASE}/complaints/{{number}}/answer", self.answer,
                     "Answer a complaint in its conversation and by mail", ComplaintAnswered, ComplaintAnswerText,
                     access="agent", errors=(400, *seen, 404, 409, 413)),
        )  # fmt: skip

    async def listed(self, request: web.Request) -> web.Response:
        """Complaints in one status."""
        await self._gate.enter(request)
        found = await self._book.listed(_status(request))
        now = self._book.now()
        return answer(ComplaintsOut(complaints=[complaint_out(one, now) for one in found]))

    async def answer(self, request: web.Request) -> web.Response:
        """Answer the customer."""
        session = await self._gate.enter(request)
        body = await read_body(request, ComplaintAnswerText)
        complaint = await self._book.answer(request.match_info["number"], session.agent, body.text)
        return answer(ComplaintAnswered(complaint=complaint_out(complaint, self._book.now())))


def _status(request: web.Request) -> Status:
    try:
        return Status(request.query.get("status", Status.OPEN))
    except ValueError:
        raise ApiError(422, f"status must be one of {', '.join(Status)}") from None
