"""The agent API over plain HTTP."""

import asyncio
from collections.abc import Iterable

from aiohttp import web

from desk.api import limits
from desk.api.access import address
from desk.api.agent_types import (
    AgentMessageAnswer,
    AgentOut,
    AgentText,
    ConversationOut,
    EntryAnswer,
    HandBack,
    Login,
    NoFields,
    QueueOut,
    SessionOut,
)
from desk.api.edge import is_same_origin
from desk.api.endpoint import Endpoint, answer
from desk.api.errors import ApiError
from desk.api.limits import RateLimits
from desk.api.parsing import read_body
from desk.api.satisfaction_types import satisfaction_out
from desk.api.types import Nothing
from desk.api.wire import agent_message_out, card_out, entry_out, queue_out, suggestion_out
from desk.bot.actions import Actions, CustomerCard, Suggestion
from desk.bot.calls import UnavailableError
from desk.conversations.events import QueueEntry
from desk.handoff.agents import SESSION_LIFE, Agents
from desk.handoff.ownership import Ownership
from desk.handoff.queue import Queue
from desk.satisfaction.ratings import Ratings
from desk.store.agent_sessions import AgentSession
from foundation.turns import same_secret

BASE = "/api/v1/agent"
COOKIE = "concierge_agent"
CSRF_HEADER = "X-Concierge-CSRF"


