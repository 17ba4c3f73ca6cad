"""One question of a customer about himself, on its way to the function that answers it."""

from dataclasses import dataclass

from actions.context import TurnContext
from actions.replies import Replies
from actions.services import Services

GOAL = "account"
"""What such a question is called when it waits for a proof or for the choice of an order; an intent's name too."""

MOST_LISTED = 10
"""Lines of a list; of more only the number is said."""


@dataclass(frozen=True)
class Inquiry:
    """``words`` ask, for the customer who has proved that he is ``customer_id``."""

    words: str
    customer_id: str
    context: TurnContext
    services: Services
    replies: Replies

    def lines(self, lines: list[str]) -> str:
        """A list with one line an item, cut where it gets long."""
        more = len(lines) - MOST_LISTED
        if more > 0:
            lines = [*lines[:MOST_LISTED], self.replies.part("utter_part_and_more", count=str(more))]
        return "\n".join(lines)
