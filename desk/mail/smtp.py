"""Letters by e-mail."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from desk.mail.port import Letter, NotSentError

SECONDS = 10


class Smtp:
    """Sends through ``smtp://user:password@host:port`` (STARTTLS when offered) or ``smtps://`` (TLS from the start)."""

    def __init__(self, url: str, sender: str) -> None:
        """Read the address; nothing is opened yet. Raises ValueError for an unusable one."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("CONCIERGE_SMTP must look like smtp://user:password@host:port")
        self._host = parts.hostname
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Send the letter as plain text."""
        mail = EmailMessage()
        try:
            mail["From"], mail["To"], mail["Subject"] = self._sender, letter.to, letter.subject
            mail.set_content(letter.text)
            await asyncio.to_thread(self._deliver, mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotSentError(f"the mail server did not take the letter: {type(error).__name__}") from error

    def _deliver(self, mail: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        with server:
            server.ehlo()
            if not self._tls and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if self._user:
                server.login(self._user, self._password)
            server.send_message(mail)
