"""Changes proposed and not yet made: their stable key, and what counts as a yes to them."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from actions.context import TurnContext

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|confirm(?:ed)?|do it|correct|right|"
    r"是的?|对的?|好的?|好呀|行|可以|确认|确定|没错|同意|嗯+|取消吧|就取消|请取消)(?![\w])|^\W*(?:确认|确定|是的|好的|嗯|对)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"别|不要|不用|不取消|先不|算了|等等|等一下|不是|\b(?:no|not|don'?t|do not|never|keep|wait|stop|instead)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Proposal:
    """One change of one order of one customer, as it was put to him."""

    key: str
    kind: str
    order_id: str
    customer_id: str
    reason: str

    @classmethod
    def make(cls, conversation_id: str, kind: str, order_id: str, customer_id: str, reason: str) -> "Proposal":
        """A proposal whose key is the same however often the same change is proposed in the conversation."""
        parts = json.dumps([conversation_id, kind, order_id, customer_id], ensure_ascii=False)
        key = hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:32]
        return cls(key, kind, order_id, customer_id, reason)

    @classmethod
    def from_slot(cls, slot: object) -> "Proposal | None":
        """The proposal in a slot."""
        if not isinstance(slot, Mapping):
            return None
        try:
            return cls(**{name: str(slot[name]) for name in ("key", "kind", "order_id", "customer_id", "reason")})
        except KeyError:
            return None

    def as_slot(self) -> dict[str, Any]:
        """The slot's value."""
        return asdict(self)


def verdict(context: TurnContext, proposal: Proposal) -> Literal["yes", "no", "unclear"]:
    """What the customer says to the proposal.

    A picked choice counts when it names this proposal; words count only when the proposal was the last thing asked.
    """
    if context.is_choice:
        if context.value("proposal") != proposal.key:
            return "unclear"
        return "yes" if context.intent == "affirm" else "no"
    if context.intent in ("abort", "deny"):
        return "no"
    if context.asked != f"proposal:{proposal.key}":
        return "unclear"
    if context.intent == "affirm" and not _NO.search(context.text):
        return "yes"
    if context.intent in ("cancel_order", "inform", "thanks", "oos", "nlu_fallback"):
        return "yes" if _YES.search(context.text) and not _NO.search(context.text) else "unclear"
    return "unclear"
