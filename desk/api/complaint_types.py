"""The wire types of complaints."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from desk.api.types import CustomerText, Incoming, Outgoing
from desk.complaints.model import Complaint

TopicName = Literal["late", "goods", "money", "treatment", "waiting", "rules", "other"]


class ComplaintHeard(Incoming):
    """A complaint that the bot heard in one turn."""

    conversation_id: Annotated[str, Field(min_length=1, max_length=64)]
    turn_id: Annotated[str, Field(min_length=1, max_length=64)]
    topic: TopicName
    text: CustomerText
    language: Literal["zh", "en"]
    order_id: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    email: Annotated[str, Field(min_length=3, max_length=320)] | None = None


class ComplaintRecorded(Outgoing):
    """Its number, by when the customer is answered, and whether it is a new one or adds to an open one."""

    number: str
    promised_at: datetime
    is_new: bool


class ComplaintAnswerText(Incoming):
    """An agent's answer."""

    text: CustomerText


class ComplaintOut(Outgoing):
    """A complaint as agents see it; ``late_until`` is what was promised after ``due_at`` had passed."""

    number: str
    conversation_id: str
    customer_id: str | None
    order_id: str | None
    topic: TopicName
    language: str
    texts: list[str]
    by_mail: bool
    status: Literal["open", "answered"]
    created_at: datetime
    due_at: datetime
    late_until: datetime | None
    urgent: bool
    overdue: bool
    answered_by: str | None
    answered_at: datetime | None
    answer: str | None


class ComplaintsOut(Outgoing):
    """Complaints, the one due first in front."""

    complaints: list[ComplaintOut]


class ComplaintAnswered(Outgoing):
    """The complaint as it stands now."""

    complaint: ComplaintOut


def complaint_out(one: Complaint, now: datetime) -> ComplaintOut:
    """A complaint on the wire."""
    return ComplaintOut(
        number=one.number,
        conversation_id=one.conversation_id,
        customer_id=one.customer_id,
        order_id=one.order_id,
        topic=one.topic.value,
        language=one.language,
        texts=list(one.texts),
        by_mail=one.email is not None,
        status=one.status.value,
        created_at=one.created_at,
        due_at=one.due_at,
        late_until=one.late_until,
        urgent=one.is_urgent(now),
        overdue=one.is_overdue(now),
        answered_by=one.answered_by,
        answered_at=one.answered_at,
        answer=one.answer,
    )
