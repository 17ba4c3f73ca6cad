"""Questions about the customer himself: recognised, proved, answered; what is none of them goes the way it went."""

import re
from collections.abc import Awaitable, Callable, Mapping

from rasa_sdk.events import SlotSet

from actions.account import order_dates, order_facts, profile, wallet
from actions.account.inquiry import GOAL, Inquiry
from actions.account.others import asked_of_another
from actions.account.questions import OF_HIMSELF, Asked, asked_in
from actions.action import CustomerAction
from actions.context import TurnContext
from actions.following_up import asks_again, asks_of_himself
from actions.proof.gate import Gate
from actions.replies import Event, Goal, Replies
from actions.services import Services

_TELLERS: Mapping[Asked, Callable[[Inquiry], Awaitable[list[Event]]]] = {
    Asked.ORDERS: order_facts.list_orders,
    Asked.CONTENTS: order_facts.tell_contents,
    Asked.PAID: order_facts.tell_paid,
    Asked.TRACKING: order_facts.tell_tracking,
    Asked.ADDRESS: order_facts.tell_address,
    Asked.DATES: order_dates.tell_dates,
    Asked.COUPONS: wallet.list_coupons,
    Asked.POINTS: wallet.tell_points,
    Asked.GIFT_CARD: wallet.tell_gift_cards,
    Asked.PROFILE: profile.tell_profile,
}
_ASKS_ITSELF = re.compile(
    r"在哪|到哪|什么时候|多久|怎么|为什么|\b(?:where(?:['’]?s)?|when|why|how|cancel|return|exchange)\b", re.IGNORECASE
)
"""Words with which a message asks something of its own, so that it only happens to name an order."""


class Account:
    """Answers such a question, behind the proof."""

    def __init__(self, services: Services, gate: Gate) -> None:
        self._services = services
        self._gate = gate

    async def tell(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """The events of the answer or of the proof that comes first; None when no such question is asked."""
        # A guest who writes an e-mail address says who he is himself.
        says_who_he_is = context.identity is None and "email" in context.mentions
        if not says_who_he_is and (another := asked_of_another(context.words)):
            replies.say("utter_others_private")
            return [SlotSet("told", told(another))]
        words, asked = _asked(context)
        if asked is None:
            return None
        gate = await self._gate.open(context, replies, GOAL)
        if gate.identity is None:
            return gate.events
        events = await _TELLERS[asked](Inquiry(words, gate.identity.customer_id, context, self._services, replies))
        return [*events, SlotSet("told", told(asked))]


def told(asked: Asked) -> str:
    """How a fact that was told is remembered."""
    return f"{GOAL}:{asked}"


def _asked(context: TurnContext) -> tuple[str, Asked | None]:
    """The words that ask, and the fact: asked for now, before we asked which order, or before this message."""
    names_order = "order_number" in context.mentions
    words = context.words
    asked = asked_in(words, names_order)
    answers = context.asked == f"order:{GOAL}" and not _ASKS_ITSELF.search(words)
    if asked is None and answers:  # which order it was about is the answer to our question
        words = str(context.slots.get("goal_text") or "")
        asked = asked_in(words, names_order)
    if asked is None and context.told.startswith(f"{GOAL}:") and not context.asked.startswith("order:"):
        before = Asked(context.told.partition(":")[2])
        again = asks_of_himself(context.words) if before in OF_HIMSELF else asks_again(context)
        if again:
            return context.words, before
    return words, asked


class AccountAction(CustomerAction):
    """Intents that are about the customer himself or about how the shop does such things."""

    action_name = "action_account"

    def __init__(self, services: Services, account: Account, otherwise: Goal) -> None:
        super().__init__(services)
        self._account = account
        self._otherwise = otherwise

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Tell the fact asked for; else answer the question in general."""
        events = await self._account.tell(context, replies)
        return await self._otherwise(context, replies) if events is None else events

    async def serve_without_facts(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The past answers at once: what this action could tell was looked for before."""
        return await self._otherwise(context, replies)
