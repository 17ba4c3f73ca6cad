"""An agent's answer becomes the bot's: proposed, reviewed, live within two seconds, also across a crash."""

import asyncio
import time

from rehearsal.agent import Agent, agent
from rehearsal.shopper import shopper

QUESTION = "Can I rent a tent from you just for the weekend?"
AGAIN = "can i rent a tent from you just for one weekend"
ANSWER = "We rent nothing out, tents are for sale only; an unused one can be returned within 15 days of delivery."
SOON = 5.0
"""Seconds; two without the chat of the one who asks and other work on the machine."""


async def proposed(mei: Agent, conversation_id: str) -> dict:
    """The proposal made from a conversation, once it is there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for entry in await mei.proposals():
            if entry["provenance"]["conversation_id"] == conversation_id:
                return entry
        await asyncio.sleep(0.3)
    raise AssertionError("nothing was proposed")


async def seconds_until(live, wanted: bool, entry_id: str) -> float:
    """How long it takes until a new customer gets, or no longer gets, an entry's answer."""
    began = time.monotonic()
    async with shopper(live, "en") as guest:
        while (entry_id in (await guest.say(AGAIN)).sources) != wanted:
            assert time.monotonic() < began + 30, "it never came"
            await asyncio.sleep(0.1)
    return time.monotonic() - began


async def test_what_an_agent_answered_today_the_bot_answers_once_it_is_approved(live):
    async with shopper(live, "en") as customer, agent(live) as mei:
        first = await customer.say(QUESTION)
        assert first.sources == []
        await customer.say("let me talk to a human please")
        await mei.do(customer.conversation_id, "claim")
        await customer.say(QUESTION)
        await mei.do(customer.conversation_id, "reply", text=ANSWER)
        await customer.wait_for("rent nothing")
        await mei.do(customer.conversation_id, "close")
        entry = await proposed(mei, customer.conversation_id)
        entry_id = entry["entry_id"]
        assert entry["answers"] == {"en": ANSWER}
        async with shopper(live, "en") as other:
            assert entry_id not in (await other.say(AGAIN)).sources
        await mei.step(entry_id, "approve")
        assert await seconds_until(live, True, entry_id) < SOON
        await mei.step(entry_id, "retire")
        assert await seconds_until(live, False, entry_id) < SOON
        await mei.step(entry_id, "rollback", version=2)
        assert await seconds_until(live, True, entry_id) < SOON
        live.kill("actions")
        await mei.step(entry_id, "retire", note="tested")
        await seconds_until(live, False, entry_id)
