"""The person that was just offered: whether the customer takes him up on it, and why a person takes over."""

import re

from actions.context import TurnContext

REASONS = ("asked", "angry", "failed", "task")

_A_PERSON = re.compile(
    r"找(?:个|一个|你们|位)?(?:人|同事|真人|客服|专人)|(?:让|叫|请)(?:你们?的?|个|一个)?(?:同事|人|客服)|转人工"
    r"|帮我?.{0,3}催"
    r"|\b(?:get|have|let|ask|find|tell) (?:me )?(?:someone|somebody|a colleague|your colleague|them|a person"
    r"|a human)\b"
    r"|\b(?:please|yes|yeah|ok(?:ay)?),? (?:do )?chase\b|\bchase (?:it|them)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"不用|不要|别|不必|\b(?:no|not|don['’]?t|never)\b", re.IGNORECASE)


def takes_the_person(context: TurnContext) -> bool:
    """Whether the message asks in its own words for the person who was just offered."""
    offered = context.asked.startswith("person:") and not context.is_choice
    return offered and _A_PERSON.search(context.text) is not None and not _NOT.search(context.text)


def handoff_reason(context: TurnContext) -> str:
    """Why a person takes over: as the picked choice says, else as the accepted offer says, else asked."""
    offered = context.asked.removeprefix("person:") if context.asked.startswith("person:") else ""
    reason = context.value("handoff_reason") or offered
    return reason if reason in REASONS else "asked"
