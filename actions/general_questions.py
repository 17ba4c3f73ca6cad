"""Whether a message asks how things are done in this shop rather than about an order of the customer's own."""

import re

from actions.context import TurnContext

_GENERAL = re.compile(
    r"什么意思|啥意思|是指|政策|规则|规定|条件|流程|手续费|一般|通常|平时|多久能发|几点前|会不会收|能不能退|怎么样才"
    r"|\b(?:what does|(?<!i )mean(?:s|ing)?|polic(?:y|ies)|rules?|conditions?|usually|normally|in general|generally|"
    r"typical(?:ly)?|how does|do you|fees?|is there a|is it (?:free|possible|allowed) to)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"^\W*(?:那|那么|对了|顺便问下?)?[，, ]*(?:如果|要是|万一|假如|假设)(?!.*(?:帮我|给我|麻烦|请)).*(?:吗|么|呢"
    r"|[?？]|怎么办|咋办|不)\W*$"
    r"|^\W*(?:and|but|so|btw|by the way|ok|also)?[, ]*(?:if|what if|suppose|in case)\b(?!.*\b(?:can|could|would) you\b)"
    r"(?!.*\bplease\b).*\?",
    re.IGNORECASE | re.DOTALL,
)
"""A case that is only supposed; what is asked for with it ("if it has not left, please cancel it") is a wish."""


def is_general(context: TurnContext) -> bool:
    """Whether the knowledge base should be asked first; never when an order number is named or a choice picked."""
    if context.is_choice or "order_number" in context.mentions:
        return False
    return _GENERAL.search(context.text) is not None or _SUPPOSED.search(context.text) is not None
