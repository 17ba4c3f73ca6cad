"""Letters: the outbox folder, SMTP addresses, a real SMTP conversation."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from desk.mail.courier import Courier
from desk.mail.outbox import Outbox
from desk.mail.port import Letter, NotSentError
from desk.mail.smtp import Smtp

LETTER = Letter(
    "email", "lin@example.com", "验证码", "您的验证码是 123456", "123456", "zh", "c_1", datetime(2026, 1, 2, tzinfo=UTC)
)


async def test_a_letter_is_one_complete_file(tmp_path):
    outbox = Outbox(tmp_path / "outbox")
    await asyncio.gather(*(outbox.send(LETTER) for _ in range(5)))
    files = list((tmp_path / "outbox").iterdir())
    assert len(files) == 5
    for path in files:
        assert path.suffix == ".json"
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["created_at"] == "2026-01-02T00:00:00+00:00"
        assert (content["channel"], content["code"], content["to"]) == ("email", "123456", "lin@example.com")


async def test_an_outbox_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "outbox").write_text("a file in the way")
    with pytest.raises(NotSentError):
        await Outbox(tmp_path / "outbox").send(LETTER)


@pytest.mark.parametrize("url", ["mail.example:25", "http://x", "smtp://"])
def test_an_unusable_mail_server_is_refused_at_once(url):
    with pytest.raises(ValueError, match="CONCIERGE_SMTP"):
        Smtp(url, "care@localhost")


async def speak_smtp(reader, writer, received):
    writer.write(b"220 test\r\n")
    while line := await reader.readline():
        received.append(line)
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go\r\n")
            while (part := await reader.readline()) != b".\r\n":
                received.append(part)
        if verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            writer.close()
            return
        writer.write(b"250 ok\r\n")


async def test_a_letter_goes_out_by_smtp():
    received = []
    server = await asyncio.start_server(lambda r, w: speak_smtp(r, w, received), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        await Smtp(f"smtp://127.0.0.1:{port}", "care@localhost").send(LETTER)
    text = b"".join(received)
    assert b"to:<lin@example.com>" in text.lower()
    assert b"care@localhost" in text


async def test_a_mail_server_that_is_away_is_a_named_error():
    with pytest.raises(NotSentError):
        await Smtp("smtp://127.0.0.1:1", "care@localhost").send(LETTER)


async def test_an_address_with_a_line_break_cannot_add_headers():
    letter = Letter("email", "a@b.c\nBcc: evil@example.com", "s", "t", "1", "en", "c", LETTER.created_at)
    with pytest.raises(NotSentError):
        await Smtp("smtp://127.0.0.1:1", "care@localhost").send(letter)


async def test_text_messages_and_mails_take_their_own_way():
    class Kept:
        def __init__(self):
            self.letters = []

        async def send(self, letter):
            self.letters.append(letter)

    email, sms = Kept(), Kept()
    courier = Courier(email, sms)
    await courier.send(LETTER)
    await courier.send(Letter("sms", "+86", "s", "t", "1", "en", "c", LETTER.created_at))
    assert (len(email.letters), len(sms.letters)) == (1, 1)
