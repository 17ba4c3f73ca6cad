"""What the action server asks and tells the desk; without the internal secret these paths do not exist."""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from desk.api.complaint_types import ComplaintHeard, ComplaintRecorded
from desk.api.endpoint import Endpoint, answer
from desk.api.errors import ApiError
from desk.api.parsing import read_body
from desk.api.types import Incoming, Nothing, Outgoing
from desk.complaints.book import ComplaintBook
from desk.complaints.model import Heard
from desk.conversations.register import Register
from desk.identity.verification import Addressee, Verification
from foundation.settings import Settings
from foundation.turns import SECRET_HEADER, Identity, same_secret
from storefront.model import Topic

CustomerId = Annotated[str, Field(min_length=1, max_length=128)]
ConversationId = Annotated[str, Field(min_length=1, max_length=64)]


class CodeWanted(Incoming):
    """A guest wants to prove who he is; ``customer_id`` is null when nobody has this address."""

    conversation_id: ConversationId
    customer_id: CustomerId | None
    email: Annotated[str, Field(max_length=320)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    language: str = "en"


class CodeGiven(Incoming):
    """A guest gives a code."""

    conversation_id: ConversationId
    code: Annotated[str, Field(max_length=100)]


class CodeChecked(Outgoing):
    """What became of it."""

    result: Literal["verified", "wrong", "expired", "locked", "none"]
    customer_id: str | None = Field(default=None, exclude_if=lambda value: value is None)
    tries_left: int | None = Field(default=None, exclude_if=lambda value: value is None)


class DetailsProof(Incoming):
    """The action server has found a customer by his details."""

    conversation_id: ConversationId
    customer_id: CustomerId
    method: Literal["details"]
    may_change: bool


class InternalApi:
    """Codes, proofs and complaints."""

    def __init__(self, settings: Settings, verification: Verification, register: Register, book: ComplaintBook) -> None:
        self._settings = settings
        self._verification = verification
        self._register = register
        self._book = book

    def endpoints(self) -> Iterable[Endpoint]:
        """The endpoints; they are not part of the public description."""
        base = "/internal"
        return (
            Endpoint("POST", f"{base}/verifications", self.send, "Send a code", Nothing, CodeWanted, 202),
            Endpoint("POST", f"{base}/verifications/check", self.check, "Check a code", CodeChecked, CodeGiven),
            Endpoint("POST", f"{base}/identities", self.prove, "Keep a proof by details", Nothing, DetailsProof),
            Endpoint("POST", f"{base}/complaints", self.complain, "Record", ComplaintRecorded, ComplaintHeard),
        )

    async def send(self, request: web.Request) -> web.Response:
        """Send a code when the customer exists; the answer is the same when he does not."""
        self._admit(request)
        body = await read_body(request, CodeWanted)
        addressee = Addressee(body.customer_id, body.email or "", body.phone or "")
        await self._verification.send(body.conversation_id, addressee, body.language)
        return answer(Nothing(), 202)

    async def check(self, request: web.Request) -> web.Response:
        """Check a code."""
        self._admit(request)
        body = await read_body(request, CodeGiven)
        code = "".join(unicodedata.normalize("NFKC", body.code).split())
        checked = await self._verification.check(body.conversation_id, code)
        if checked.customer_changed:
            await self._register.customer_changed(body.conversation_id)
        return answer(
            CodeChecked(result=checked.result, customer_id=checked.customer_id, tries_left=checked.tries_left)
        )

    async def prove(self, request: web.Request) -> web.Response:
        """Keep a proof by details, if the shop accepts such."""
        self._admit(request)
        body = await read_body(request, DetailsProof)
        if self._settings.guest_verification != "details":
            raise ApiError(403, "this shop verifies guests by code")
        may_change = body.may_change and self._settings.details_may_change
        identity = Identity(body.customer_id, body.method, datetime.now(UTC).isoformat(), may_change)
        await self._register.prove_in_chat(body.conversation_id, identity)
        return answer(Nothing())

    async def complain(self, request: web.Request) -> web.Response:
        """Record a complaint; the same turn again gives the same answer."""
        self._admit(request)
        body = await read_body(request, ComplaintHeard)
        heard = Heard(
            conversation_id=body.conversation_id,
            turn_id=body.turn_id,
            topic=Topic(body.topic),
            text=body.text,
            language=body.language,
            order_id=body.order_id,
            email=body.email,
        )
        complaint, is_new = await self._book.record(heard)
        return answer(ComplaintRecorded(number=complaint.number, promised_at=complaint.promised_at, is_new=is_new))

    def _admit(self, request: web.Request) -> None:
        if not same_secret(request.headers.get(SECRET_HEADER), self._settings.internal_secret):
            raise ApiError(404, "Not Found")
