"""Waiting for what happened, once a customer has said that he complains and not of what."""

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction, end_form
from actions.complaints.action import TOPIC, ComplaintAction, ask_what_happened
from actions.complaints.topics import is_bare
from actions.context import TurnContext
from actions.mood import is_furious
from actions.proposals import leaves_it
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks.rules import asks_for_the_rule

MOST_ASIDES = 1
"""How often the question is put again behind the answer to something else; after that it is let go."""

LONGEST_NOD = 24
"""Characters of a greeting or a word of thanks that says nothing else."""

_FOR_THE_RULES = frozenset({"human", "insult"})
_SMALL_TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "bot_challenge"})


class ValidateComplaintForm(CustomerAction):
    """Takes what the customer says for his complaint; without events Rasa lets the rules answer a digression."""

    action_name = "validate_complaint_form"
    hands_over_fury = False

    def __init__(self, services: Services, complaint: ComplaintAction) -> None:
        super().__init__(services)
        self._complaint = complaint

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The events of this step."""
        if context.interrupted:
            return []
        if not context.requested:
            return [SlotSet("complaint_over", None)]
        if context.is_choice:
            return await self._hear(context, replies) if context.value(TOPIC) else []
        if context.intent in _FOR_THE_RULES:
            return []
        if context.intent in ("deny", "abort") or leaves_it(context):
            replies.say("utter_complaint_left")
            return _over()
        if _says_nothing(context) or _is_aside(context):
            return []
        return await self._hear(context, replies)

    async def _hear(self, context: TurnContext, replies: Replies) -> list[Event]:
        return [*await self._complaint.hear(context, replies), *_over()]


class AskComplaint(CustomerAction):
    """Asks once more what happened, after something else was talked about."""

    action_name = "action_ask_complaint_form_complaint_over"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Ask, unless the step before has asked already."""
        if context.slots.get("prompted") == context.turn_id:
            return []
        asides = int(context.slots.get("complaint_asides") or 0)
        if asides >= MOST_ASIDES:
            return [SlotSet("complaint_asides", None), *end_form()]
        ask_what_happened(replies, "utter_complaint_what_again")
        return [SlotSet("complaint_asides", asides + 1)]


class AfterComplaint(CustomerAction):
    """Closes the form."""

    action_name = "action_after_complaint"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Forget what was open."""
        return [SlotSet("complaint_over", None), SlotSet("complaint_asides", None)]


def _says_nothing(context: TurnContext) -> bool:
    """Whether the message says nothing that could be recorded."""
    small = context.intent in _SMALL_TALK and len(context.text) <= LONGEST_NOD
    return small or is_bare(context.text)


def _is_aside(context: TurnContext) -> bool:
    """Whether the message asks something about the shop rather than tells what happened."""
    calm = context.feeling.label != "negative" and not is_furious(context)
    return calm and context.intent not in ("complaint", "chitchat") and asks_for_the_rule(context)


def _over() -> list[Event]:
    return [SlotSet("complaint_over", True), SlotSet("requested_slot", None)]
