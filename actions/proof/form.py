"""One step of the proof form: a contact, a code, or details."""

import re

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction
from actions.context import TurnContext
from actions.mood import is_furious
from actions.proof.contacts import Contact, code_in, contact_in, is_only_digits, remembered_contact, send_code
from actions.proof.details import Details, details_in, introduction_in
from actions.proof.gate import Gate
from actions.replies import Choice, Event, Replies
from actions.services import Services
from actions.soothing import answers_an_offer, soothe
from foundation.turns import Identity, Turn
from storefront.model import Customer

MOST_TRIES = 5

_AGAIN = re.compile(
    r"没收到|没有收到|收不到|重发|重新发|再发|还没来|\b(?:resend|send (?:it )?again|new code|another code|"
    r"(?:did ?n[o']?t|haven'?t|not) (?:get|got|receive[d]?)|no code|nothing came)\b",
    re.IGNORECASE,
)


class ValidateProofForm(CustomerAction):
    """Takes what the message gives; without events, Rasa lets the rules answer a digression first."""

    action_name = "validate_proof_form"
    hands_over_fury = False

    def __init__(self, services: Services, gate: Gate) -> None:
        super().__init__(services)
        self._gate = gate

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The events of this step."""
        if context.interrupted:
            return []
        if context.identity and self._is_enough(context, context.identity):
            return self._proved(context)
        opening = not context.requested
        if not opening and (is_furious(context) or answers_an_offer(context)):
            return []
        if opening and remembered_contact(context.slots):
            return [SlotSet("proof_code", None)]
        step = self._details_step if self.services.proof.by_details else self._code_step
        if events := await step(context, replies):
            return events
        if opening:
            return [SlotSet("proof_code", None)]
        if context.intent in ("abort", "deny"):
            replies.say("utter_proof_abort")
            return [SlotSet("goal", None), SlotSet("requested_slot", None)]
        return [] if context.intent == "complaint" else soothe(context, replies)

    def _is_enough(self, context: TurnContext, identity: Identity) -> bool:
        return not context.slots.get("proof_for_change") or self._gate.suffices_for_change(identity)

    async def _code_step(self, context: TurnContext, replies: Replies) -> list[Event]:
        known = remembered_contact(context.slots)
        if known and (code := code_in(context)):
            return await self._check(context, replies, known, code)
        if named := contact_in(context, answering=known is None and bool(context.requested)):
            return await self._send(context, replies, named)
        if known and ("resend" in context.mentions or _AGAIN.search(context.text)):
            return await self._send(context, replies, known)
        if known and is_only_digits(context):  # a code with a digit too many or too few is no order number
            replies.say("utter_proof_code_wait", code_choices(replies))
            replies.ask("proof_code")
            return [SlotSet("proof_code", None), SlotSet("prompted", context.turn_id)]
        return []

    async def _send(self, context: TurnContext, replies: Replies, contact: Contact) -> list[Event]:
        await send_code(self.services, context, contact)
        first = not context.requested
        replies.say("utter_proof_code_sent_first" if first else "utter_proof_code_sent", code_choices(replies))
        replies.ask("proof_code")
        return [SlotSet("proof_contact", contact.as_slot()), SlotSet("prompted", context.turn_id)]

    async def _check(self, context: TurnContext, replies: Replies, contact: Contact, code: str) -> list[Event]:
        checked = await self.services.verifier.check_code(context.conversation_id, code)
        if checked.result == "verified":
            now = self.services.real_now().isoformat()
            return self._greet(context, replies, Identity(checked.customer_id, "code", now, may_change=True))
        if checked.result == "locked":
            return _locked(replies)
        if checked.result == "wrong":
            replies.say("utter_proof_code_wrong", code_choices(replies), tries=str(checked.tries_left))
        else:
            await send_code(self.services, context, contact)
            replies.say("utter_proof_code_expired", code_choices(replies))
        replies.ask("proof_code")
        return [SlotSet("proof_code", None), SlotSet("prompted", context.turn_id)]

    async def _details_step(self, context: TurnContext, replies: Replies) -> list[Event]:
        if _tries(context) >= MOST_TRIES:
            return _locked(replies)
        # Only an answer to the question is read for any name: anything could look like one.
        answering = bool(context.requested) and not context.is_choice
        given = details_in(context.text if answering else "", context.value("email"))
        if not answering and given.is_empty and not context.is_choice:
            given = introduction_in(context.text)
        details = given.completed_by(_partial(context))
        leaves_it = context.intent == "abort" and not (given.email or given.postcode)
        if given.is_empty or leaves_it:
            return []
        if not details.is_complete:
            return _ask_for_the_rest(context, replies, details)
        customer = await self._customer(details)
        if customer is None:
            return _not_matched(context, replies)
        may_change = self.services.proof.details_may_change
        await self.services.verifier.record_identity(context.conversation_id, customer.customer_id, may_change)
        now = self.services.real_now().isoformat()
        return self._greet(context, replies, Identity(customer.customer_id, "details", now, may_change))

    async def _customer(self, details: Details) -> Customer | None:
        shop = self.services.shop
        if details.email:
            return await shop.customer_by_email(details.email)
        for first, last in details.as_first_and_last:
            if found := await shop.customer_by_name(first, last, details.postcode):
                return found
        return None

    def _greet(self, context: TurnContext, replies: Replies, identity: Identity) -> list[Event]:
        replies.say("utter_proof_done")
        proof = Turn(context.conversation_id, context.turn_id, context.language, identity)
        return [SlotSet("fresh_proof", proof.signed(self.services.proof.secret)), *self._proved(context)]

    def _proved(self, context: TurnContext) -> list[Event]:
        return [SlotSet("proof_code", context.turn_id), SlotSet("requested_slot", None)]


def code_choices(replies: Replies) -> list[Choice]:
    """What can be done instead of typing the code."""
    return [replies.choice("send_again", "inform", resend="1"), replies.choice("person", "human")]


def _partial(context: TurnContext) -> Details:
    partial = context.slots.get("proof_partial") or {}
    return Details(name=tuple(partial.get("name") or ()), postcode=str(partial.get("postcode") or ""))


def _ask_for_the_rest(context: TurnContext, replies: Replies, details: Details) -> list[Event]:
    replies.say("utter_ask_proof_postcode" if details.name else "utter_ask_proof_name")
    replies.ask("proof_contact")
    partial = {"name": list(details.name), "postcode": details.postcode}
    return [SlotSet("proof_partial", partial), SlotSet("prompted", context.turn_id)]


def _not_matched(context: TurnContext, replies: Replies) -> list[Event]:
    tries = _tries(context) + 1
    if tries >= MOST_TRIES:
        return [SlotSet("proof_tries", tries), *_locked(replies)]
    replies.say("utter_proof_details_unknown")
    replies.ask("proof_contact")
    return [
        SlotSet("proof_tries", tries),
        SlotSet("proof_partial", None),
        SlotSet("prompted", context.turn_id),
    ]


def _tries(context: TurnContext) -> int:
    """How often details were wrong in this conversation: letting the question go does not make it any fewer."""
    return int(context.slots.get("proof_tries") or 0)


def _locked(replies: Replies) -> list[Event]:
    replies.offer_person("utter_proof_locked", "failed")
    return [SlotSet("goal", None), SlotSet("requested_slot", None)]
