"""The wire types of what customers say of their conversations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from desk.api.types import Incoming, Outgoing, cleaned
from desk.satisfaction.figures import SatisfactionSummary
from desk.satisfaction.model import Feedback, Reason, Satisfaction
from desk.satisfaction.reading import LONGEST_WORD
from desk.store.satisfaction import Tally

Score = Annotated[int, Field(ge=1, le=5, description="5 is best")]
ReasonCode = Literal["too_slow", "not_understood", "not_solved", "rules", "unfriendly", "other"]
Word = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD), AfterValidator(cleaned)]


class NewRating(Incoming):
    """How satisfied the customer is; what is left out of a later one is no longer said."""

    score: Score
    reason: ReasonCode | None = None
    word: Word | None = None

    @property
    def feedback(self) -> Feedback:
        """The whole answer."""
        return Feedback(self.score, Reason(self.reason) if self.reason else None, self.word)


class RatingOut(Outgoing):
    """The answer as it stands."""

    score: int
    reason: ReasonCode | None
    word: str | None
    answered_at: datetime


class SatisfactionOut(Outgoing):
    """What agents see: asked, perhaps not answered; ``served_by`` is ``bot``, or ``agent:`` with a name."""

    served_by: str
    asked_at: datetime
    score: int | None
    reason: ReasonCode | None
    word: str | None
    answered_at: datetime | None


class SatisfactionTallyOut(Outgoing):
    """How many were asked and answered; mean and share of scores 4 and 5 are null without answers."""

    asked: int
    answered: int
    mean: float | None
    share_good: float | None


class ServerOut(SatisfactionTallyOut):
    """Those served by ``bot``, or by ``agent:`` with a name."""

    served_by: str


class ReasonOut(Outgoing):
    """How often a reason was given."""

    reason: ReasonCode
    count: int


class SatisfactionFiguresOut(Outgoing):
    """Of those asked on the days from ``first`` to ``last``, both counted."""

    first: date
    last: date
    total: SatisfactionTallyOut
    by: list[ServerOut]
    reasons: list[ReasonOut]


def rating_out(kept: Satisfaction) -> RatingOut:
    """An answer as its customer sees it."""
    return RatingOut.model_validate(vars(kept))


def satisfaction_out(kept: Satisfaction) -> SatisfactionOut:
    """What a customer was asked and said, as agents see it."""
    return SatisfactionOut.model_validate(vars(kept))


def satisfaction_figures_out(summary: SatisfactionSummary) -> SatisfactionFiguresOut:
    """The figures as a wire value."""
    return SatisfactionFiguresOut(
        first=summary.first,
        last=summary.last,
        total=SatisfactionTallyOut.model_validate(_tally(summary.total)),
        by=[ServerOut.model_validate({"served_by": who, **_tally(tally)}) for who, tally in summary.by.items()],
        reasons=[ReasonOut(reason=reason.value, count=count) for reason, count in summary.reasons.items()],
    )


def _tally(tally: Tally) -> Mapping[str, object]:
    return {"asked": tally.asked, "answered": tally.answered, "mean": tally.mean, "share_good": tally.share_good}
