"""When a conversation has come to its end, and who served in it; pure."""

from collections.abc import Iterable

from desk.conversations.model import Message, Role
from desk.satisfaction.model import AGENT, BOT

GOODBYE = "utter_goodbye"
THANKS = "utter_thanks"
FAREWELLS = frozenset({GOODBYE, THANKS})

_NO_SERVICE = (
    "desk_",
    "utter_ask_",
    "utter_away",
    "utter_abort",
    "utter_bot_challenge",
    "utter_chitchat",
    "utter_default",
    "utter_goodbye",
    "utter_greet",
    "utter_handoff",
    "utter_inform_what",
    "utter_nothing_to_",
    "utter_offer_",
    "utter_out_of_scope",
    "utter_proof_",
    "utter_propose_",
    "utter_rephrase",
    "utter_task_offer",
    "utter_thanks",
    "utter_yes_or_no",
)
"""How the names of responses begin that neither answer a question nor do anything."""


def is_farewell(said: tuple[Message, ...], earlier: Iterable[Message]) -> bool:
    """Whether the bot ends the conversation with these messages.

    A goodbye does, thanks do when somebody was served before; not when anything is offered or asked behind or beside
    it, as with a task that is still open.
    """
    if not said or any(message.choices for message in said):
        return False
    last = said[-1].response
    return last == GOODBYE or (last == THANKS and any(map(_serves, earlier)))


def served_by(messages: Iterable[Message]) -> str:
    """Who served last: ``bot``, or ``agent:`` with the agent's name."""
    last = next((one for one in reversed(tuple(messages)) if _serves(one)), None)
    return f"{AGENT}{last.author}" if last is not None and last.role is Role.AGENT else BOT


def _serves(message: Message) -> bool:
    if message.role is Role.BOT:
        return message.response is not None and not message.response.startswith(_NO_SERVICE)
    return message.role is Role.AGENT
