"""The wire types of the figures."""

from collections.abc import Iterable
from datetime import date

from desk.api.types import Outgoing
from desk.learning.figures import Week


class TallyOut(Outgoing):
    """Customers' messages; ``share`` is the share answered, 0 to 1, null when the past answers were not asked."""

    asked: int
    answered: int
    share: float | None
    to_agent: int


class TopicOut(TallyOut):
    """Those of one topic; an empty one where the classifier could not be asked."""

    topic: str


class WeekOut(Outgoing):
    """A week from its Monday on."""

    monday: date
    topics: list[TopicOut]
    total: TallyOut


class AnswerFiguresOut(Outgoing):
    """Weeks in order, the running one last."""

    weeks: list[WeekOut]


def answer_figures_out(weeks: Iterable[Week]) -> AnswerFiguresOut:
    """Weeks as a wire value."""
    return AnswerFiguresOut(
        weeks=[
            WeekOut(
                monday=week.monday,
                topics=[
                    TopicOut(topic=topic, share=tally.share, **vars(tally)) for topic, tally in week.topics.items()
                ],
                total=TallyOut(share=week.total.share, **vars(week.total)),
            )
            for week in weeks
        ]
    )
