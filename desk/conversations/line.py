"""The line before each conversation: one turn at a time within it, different conversations in parallel."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from desk.background import Background
from desk.conversations.model import Message, TurnRecord
from desk.conversations.state import State

LONGEST_LINE = 100
"""Turns that may wait in one conversation."""


class LineTooLongError(Exception):
    """More turns wait than the conversation may have."""


@dataclass(frozen=True)
class Answer:
    """A turn's first answer: its messages, the customer's first, and who owns the conversation then."""

    messages: tuple[Message, ...]
    state: State


@dataclass(eq=False)
class RunningTurn:
    """A turn on its way.

    ``answered`` is set once its first answer is stored; ``answer`` then holds it, or None when it must be read or could
    not be stored (``broken``). ``message`` is the customer's, as far as it is known in this run.
    """

    turn: TurnRecord
    language: str
    message: Message | None = None
    answer: Answer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settling: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_over: bool = False
    is_held: bool = False
    broken: bool = False

    @property
    def turn_id(self) -> str:
        """The turn's name."""
        return self.turn.id

    @property
    def conversation_id(self) -> str:
        """The conversation's name."""
        return self.turn.conversation_id

    def settle(self, said: tuple[Message, ...], state: State) -> None:
        """Give the first answer to whoever waits."""
        if not self.answered.is_set() and self.message is not None:
            self.answer = Answer((self.message, *said), state)
        self.answered.set()

    def renew(self) -> None:
        """Let somebody wait anew on a turn that was given up but is still being played."""
        self.broken = False
        self.answered = asyncio.Event()

    def give_up(self) -> None:
        """Let whoever waits know that no answer will come from this run."""
        self.broken = not self.answered.is_set()
        self.answered.set()


@dataclass(eq=False)
class _Line:
    entering: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: deque[RunningTurn] = field(default_factory=deque)
    users: int = 0
    is_served: bool = False


class Lines:
    """All lines; one that nobody uses is forgotten."""

    def __init__(self, background: Background, serve: Callable[[RunningTurn], Awaitable[None]]) -> None:
        """``serve`` runs one turn and must not raise."""
        self._background = background
        self._serve = serve
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def entering(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold the entrance, so that turns are stored in the order in which they are lined up."""
        line = self._lines.setdefault(conversation_id, _Line())
        line.users += 1
        try:
            async with line.entering:
                if len(line.waiting) >= LONGEST_LINE:
                    raise LineTooLongError
                yield
        finally:
            line.users -= 1
            self._forget(conversation_id, line)

    def add(self, turn: RunningTurn) -> None:
        """Line a turn up."""
        line = self._lines.setdefault(turn.conversation_id, _Line())
        line.waiting.append(turn)
        if not line.is_served:
            line.is_served = True
            self._background.start(self._run(turn.conversation_id, line))

    async def _run(self, conversation_id: str, line: _Line) -> None:
        try:
            while line.waiting:
                await self._serve(line.waiting.popleft())
        finally:
            line.is_served = False
            for turn in line.waiting:
                turn.give_up()
            self._forget(conversation_id, line)

    def _forget(self, conversation_id: str, line: _Line) -> None:
        if not line.users and not line.is_served and self._lines.get(conversation_id) is line:
            del self._lines[conversation_id]