class AgentGate:
    """Lets signed-in agents in: by cookie, from our own pages only, with the session's word for what changes things."""

    def __init__(self, agents: Agents, rate_limits: RateLimits) -> None:
        self._agents = agents
        self._limits = rate_limits

    async def enter(self, request: web.Request) -> AgentSession:
        """The agent's session; raise ApiError 401 or 403."""
        self._limits.check(limits.AGENT, address(request))
        if not is_same_origin(request):
            raise ApiError(403, "the agent API is used from its own origin only")
        session = await self._agents.session(request.cookies.get(COOKIE, ""))
        if session is None:
            raise ApiError(401, "sign in first")
        if request.method != "GET" and not same_secret(request.headers.get(CSRF_HEADER), session.csrf):
            raise ApiError(403, f"the header {CSRF_HEADER} is missing or wrong")
        return session

    async def sign_in(self, request: web.Request) -> web.Response:
        """Open a session for a name and password."""
        if not is_same_origin(request):
            raise ApiError(403, "the agent API is used from its own origin only")
        body = await read_body(request, Login)
        self._limits.check(limits.LOGIN, f"address:{address(request)}")
        self._limits.check(limits.LOGIN, f"name:{body.name}")
        signed_in = await self._agents.sign_in(body.name, body.password)
        response = answer(_session_out(signed_in.session))
        response.set_cookie(
            COOKIE,
            signed_in.token,
            path=BASE,
            max_age=int(SESSION_LIFE.total_seconds()),
            httponly=True,
            samesite="Strict",
            secure=request.secure,
        )
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the session."""
        await self.enter(request)
        await self._agents.sign_out(request.cookies.get(COOKIE, ""))
        response = answer(Nothing())
        response.del_cookie(COOKIE, path=BASE, httponly=True, samesite="Strict")
        return response

    async def session(self, request: web.Request) -> web.Response:
        """Who is signed in."""
        return answer(_session_out(await self.enter(request)))


class AgentApi:
    """The queue and what agents do with conversations."""

    def __init__(self, gate: AgentGate, ownership: Ownership, queue: Queue, actions: Actions, ratings: Ratings) -> None:
        self._gate = gate
        self._ownership = ownership
        self._queue = queue
        self._actions = actions
        self._ratings = ratings

    def endpoints(self) -> Iterable[Endpoint]:
        """The endpoints in the order of the documentation."""
        one = f"{BASE}/conversations/{{id}}"
        seen = (401, 403, 429, 503)
        changed = (400, *seen, 404, 409, 413, 422)
        return (
            Endpoint(
                "POST", f"{BASE}/login", self._gate.sign_in, "Sign in", SessionOut, Login,
                errors=(400, 401, 403, 413, 422, 429, 503),
            ),
            Endpoint("GET", f"{BASE}/session", self._gate.session, "Who is signed in", SessionOut, access="agent",
                     errors=seen),
            Endpoint("POST", f"{BASE}/logout", self._gate.sign_out, "Sign out", Nothing, NoFields, access="agent",
                     errors=seen),
            Endpoint("GET", f"{BASE}/queue", self.queue, "Who waits and who is being helped", QueueOut,
                     access="agent", errors=seen),
            Endpoint("GET", one, self.conversation, "A conversation, its customer and suggested answers",
                     ConversationOut, access="agent", errors=(*seen, 404)),
            Endpoint("POST", f"{one}/claim", self.claim, "Take a waiting conversation", EntryAnswer, NoFields,
                     access="agent", errors=changed),
            Endpoint("POST", f"{one}/reply", self.reply, "Answer the customer", AgentMessageAnswer, AgentText, 201,
                     access="agent", errors=changed),
            Endpoint("POST", f"{one}/note", self.note, "Leave a note the customer never sees", AgentMessageAnswer,
                     AgentText, 201, access="agent", errors=changed),
            Endpoint("POST", f"{one}/return", self.give_back, "Return the conversation to the bot", EntryAnswer,
                     HandBack, access="agent", errors=changed),
            Endpoint("POST", f"{one}/close", self.close, "End the conversation", EntryAnswer, NoFields,
                     access="agent", errors=changed),
        )  # fmt: skip

    async def queue(self, request: web.Request) -> web.Response:
        """Who waits and who is being helped."""
        await self._gate.enter(request)
        return answer(queue_out(await self._queue.read()))

    async def conversation(self, request: web.Request) -> web.Response:
        """A conversation with its customer's card and suggested answers, which may be missing but never delay it."""
        await self._gate.enter(request)
        entry, history = await self._ownership.look(request.match_info["id"])
        card, suggestions = await asyncio.gather(self._card(entry), self._suggestions(entry))
        said = await self._ratings.of(entry.conversation)
        return answer(
            ConversationOut(
                conversation=entry_out(entry),
                messages=[agent_message_out(message) for message in history],
                customer=card_out(card) if card else None,
                suggestions=[suggestion_out(one) for one in suggestions],
                satisfaction=satisfaction_out(said) if said else None,
            )
        )

    async def claim(self, request: web.Request) -> web.Response:
        """Take a waiting conversation."""
        session = await self._gate.enter(request)
        await read_body(request, NoFields)
        await self._ownership.claim(request.match_info["id"], session.agent)
        return await self._entry(request)

    async def reply(self, request: web.Request) -> web.Response:
        """Answer the customer."""
        session = await self._gate.enter(request)
        body = await read_body(request, AgentText)
        message = await self._ownership.reply(
            request.match_info["id"], session.agent, body.text, body.client_message_id
        )
        return answer(AgentMessageAnswer(message=agent_message_out(message)), 201)

    async def note(self, request: web.Request) -> web.Response:
        """Leave a note for colleagues."""
        session = await self._gate.enter(request)
        body = await read_body(request, AgentText)
        message = await self._ownership.note(request.match_info["id"], session.agent, body.text, body.client_message_id)
        return answer(AgentMessageAnswer(message=agent_message_out(message)), 201)

    async def give_back(self, request: web.Request) -> web.Response:
        """Return the conversation to the bot."""
        session = await self._gate.enter(request)
        body = await read_body(request, HandBack)
        await self._ownership.give_back(request.match_info["id"], session.agent, body.note or "")
        return await self._entry(request)

    async def close(self, request: web.Request) -> web.Response:
        """End the conversation."""
        session = await self._gate.enter(request)
        await read_body(request, NoFields)
        await self._ownership.close(request.match_info["id"], session.agent)
        return await self._entry(request)

    async def _entry(self, request: web.Request) -> web.Response:
        return answer(EntryAnswer(conversation=entry_out(await self._queue.entry(request.match_info["id"]))))

    async def _card(self, entry: QueueEntry) -> CustomerCard | None:
        identity = entry.conversation.identity
        if identity is None:
            return None
        try:
            return await self._actions.card(identity.customer_id)
        except UnavailableError:
            return None

    async def _suggestions(self, entry: QueueEntry) -> tuple[Suggestion, ...]:
        if entry.last_message is None:
            return ()
        try:
            return await self._actions.suggestions(entry.last_message.text, entry.conversation.last_language)
        except UnavailableError:
            return ()


def _session_out(session: AgentSession) -> SessionOut:
    return SessionOut(agent=AgentOut(name=session.agent), csrf=session.csrf)
