"""Yes, no and bare details outside a form: they mean what the bot asked last."""

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.action import CustomerAction, hand_over
from actions.answer import AnswerAction
from actions.catalogue.action import ASKED as WHICH_PRODUCT
from actions.context import TurnContext
from actions.offers import handoff_reason
from actions.order_choice import points_at_a_listed_one
from actions.receipts import tell_done
from actions.replies import Event, Goal, Replies
from actions.services import Services
from actions.tasks.insisting import asks_why, refused_before

_ORDER = re.compile(r"订单|快递|包裹|\b(?:orders?|parcel|package)\b", re.IGNORECASE)


class AffirmAction(CustomerAction):
    """A yes: to the person offered, or to a change that is long done."""

    action_name = "action_affirm"

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Hand over, tell that it is done already, or say that nothing is open."""
        if context.asked.startswith("person:") and not context.is_choice:
            return hand_over(replies, "utter_handoff", handoff_reason(context))
        key = context.value("proposal") or context.asked.partition("done:")[2]
        if not key:
            replies.say("utter_nothing_to_confirm")
            return []
        if not await tell_done(key, context.conversation_id, self.services.shop, replies):
            replies.say("utter_proposal_gone")
        return []


class DenyAction(CustomerAction):
    """A no: to the person offered, to an old proposal, or to nothing; "why not?" behind a refusal is none."""

    action_name = "action_deny"

    def __init__(self, services: Services, goals: Mapping[str, Goal]) -> None:
        super().__init__(services)
        self._goals = goals

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Accept the no."""
        if asks_why(context) and refused_before(context):
            return await self._goals["insist"](context, replies)
        if context.value("proposal"):
            replies.say("utter_proposal_gone")
        elif context.asked.startswith("person:") or context.is_choice:
            replies.say("utter_offer_declined")
        else:
            replies.say("utter_nothing_to_deny")
        return []


class InformAction(CustomerAction):
    """Details nobody asked for in a form, or a choice from a list."""

    action_name = "action_inform"

    def __init__(self, services: Services, goals: Mapping[str, Goal], answer: AnswerAction) -> None:
        super().__init__(services)
        self._goals = goals
        self._answer = answer

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Answer the chosen question, look at the named order or product, or take the text for a question."""
        if "entry_id" in context.mentions:
            return await self._answer.serve(context, replies)
        if "order_number" in context.mentions or points_at_a_listed_one(context):
            asked = context.asked.partition("order:")[2]
            goal = asked if asked in self._goals else "order_status"
            return await self._goals[goal](context, replies)
        if context.asked == WHICH_PRODUCT and not context.is_choice:
            return await self._goals[WHICH_PRODUCT](context, replies)
        if context.identity is None and {"email", "phone"} & context.mentions.keys() and _ORDER.search(context.text):
            return await self._goals["order_status"](context, replies)
        if context.is_choice or {"email", "phone", "code"} & context.mentions.keys():
            replies.say("utter_inform_what")
            return []
        return await self._answer.serve(replace(context, intent="nlu_fallback"), replies)
