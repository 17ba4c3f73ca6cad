"""What the desk sends and through what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


class NotSentError(Exception):
    """The letter could not be handed over."""


@dataclass(frozen=True)
class Letter:
    """One message outside the chat, by e-mail or text message."""

    channel: Literal["email", "sms"]
    to: str
    subject: str
    text: str
    code: str
    language: str
    conversation_id: str
    created_at: datetime


class Post(Protocol):
    """Anything that delivers letters."""

    async def send(self, letter: Letter) -> None:
        """Hand the letter over; raise NotSentError when that fails."""
