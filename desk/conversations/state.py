"""Who owns a conversation: a pure table of states and events."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Who speaks with the customer."""

    BOT = "bot"
    PENDING = "pending"
    HUMAN = "human"
    CLOSED = "closed"


class Event(StrEnum):
    """What moves a conversation from one state to another."""

    HANDOFF = "handoff"
    STAY = "stay"
    CLAIM = "claim"
    RETURN = "return"
    CLOSE = "close"
    CUSTOMER_CHANGED = "customer_changed"


class ImpossibleTransitionError(Exception):
    """The event cannot happen in this state."""

    def __init__(self, state: State, event: Event) -> None:
        """Name the state and the event that do not go together."""
        super().__init__(f"{event} is not possible while the conversation is {state}")
        self.state = state
        self.event = event


TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.BOT, Event.HANDOFF): State.PENDING,
        (State.PENDING, Event.STAY): State.BOT,
        (State.PENDING, Event.CLAIM): State.HUMAN,
        (State.HUMAN, Event.RETURN): State.BOT,
        (State.PENDING, Event.CLOSE): State.CLOSED,
        (State.HUMAN, Event.CLOSE): State.CLOSED,
        # An agent's answer to one customer must not reach the next one on the same phone.
        (State.PENDING, Event.CUSTOMER_CHANGED): State.BOT,
        (State.HUMAN, Event.CUSTOMER_CHANGED): State.BOT,
    }
)
"""Every transition there is; what is not in the table cannot happen."""


def after(state: State, event: Event) -> State:
    """The state that follows; raise ImpossibleTransitionError when the table has none."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise ImpossibleTransitionError(state, event) from None
