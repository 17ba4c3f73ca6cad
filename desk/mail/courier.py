"""Which way a letter takes."""

from desk.mail.outbox import Outbox
from desk.mail.port import Letter, Post
from desk.mail.smtp import Smtp
from foundation.settings import Settings


class Courier:
    """Gives each letter to the post of its channel."""

    def __init__(self, email: Post, sms: Post) -> None:
        self._posts = {"email": email, "sms": sms}

    @classmethod
    def from_settings(cls, settings: Settings) -> "Courier":
        """SMTP when it is set; the outbox folder for everything that has no post of its own."""
        outbox = Outbox(settings.var / "outbox")
        email: Post = Smtp(settings.smtp, settings.smtp_sender) if settings.smtp else outbox
        return cls(email, outbox)

    async def send(self, letter: Letter) -> None:
        """Hand the letter over; raise NotSentError when that fails."""
        await self._posts[letter.channel].send(letter)
