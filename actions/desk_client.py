"""The desk's internal calls: codes that prove who a guest is, identities proved in another way, complaints."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, cast

from aiohttp import ClientError, ClientSession, ClientTimeout

from foundation.turns import SECRET_HEADER

SECONDS = 5.0

CheckResult = Literal["verified", "wrong", "expired", "locked", "none"]
_RESULTS = ("verified", "wrong", "expired", "locked", "none")


class DeskUnavailableError(Exception):
    """The desk did not answer, or not with anything usable."""


@dataclass(frozen=True)
class Checked:
    """What became of a code."""

    result: CheckResult
    customer_id: str = ""
    tries_left: int = 0


@dataclass(frozen=True)
class ComplaintHeard:
    """A complaint for the desk to record; ``order_id`` and ``email`` are empty when they are not known."""

    conversation_id: str
    turn_id: str
    topic: str
    text: str
    language: str
    order_id: str = ""
    email: str = ""


@dataclass(frozen=True)
class ComplaintRecorded:
    """Its number and promise; not new when it was added to an open complaint."""

    number: str
    promised_at: datetime
    is_new: bool


class Complaints(Protocol):
    """Where complaints are recorded."""

    async def record_complaint(self, heard: ComplaintHeard) -> ComplaintRecorded:
        """Record what was said in a turn, once."""


class Verifier(Protocol):
    """How a guest's identity is proved and recorded."""

    async def send_code(
        self, conversation_id: str, customer_id: str | None, email: str, phone: str, language: str
    ) -> None:
        """Send a code to a customer's contact; the same without a customer, but nothing is sent."""

    async def check_code(self, conversation_id: str, code: str) -> Checked:
        """Check the six digits."""

    async def record_identity(self, conversation_id: str, customer_id: str, may_change: bool) -> None:
        """Tell the desk that the customer proved himself by details."""


class DeskClient:
    """Verifier and Complaints over HTTP; every call has a deadline and raises DeskUnavailableError."""

    def __init__(self, session: ClientSession, base: str, secret: str) -> None:
        self._session = session
        self._base = base
        self._secret = secret

    async def send_code(
        self, conversation_id: str, customer_id: str | None, email: str, phone: str, language: str
    ) -> None:
        """See the protocol."""
        body: dict[str, object] = {
            "conversation_id": conversation_id,
            "customer_id": customer_id,
            "language": language,
        }
        body |= {key: value for key, value in (("email", email), ("phone", phone)) if value}
        await self._post("/internal/verifications", body)

    async def check_code(self, conversation_id: str, code: str) -> Checked:
        """See the protocol."""
        answer = await self._post("/internal/verifications/check", {"conversation_id": conversation_id, "code": code})
        result = answer.get("result")
        if result not in _RESULTS:
            raise DeskUnavailableError("the desk's answer to a code cannot be read")
        return Checked(
            cast(CheckResult, result), str(answer.get("customer_id") or ""), int(answer.get("tries_left") or 0)
        )

    async def record_identity(self, conversation_id: str, customer_id: str, may_change: bool) -> None:
        """See the protocol."""
        body = {
            "conversation_id": conversation_id,
            "customer_id": customer_id,
            "method": "details",
            "may_change": may_change,
        }
        await self._post("/internal/identities", body)

    async def record_complaint(self, heard: ComplaintHeard) -> ComplaintRecorded:
        """See the protocol."""
        answer = await self._post(
            "/internal/complaints", {name: value for name, value in asdict(heard).items() if value}
        )
        try:
            promised_at = datetime.fromisoformat(str(answer["promised_at"]))
            return ComplaintRecorded(str(answer["number"]), promised_at, answer["is_new"] is True)
        except (KeyError, ValueError) as error:
            raise DeskUnavailableError("the desk's answer to a complaint cannot be read") from error

    async def _post(self, path: str, body: Mapping[str, object]) -> Mapping[str, Any]:
        try:
            async with self._session.post(
                self._base + path,
                json=body,
                headers={SECRET_HEADER: self._secret},
                timeout=ClientTimeout(total=SECONDS),
                allow_redirects=False,
            ) as response:
                if not 200 <= response.status < 300:
                    raise DeskUnavailableError(f"{path} answered with status {response.status}")
                answer = await response.json()
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise DeskUnavailableError(f"{path} did not answer: {type(error).__name__}") from error
        if not isinstance(answer, Mapping):
            raise DeskUnavailableError(f"{path} answered something that is no object")
        return answer
