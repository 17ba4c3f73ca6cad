"""The proof form's questions, and what follows it."""

from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction, end_form
from actions.context import Mention, TurnContext
from actions.proof.form import code_choices
from actions.replies import Event, Goal, Replies
from actions.services import Services
from actions.tasks.left_open import LEFT_OPEN, LeftOpen, let_go
from actions.tasks.state import GOAL as TASK_GOAL
from actions.tasks.state import WISHES, tasks_in

_FORM_SLOTS = (
    "goal",
    "goal_order",
    "goal_text",
    "proof_contact",
    "proof_code",
    "proof_partial",
    "proof_for_change",
    "proof_asides",
)
MOST_ASIDES = 2
"""How often the question is put again behind the answer to something else; after that it is let go."""


class AskProofContact(CustomerAction):
    """Asks how the customer can be found, unless the step before has asked already."""

    action_name = "action_ask_proof_form_proof_contact"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Ask for e-mail, phone or order number, or for the details."""
        if context.slots.get("prompted") == context.turn_id:
            return []
        if _is_let_go(context):
            return _let_go(context)
        if self.services.proof.by_details:
            replies.say("utter_ask_proof_details")
        elif order := str(context.slots.get("goal_order") or ""):
            replies.say("utter_ask_proof_contact_of_order", order=order)
        else:
            replies.say("utter_ask_proof_contact")
        replies.ask("proof_contact")
        return _asked_once_more(context)


class AskProofCode(CustomerAction):
    """Asks for the six digits, unless the step before has asked already."""

    action_name = "action_ask_proof_form_proof_code"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Remind of the code after something else was talked about."""
        if context.slots.get("prompted") == context.turn_id:
            return []
        if _is_let_go(context):
            return _let_go(context)
        replies.say("utter_proof_code_wait", code_choices(replies))
        replies.ask("proof_code")
        return _asked_once_more(context)


class AfterProof(CustomerAction):
    """Goes on, in the turn of the proof, with what the customer wanted."""

    action_name = "action_after_proof"
    hands_over_fury = False
    hears_the_message = False

    def __init__(self, services: Services, goals: Mapping[str, Goal]) -> None:
        super().__init__(services)
        self._goals = goals

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Run the remembered goal once the proof of this turn holds, and forget the form."""
        forget = [SlotSet(name, None) for name in _FORM_SLOTS]
        goal = self._goals.get(str(context.slots.get("goal") or ""))
        if context.slots.get("proof_code") != context.turn_id or context.identity is None or goal is None:
            return forget
        number = str(context.slots.get("goal_order") or "")
        mentions = {"order_number": Mention(number, number)} if number else {}
        # The goal may open a form of its own, so its events come last.
        text = str(context.slots.get("goal_text") or "")
        return [*forget, *await goal(replace(context, text=text, form="", mentions=mentions), replies)]


def _is_let_go(context: TurnContext) -> bool:
    return int(context.slots.get("proof_asides") or 0) >= MOST_ASIDES


def _asked_once_more(context: TurnContext) -> list[Event]:
    if not context.interrupted:
        return []
    return [SlotSet("proof_asides", int(context.slots.get("proof_asides") or 0) + 1)]


def _let_go(context: TurnContext) -> list[Event]:
    """Close the form; the changes that waited for the proof can be taken up later."""
    waiting = tasks_in(context.slots.get(WISHES)) if context.slots.get("goal") == TASK_GOAL else ()
    left = let_go(waiting, LeftOpen.from_slot(context.slots.get(LEFT_OPEN)))
    return [*(SlotSet(name, None) for name in _FORM_SLOTS), *left.events(), *end_form()]
