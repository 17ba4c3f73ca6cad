"""Codes that prove who a guest is: sent, checked, bounded in tries, time and number."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.background import Background
from desk.conversations.sentences import sentence
from desk.identity import people
from desk.mail.courier import Courier
from desk.mail.port import Letter, NotSentError
from desk.store import challenges
from desk.store import conversations as store
from desk.store.challenges import Challenge
from desk.store.database import Database
from desk.store.secrets import new_id
from foundation.turns import Identity

TRIES = 5
LIFETIME = timedelta(minutes=10)
MOST_SENDS = 3

logger = logging.getLogger(__name__)

Result = Literal["verified", "wrong", "expired", "locked", "none"]


@dataclass(frozen=True)
class Addressee:
    """Who asked for a code: nobody's code is made all the same, so that the answer does not tell who is a customer."""

    customer_id: str | None
    email: str = ""
    phone: str = ""

    @property
    def destination(self) -> tuple[Literal["email", "sms"], str] | None:
        """Where the code goes: the e-mail when there is one, else the phone."""
        if self.customer_id is None:
            return None
        if self.email:
            return "email", self.email
        return ("sms", self.phone) if self.phone else None


@dataclass(frozen=True)
class Checked:
    """What became of a code."""

    result: Result
    customer_id: str | None = None
    tries_left: int | None = None
    customer_changed: bool = False


class Verification:
    """Makes, sends and checks codes; the clock is real time."""

    def __init__(
        self,
        database: Database,
        courier: Courier,
        background: Background,
        key: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._courier = courier
        self._background = background
        self._key = key.encode()
        self._now = now

    async def send(self, conversation_id: str, addressee: Addressee, language: str) -> None:
        """Send a code to a customer's address on file; raise UnknownConversationError."""
        destination = addressee.destination
        code = f"{secrets.randbelow(1_000_000):06d}"
        challenge = self._challenge(conversation_id, addressee.customer_id, code, destination)
        async with self._database.writing() as connection:
            await store.get(connection, conversation_id, lock=True)
            recent = await challenges.sent_since(
                connection, self._now() - LIFETIME, conversation_id, challenge.destination_hash
            )
            if max(recent) >= MOST_SENDS:
                logger.info("verification_not_sent", extra={"conversation_id": conversation_id, "reason": "too many"})
                return
            await challenges.replace(connection, challenge)
        if destination is not None:
            letter = self._letter(conversation_id, destination, code, language)
            # The letter is on its way when the customer reads that it is, unless the mail server is slow.
            sending = self._background.start(self._deliver(letter))
            await asyncio.wait({sending}, timeout=1.0)

    async def check(self, conversation_id: str, code: str) -> Checked:
        """Check a code; a right one proves the customer, may change orders and can be used once."""
        async with self._database.writing() as connection:
            await store.get(connection, conversation_id, lock=True)
            challenge = await challenges.live(connection, conversation_id)
            if challenge is None:
                return Checked("none")
            if challenge.expires_at <= self._now():
                return Checked("expired")
            if challenge.tries_left <= 0:
                return Checked("locked", tries_left=0)
            right = hmac.compare_digest(challenge.code_hash, self._digest(challenge.id, code))
            customer_id = challenge.customer_id
            if (
                not right
                or customer_id is None
                or not await people.may_become(connection, conversation_id, customer_id)
            ):
                left = await challenges.use_try(connection, challenge.id)
                return Checked("locked" if left <= 0 else "wrong", tries_left=left)
            return await self._accept(connection, conversation_id, customer_id)

    async def _accept(self, connection: AsyncConnection, conversation_id: str, customer_id: str) -> Checked:
        await challenges.end(connection, conversation_id)
        identity = Identity(customer_id, "code", self._now().isoformat(), may_change=True)
        changed = await people.accept(connection, conversation_id, identity, within_turn=True)
        return Checked("verified", customer_id, customer_changed=changed)

    def _challenge(
        self, conversation_id: str, customer_id: str | None, code: str, destination: tuple[str, str] | None
    ) -> Challenge:
        identifier, now = new_id("v"), self._now()
        return Challenge(
            id=identifier,
            conversation_id=conversation_id,
            customer_id=customer_id,
            code_hash=self._digest(identifier, code),
            destination_hash=self._digest("destination", destination[1].casefold()) if destination else None,
            tries_left=TRIES,
            created_at=now,
            expires_at=now + LIFETIME,
        )

    def _letter(
        self, conversation_id: str, destination: tuple[Literal["email", "sms"], str], code: str, language: str
    ) -> Letter:
        channel, to = destination
        subject, text = sentence("code_subject", language), sentence("code", language, code=code)
        return Letter(channel, to, subject, text, code, language, conversation_id, self._now())

    async def _deliver(self, letter: Letter) -> None:
        try:
            await self._courier.send(letter)
        except NotSentError:
            logger.exception("verification_not_sent", extra={"conversation_id": letter.conversation_id})

    def _digest(self, salt: str, text: str) -> str:
        return hmac.new(self._key, f"{salt}:{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
