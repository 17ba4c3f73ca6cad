"""What customers say of a conversation that has ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SCORES = (5, 4, 3, 2, 1)
"""The scale, best first."""

GOOD = 4
"""Scores from here on are a praise; those below are asked for their reason."""

BAD = 2
"""Scores up to here come with the offer of a person."""

BOT = "bot"
AGENT = "agent:"
"""Who served: ``bot``, or ``agent:`` with the agent's name, as in the audit."""


class Reason(StrEnum):
    """Why a customer was not satisfied."""

    TOO_SLOW = "too_slow"
    NOT_UNDERSTOOD = "not_understood"
    NOT_SOLVED = "not_solved"
    RULES = "rules"
    UNFRIENDLY = "unfriendly"
    OTHER = "other"


@dataclass(frozen=True)
class Feedback:
    """An answer or a part of one; in a part, what is None was not said."""

    score: int | None = None
    reason: Reason | None = None
    word: str | None = None


@dataclass(frozen=True)
class Satisfaction:
    """What was asked of one customer of a conversation and what he answered."""

    conversation_id: str
    epoch: int
    customer_id: str | None
    served_by: str
    asked_at: datetime
    score: int | None
    reason: Reason | None
    word: str | None
    answered_at: datetime | None

    @property
    def feedback(self) -> Feedback:
        """The whole answer."""
        return Feedback(self.score, self.reason, self.word)
