"""One step of the cancel form."""

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction
from actions.cancel.reasons import reason_in
from actions.cancel.words import form_slots, proposal_choices, reason_choices, say_refusal
from actions.context import TurnContext
from actions.mood import is_furious
from actions.order_choice import Chosen, NotHis, choose
from actions.proposals import Proposal, verdict
from actions.replies import Event, Replies
from actions.soothing import answers_an_offer, soothe
from storefront.policy import Refused, may_cancel

_SWITCHES = frozenset({"cancel_order", "inform", "deny", "affirm", "order_status"})


class ValidateCancelForm(CustomerAction):
    """One step of the form: a reason, a yes or no, another order, or something else that goes to the rules."""

    action_name = "validate_cancel_form"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The events of this step; none is a digression."""
        if context.interrupted:
            return []
        if not context.requested:
            return [SlotSet("cancel_confirmed", None)]
        if is_furious(context) or answers_an_offer(context):
            return []
        if events := await self._another_order(context, replies):
            return events
        step = self._reason if context.requested == "cancel_reason" else self._confirmation
        return step(context, replies) or soothe(context, replies)

    async def _another_order(self, context: TurnContext, replies: Replies) -> list[Event]:
        mention = context.mentions.get("order_number")
        current = str(context.slots.get("cancel_order_id") or "")
        if mention is None or context.identity is None:
            return []
        chosen = await choose(context, self.services, context.identity.customer_id)
        if isinstance(chosen, NotHis):
            replies.say("utter_order_unknown", number=chosen.number)
            return [SlotSet("cancel_confirmed", None)]
        if not isinstance(chosen, Chosen) or chosen.order.order_id == current or context.intent not in _SWITCHES:
            return []
        decision = may_cancel(chosen.order, self.services.policy, self.services.now())
        if isinstance(decision, Refused):
            await say_refusal(decision.reason, chosen.order, self.services, replies)
            return [SlotSet("cancel_confirmed", None)]
        return form_slots(chosen.order, str(context.slots.get("cancel_reason") or ""))

    def _reason(self, context: TurnContext, replies: Replies) -> list[Event]:
        accepted = self.services.policy.cancel.reasons
        if reason := reason_in(context, accepted, answering=True):
            return [SlotSet("cancel_reason", reason)]
        if context.intent in ("deny", "abort"):
            return _keep(context, replies)
        if context.intent in ("inform", "affirm", "oos", "nlu_fallback") and accepted:
            replies.say("utter_cancel_reason_unknown", reason_choices(self.services, replies))
            return [SlotSet("prompted", context.turn_id)]
        return []

    def _confirmation(self, context: TurnContext, replies: Replies) -> list[Event]:
        proposal = Proposal.from_slot(context.slots.get("proposal"))
        if proposal is None:
            return [SlotSet("cancel_confirmed", None)]
        match verdict(context, proposal):
            case "yes":
                return [SlotSet("cancel_confirmed", proposal.key), SlotSet("requested_slot", None)]
            case "no":
                return _keep(context, replies)
        if context.intent in ("affirm", "cancel_order") and not context.is_choice:
            return _ask_clearly(context, replies, proposal)
        return []


def _ask_clearly(context: TurnContext, replies: Replies, proposal: Proposal) -> list[Event]:
    """Ask for a clear yes; a wish stated anew with its order, as after a turn that failed, starts anew."""
    if "order_number" in context.mentions:
        return [SlotSet("cancel_reason", None), SlotSet("proposal", None)]
    replies.say("utter_cancel_yes_or_no", proposal_choices(proposal, replies), order=proposal.order_id)
    replies.ask(f"proposal:{proposal.key}")
    return [SlotSet("prompted", context.turn_id)]


def _keep(context: TurnContext, replies: Replies) -> list[Event]:
    replies.say("utter_cancel_kept", order=str(context.slots.get("cancel_order_id") or ""))
    return [SlotSet("proposal", None), SlotSet("requested_slot", None)]
