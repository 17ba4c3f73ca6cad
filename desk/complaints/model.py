"""The frozen values of complaints."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storefront.model import Topic


class Status(StrEnum):
    """Whether an agent has answered."""

    OPEN = "open"
    ANSWERED = "answered"


class Letter(StrEnum):
    """What is still to be mailed about a complaint."""

    ANSWER = "answer"
    LATE = "late"


class UnknownComplaintError(LookupError):
    """There is no complaint with this number."""


class UnknownTurnError(LookupError):
    """The conversation has no such turn."""


class AlreadyAnsweredError(Exception):
    """The complaint has been answered, and not with this text."""


@dataclass(frozen=True)
class Heard:
    """A complaint as the bot heard it in one turn; ``order_id`` is the customer's own, ``email`` that on file."""

    conversation_id: str
    turn_id: str
    topic: Topic
    text: str
    language: str
    order_id: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Complaint:
    """A recorded complaint; a later one of the same customer in the same conversation adds to ``texts``.

    ``due_at`` is the promise, from ``urgent_at`` on little of its time is left; ``late_until`` is the second promise,
    made when the first was broken.
    """

    number: str
    conversation_id: str
    epoch: int
    customer_id: str | None
    order_id: str | None
    topic: Topic
    language: str
    email: str | None
    created_at: datetime
    urgent_at: datetime
    due_at: datetime
    late_until: datetime | None = None
    status: Status = Status.OPEN
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    texts: tuple[str, ...] = ()

    @property
    def promised_at(self) -> datetime:
        """By when the customer was last told that he is answered."""
        return self.late_until or self.due_at

    def is_urgent(self, now: datetime) -> bool:
        """Whether it is open and soon due."""
        return self.status is Status.OPEN and now >= self.urgent_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is open and its first promise broken."""
        return self.status is Status.OPEN and now >= self.due_at
