"""Past answers over plain HTTP: what agents review, correct, publish, retire and take back."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import uuid4

from aiohttp import web

from desk.api.agent import BASE, AgentGate
from desk.api.endpoint import Endpoint, Handler, Parameter, answer
from desk.api.entry_types import (
    LARGEST,
    EditedEntry,
    HistoryOut,
    NewEntry,
    PastAnswerAnswer,
    PastAnswersOut,
    Reason,
    RollBack,
    change_out,
    past_answer_out,
)
from desk.api.errors import ApiError
from desk.api.parsing import read_body
from knowledge_base.entries import Entry, EntryStore, Provenance, Question, Status, Step

MOST_ENTRIES = 200


class EntriesApi:
    """Every change is made in the name of the agent who is signed in."""

    def __init__(self, gate: AgentGate, entries: EntryStore) -> None:
        self._gate = gate
        self._entries = entries

    def endpoints(self) -> Iterable[Endpoint]:
        """The endpoints in the order of the documentation."""
        all_of_them, one = f"{BASE}/entries", f"{BASE}/entries/{{id}}"
        seen = (401, 403, 429, 503)
        changed = (400, *seen, 404, 409, 413, 422)
        listing = (
            Parameter("status", "string", "draft, in_review (the default), live or retired"),
            Parameter("limit", "integer", f"at most {MOST_ENTRIES}; 50 when left out"),
            Parameter("offset", "integer", "how many to leave out"),
        )
        steps = (
            (Step.SUBMIT, "Send a draft to review"),
            (Step.APPROVE, "Publish: the next customer who asks is answered from it"),
            (Step.REJECT, "Turn a proposal down"),
            (Step.RETIRE, "Take out of the answers"),
            (Step.REVIVE, "Bring back to review"),
        )
        return (
            Endpoint("GET", all_of_them, self.listed, "Past answers of a status, the latest changed first",
                     PastAnswersOut, access="agent", errors=(*seen, 422), parameters=listing),
            Endpoint("POST", all_of_them, self.propose, "Propose a past answer", PastAnswerAnswer, NewEntry, 201,
                     access="agent", errors=changed),
            Endpoint("GET", one, self.entry, "A past answer", PastAnswerAnswer, access="agent", errors=(*seen, 404)),
            Endpoint("GET", f"{one}/history", self.history, "Who did what to it when", HistoryOut, access="agent",
                     errors=(*seen, 404)),
            Endpoint("POST", f"{one}/edit", self.edit, "Change what it says", PastAnswerAnswer, EditedEntry,
                     access="agent", errors=changed),
            Endpoint("POST", f"{one}/rollback", self.roll_back, "Let it say again what it said in a version",
                     PastAnswerAnswer, RollBack, access="agent", errors=changed),
            *(
                Endpoint("POST", f"{one}/{step}", self._step(step), summary, PastAnswerAnswer, Reason,
                         access="agent", errors=changed)
                for step, summary in steps
            ),
        )  # fmt: skip

    async def listed(self, request: web.Request) -> web.Response:
        """Entries of a status."""
        await self._gate.enter(request)
        status, limit, offset = _listing(request)
        found = await self._entries.with_status(status, limit, offset)
        return answer(PastAnswersOut(entries=[past_answer_out(entry) for entry in found]))

    async def entry(self, request: web.Request) -> web.Response:
        """One entry."""
        await self._gate.enter(request)
        return _one(await self._entries.get(request.match_info["id"]))

    async def history(self, request: web.Request) -> web.Response:
        """Its changes."""
        await self._gate.enter(request)
        changes = await self._entries.history(request.match_info["id"])
        return answer(HistoryOut(changes=[change_out(change) for change in changes]))

    async def propose(self, request: web.Request) -> web.Response:
        """A new entry, to be reviewed."""
        session = await self._gate.enter(request)
        body = await read_body(request, NewEntry)
        entry = _entry(f"proposed-{uuid4().hex[:16]}", body)
        born = replace(entry, provenance=Provenance(agent=session.agent))
        return _one(await self._entries.propose(born, f"agent:{session.agent}", body.note), 201)

    async def edit(self, request: web.Request) -> web.Response:
        """Other words for an entry, whatever its status."""
        session = await self._gate.enter(request)
        body = await read_body(request, EditedEntry)
        entry = _entry(request.match_info["id"], body)
        return _one(await self._entries.edit(entry, f"agent:{session.agent}", body.note, body.expected_version))

    async def roll_back(self, request: web.Request) -> web.Response:
        """An earlier version."""
        session = await self._gate.enter(request)
        body = await read_body(request, RollBack)
        back = self._entries.roll_back(
            request.match_info["id"], body.version, f"agent:{session.agent}", body.note, body.expected_version
        )
        return _one(await back)

    def _step(self, step: Step) -> Handler:
        async def take(request: web.Request) -> web.Response:
            session = await self._gate.enter(request)
            body = await read_body(request, Reason)
            taken = self._entries.take(
                step, request.match_info["id"], f"agent:{session.agent}", body.note, body.expected_version
            )
            return _one(await taken)

        return take


def _entry(entry_id: str, body: NewEntry) -> Entry:
    return Entry(
        entry_id=entry_id,
        questions=tuple(Question(one.text, one.language) for one in body.questions),
        answers={str(language): text for language, text in body.answers.items()},
        tags=tuple(body.tags),
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        owner=body.owner,
    )


def _listing(request: web.Request) -> tuple[Status, int, int]:
    try:
        status = Status(request.query.get("status", Status.IN_REVIEW))
        limit, offset = int(request.query.get("limit", "50")), int(request.query.get("offset", "0"))
    except ValueError:
        raise ApiError(422, "status, limit or offset is none") from None
    if not 0 < limit <= MOST_ENTRIES or not 0 <= offset <= LARGEST:
        raise ApiError(422, f"limit must be 1 to {MOST_ENTRIES} and offset not negative")
    return status, limit, offset


def _one(entry: Entry, status: int = 200) -> web.Response:
    return answer(PastAnswerAnswer(entry=past_answer_out(entry)), status)
