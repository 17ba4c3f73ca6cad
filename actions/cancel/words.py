"""What is said while an order is cancelled, apart from the receipt."""

from rasa_sdk.events import SlotSet

from actions import order_words
from actions.proposals import Proposal
from actions.replies import Choice, Event, Replies
from actions.services import Services
from storefront.model import Order
from storefront.policy import Reason

GOAL = "cancel_order"
FORM = "cancel_form"

_USUAL_REASONS = ("no longer needed", "ordered by mistake", "other")


async def say_refusal(reason: Reason, order: Order, services: Services, replies: Replies) -> None:
    """Why the order cannot be cancelled, in words."""
    if reason in (Reason.REASON_MISSING, Reason.REASON_NOT_ACCEPTED):
        replies.say("utter_cancel_reason_unknown", reason_choices(services, replies))
        return
    facts = {"order": order_words.number(order)}
    if reason is Reason.ALREADY_CANCELLED:
        facts["refund"] = await order_words.made_refund(order, services, replies)
    replies.say(f"utter_refused_{reason.value}", **facts)


def reason_choices(services: Services, replies: Replies) -> list[Choice]:
    """The policy's reasons as choices, and the way out."""
    reasons = services.policy.cancel.reasons or _USUAL_REASONS
    known = [reason for reason in reasons if _title(reason) in services.book.names]
    choices = [replies.choice(_title(reason).removeprefix("utter_title_"), "inform", reason=reason) for reason in known]
    return [*choices, replies.choice("keep", "abort")]


def _title(reason: str) -> str:
    return "utter_title_reason_" + reason.replace(" ", "_")


def proposal_choices(proposal: Proposal, replies: Replies) -> list[Choice]:
    """Yes and no to this proposal and to no other."""
    return [
        replies.choice("yes_cancel", "affirm", proposal=proposal.key),
        replies.choice("no_keep", "deny", proposal=proposal.key),
    ]


def form_slots(order: Order, reason: str) -> list[Event]:
    """The form for this order, with the reason when it is known."""
    return [
        SlotSet("order_id", order.order_id),
        SlotSet("cancel_order_id", order.order_id),
        SlotSet("cancel_reason", reason or None),
        SlotSet("cancel_confirmed", None),
        SlotSet("proposal", None),
    ]
