"""The chat API of customers over plain HTTP."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

from aiohttp import web

from desk.api import limits
from desk.api.access import Gate, address, bearer, number
from desk.api.edge import CHAT
from desk.api.endpoint import Endpoint, Parameter, answer
from desk.api.errors import ApiError
from desk.api.limits import RateLimits
from desk.api.parsing import read_body
from desk.api.types import (
    ConversationOpened,
    History,
    NewConversation,
    NewMessage,
    Nothing,
    OpenConversation,
    OpenConversations,
    Proof,
    SignIn,
    TurnAnswer,
)
from desk.api.wire import message_out
from desk.conversations.register import Register
from desk.conversations.turns import Turns, Utterance
from desk.handoff.queue import Queue
from desk.identity.people import for_turn
from desk.identity.tokens import TokenVerifier
from foundation.turns import Identity

ONE = f"{CHAT}/{{id}}"


class ChatApi:
    """Conversations, identity and messages."""

    def __init__(
        self,
        register: Register,
        turns: Turns,
        queue: Queue,
        verifier: TokenVerifier,
        gate: Gate,
        rate_limits: RateLimits,
    ) -> None:
        self._register = register
        self._turns = turns
        self._queue = queue
        self._verifier = verifier
        self._gate = gate
        self._limits = rate_limits

    def endpoints(self) -> Iterable[Endpoint]:
        """The endpoints in the order of the documentation."""
        guarded = (401, 403, 404, 429, 503)
        return (
            Endpoint(
                "POST", CHAT, self.open, "Open a conversation", ConversationOpened, NewConversation, 201,
                errors=(400, 403, 413, 422, 429, 503),
            ),
            Endpoint(
                "GET", CHAT, self.resume, "List and resume the signed-in customer's open conversations",
                OpenConversations, access="identity", errors=(401, 403, 429, 503),
            ),
            Endpoint(
                "POST", f"{ONE}/identity", self.sign_in, "Sign in inside a conversation", Proof, SignIn,
                access="conversation", errors=(400, *guarded, 413, 422),
            ),
            Endpoint(
                "DELETE", f"{ONE}/identity", self.sign_out, "Sign out and hide everything so far", Nothing,
                access="conversation", errors=guarded,
            ),
            Endpoint(
                "POST", f"{ONE}/messages", self.say, "Send a message and get the turn's answer", TurnAnswer,
                NewMessage, access="conversation", errors=(400, *guarded, 409, 413, 422),
            ),
            Endpoint(
                "GET", f"{ONE}/messages", self.history, "Messages so far", History, access="conversation",
                errors=(*guarded, 422), parameters=(Parameter("after", "integer", "only messages above this seq"),),
            ),
        )  # fmt: skip

    async def open(self, request: web.Request) -> web.Response:
        """Open a conversation, signed in when an identity token comes with it."""
        self._limits.check(limits.ADDRESS, address(request))
        self._limits.check(limits.OPENING, address(request))
        body = await read_body(request, NewConversation)
        identity = self._identity(request, body.identity) if body.identity is not None else None
        opened = await self._register.open(body.channel, body.locale or _preferred_language(request), identity)
        return answer(
            ConversationOpened(
                conversation_id=opened.conversation.id,
                token=opened.token,
                expires_at=opened.conversation.expires_at,
            ),
            201,
        )

    async def resume(self, request: web.Request) -> web.Response:
        """The customer's open conversations on any device."""
        self._limits.check(limits.ADDRESS, address(request))
        token = request.headers.get("X-Concierge-Identity")
        if token is None:
            raise ApiError(401, "the header X-Concierge-Identity is needed")
        found = await self._register.resume(self._identity(request, token))
        return answer(
            OpenConversations(
                conversations=[
                    OpenConversation(
                        conversation_id=one.conversation.id,
                        token=one.token,
                        expires_at=one.conversation.expires_at,
                        state=one.conversation.state.value,
                        channel=one.conversation.channel,
                        created_at=one.conversation.created_at,
                    )
                    for one in found
                ]
            )
        )

    async def sign_in(self, request: web.Request) -> web.Response:
        """Keep who the customer is."""
        conversation = await self._gate.enter(request)
        body = await read_body(request, SignIn)
        identity = self._identity(request, body.identity)
        proof = for_turn(await self._register.sign_in(conversation.id, identity, bearer(request)), datetime.now(UTC))
        if proof is None:
            raise ApiError(409, "the customer signed out meanwhile")
        return answer(Proof(customer_id=proof.customer_id, may_change=proof.may_change))

    async def sign_out(self, request: web.Request) -> web.Response:
        """Forget who the customer is."""
        conversation = await self._gate.enter(request)
        await self._register.sign_out(conversation.id, bearer(request))
        return answer(Nothing())

    async def say(self, request: web.Request) -> web.Response:
        """Take a message and wait for its first answer."""
        asked_at = asyncio.get_running_loop().time()
        conversation = await self._gate.enter(request)
        self._gate.count_message(conversation, address(request))
        body = await read_body(request, NewMessage)
        ticket = await self._turns.take(
            conversation.id, conversation.epoch, Utterance(body.text, body.choice), body.client_message_id, asked_at
        )
        turn = await self._turns.answer(ticket)
        return answer(TurnAnswer(messages=[message_out(one) for one in turn.messages], state=turn.state.value))

    async def history(self, request: web.Request) -> web.Response:
        """What the customer may see."""
        await self._gate.enter(request)
        after = number(request, "after", 0)
        conversation, found = await self._register.history(request.match_info["id"], after)
        return answer(
            History(
                messages=[message_out(one) for one in found],
                state=conversation.state.value,
                position=await self._queue.position(conversation),
            )
        )

    def _identity(self, request: web.Request, token: str) -> Identity:
        self._limits.check(limits.PROVING, address(request))
        return self._verifier.identity(token)


def _preferred_language(request: web.Request) -> str:
    return "zh" if request.headers.get("Accept-Language", "").strip().casefold().startswith("zh") else "en"
