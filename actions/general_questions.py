"""Whether a message asks how things are done in this shop rather than about an order of the customer's own."""

import re

from actions.context import TurnContext

_GENERAL = re.compile(
    r"什么意思|啥意思|是指|政策|规则|规定|条件|流程|手续费|一般|通常|平时|多久能发|几点前|会不会收|能不能退|怎么样才"
    r"|\b(?:what does|(?<!i )mean(?:s|ing)?|polic(?:y|ies)|rules?|conditions?|usually|normally|in general|generally|"
    r"typical(?:ly)?|how does|do you|fees?|is there a|is it (?:free|possible|allowed) to)\b",
    re.IGNORECASE,
)


def is_general(context: TurnContext) -> bool:
    """Whether the knowledge base should be asked first; never when an order number is named or a choice picked."""
    if context.is_choice or "order_number" in context.mentions:
        return False
    return _GENERAL.search(context.text) is not None
