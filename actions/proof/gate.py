"""The gate before private matters."""

import re
from dataclasses import dataclass
from datetime import datetime

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.context import TurnContext
from actions.proof.contacts import Contact, send_code
from actions.replies import Event, Replies
from actions.services import Services
from foundation.turns import Identity
from storefront.policy import Reason, Refused, may_change

FORM = "proof_form"
LONGEST_WORDS = 300
"""Characters of the question that are remembered; a longer message says what it wants at its beginning."""

_NOT_WORDS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True)
class Passage:
    """Either the identity that may pass, or the events that first ask for a proof."""

    identity: Identity | None
    events: list[Event]


class Gate:
    """Lets identified customers pass and sends the others to the proof form, remembering what they wanted."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, context: TurnContext, replies: Replies, goal: str, change: bool = False) -> Passage:
        """The identity when it is good enough; ``change`` asks for the proof that the policy wants for changes."""
        identity = context.identity
        if identity is not None and (not change or self.suffices_for_change(identity)):
            return Passage(identity, [])
        if identity is not None and self._services.proof.by_details:
            replies.offer_person("utter_proof_too_weak", "task")
            return Passage(None, [])
        number = context.mentions.get("order_number")
        wanted = [
            SlotSet("goal", goal),
            SlotSet("goal_order", number.text if number else None),
            SlotSet("goal_text", remembered(context.words) or None),
            SlotSet("proof_for_change", change),
        ]
        if context.form == FORM:
            return Passage(None, wanted)
        contact = await self._ask_again(context, replies, identity) if identity else None
        form: list[Event] = [
            SlotSet("proof_contact", contact.as_slot() if contact else None),
            SlotSet("proof_code", None),
            SlotSet("proof_partial", None),
            SlotSet("prompted", context.turn_id if contact else None),
            FollowupAction(FORM),
        ]
        return Passage(None, [*([ActiveLoop(None)] if context.form else []), *wanted, *form])

    def suffices_for_change(self, identity: Identity) -> bool:
        """Whether the proof is strong and young enough to change an order."""
        if not identity.may_change:
            return False
        age = self._services.real_now() - datetime.fromisoformat(identity.proven_at)
        decision = may_change(self._services.policy, identity.method, age)
        if not isinstance(decision, Refused):
            return True
        # A shop that lets details change orders (a setting for tests) has said so in `may_change` already.
        young = age <= self._services.policy.proof.max_age
        return decision.reason is Reason.PROOF_TOO_WEAK and identity.method == "details" and young

    async def _ask_again(self, context: TurnContext, replies: Replies, identity: Identity) -> Contact:
        """A known customer need not say again who he is: the code goes to him at once."""
        contact = Contact("customer", identity.customer_id)
        await send_code(self._services, context, contact)
        replies.say("utter_proof_code_sent_again")
        replies.ask("proof_code")
        return contact


def remembered(words: str) -> str:
    """A question as it is kept until it can be answered: on one line, not long."""
    return _NOT_WORDS.sub(" ", words).strip()[:LONGEST_WORDS].lstrip("/ ")
