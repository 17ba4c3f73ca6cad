"""What an angry customer is offered inside a form, before its next question."""

from rasa_sdk.events import SlotSet

from actions.context import TurnContext
from actions.mood import is_angry
from actions.replies import Event, Replies


def soothe(context: TurnContext, replies: Replies) -> list[Event]:
    """Offer an angry customer a person once, in the place of the form's question."""
    if not is_angry(context) or context.slots.get("person_offered"):
        return []
    person = replies.choice("person", "human", handoff_reason="angry")
    replies.say("utter_offer_person_angry", [person, replies.choice("go_on", "deny")])
    replies.ask("person:angry")
    return [SlotSet("person_offered", True), SlotSet("prompted", context.turn_id)]


def answers_an_offer(context: TurnContext) -> bool:
    """Whether the message says yes or no to the person just offered."""
    return context.asked.startswith("person:") and context.intent in ("affirm", "deny", "human")
