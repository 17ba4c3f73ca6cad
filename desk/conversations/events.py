"""What happens in conversations, told to whoever listens: the customer's sockets and the agents'."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desk.conversations.model import Conversation, Message, Role
from desk.conversations.state import State

BACKLOG = 500
"""Events a listener may lag behind before it is cut off: a slow reader must not fill the memory."""


@dataclass(frozen=True)
class MessageStored:
    """A message was added or its analysis came; the customer may see it unless it is private."""

    conversation_id: str
    state: State
    message: Message


@dataclass(frozen=True)
class StateChanged:
    """The conversation has another state, owner or place in the queue."""

    conversation_id: str
    state: State
    owner: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class Typing:
    """Somebody is writing."""

    conversation_id: str
    role: Role


@dataclass(frozen=True)
class ReadUpTo:
    """The customer has read up to a message."""

    conversation_id: str
    seq: int


@dataclass(frozen=True)
class CustomerChanged:
    """Another customer sits before the screen: what listeners hold belongs to the earlier one."""

    conversation_id: str


@dataclass(frozen=True)
class QueueEntry:
    """A conversation as agents see it in the queue; ``position`` counts from 1 while it waits."""

    conversation: Conversation
    position: int | None
    last_message: Message | None


@dataclass(frozen=True)
class QueueChanged:
    """Who waits for a person and who has one."""

    pending: tuple[QueueEntry, ...]
    active: tuple[QueueEntry, ...]


@dataclass(frozen=True)
class ComplaintsChanged:
    """How many complaints are open, how many of them soon due, and how many overdue."""

    open: int
    urgent: int
    overdue: int


Event = MessageStored | StateChanged | Typing | ReadUpTo | CustomerChanged | QueueChanged | ComplaintsChanged


class Listener:
    """Events of one subscription in order; ``None`` means cut off."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._cut = False

    def put(self, event: Event) -> None:
        """Add an event, or cut a listener off that lags too far behind."""
        if not self._cut:
            self._cut = self._events.qsize() >= BACKLOG
            self._events.put_nowait(None if self._cut else event)

    async def next(self) -> Event | None:
        """The next event."""
        return await self._events.get()


class Hub:
    """Passes events on within this process."""

    def __init__(self) -> None:
        self._customers: defaultdict[str, set[Listener]] = defaultdict(set)
        self._agents: set[Listener] = set()

    @contextmanager
    def customer(self, conversation_id: str) -> Iterator[Listener]:
        """Listen to one conversation."""
        listener = Listener()
        self._customers[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._customers[conversation_id].discard(listener)
            if not self._customers[conversation_id]:
                del self._customers[conversation_id]

    @contextmanager
    def agent(self) -> Iterator[Listener]:
        """Listen to everything agents may see."""
        listener = Listener()
        self._agents.add(listener)
        try:
            yield listener
        finally:
            self._agents.discard(listener)

    def publish(self, event: Event) -> None:
        """Tell the listeners; nobody waits for them."""
        if not isinstance(event, QueueChanged | ComplaintsChanged):
            for listener in tuple(self._customers.get(event.conversation_id, ())):
                listener.put(event)
        for listener in tuple(self._agents):
            listener.put(event)
