"""Asks the questions of fact over the chat API, proves who asks where it is private, and counts right answers."""

import asyncio
import random
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.tau_retail.conversation import Transcript
from benchmarks.tau_retail.counting import by_label, share
from benchmarks.tau_retail.cues import Ask
from benchmarks.tau_retail.customer import Move
from benchmarks.tau_retail.facts import Question, questions
from benchmarks.tau_retail.lexicon import lexicon
from benchmarks.tau_retail.public_house import PublicHouse
from benchmarks.tau_retail.reading import hear
from rehearsal.house import House
from rehearsal.shopper import Reply, shopper
from storefront.model import Customer

MOST_TURNS = 4


def ask_all(house: PublicHouse, seed: int, folder: Path) -> dict[str, Any]:
    """Ask each in a conversation of its own; transcripts of wrong answers go to ``folder``."""
    house.reset()
    asked = questions(house.shop(), seed)
    results = []
    for number, question in enumerate(asked, 1):
        transcript, right = asyncio.run(_ask(house.house, question, random.Random(f"{seed} {number}")))
        results.append((question, transcript, right))
        print(f"{number}/{len(asked)} {question.language} {question.kind} {'right' if right else 'wrong'}", flush=True)
        if not right:
            transcript.write(folder / f"fact-{number}.txt", [question.kind, *map(str, question.expected)])
    print(f"transcripts: {folder}", flush=True)
    return figures_of(results)


def figures_of(results: list[tuple[Question, Transcript, bool]]) -> dict[str, Any]:
    """Shares of right answers; what was said to the wrong ones is in the transcripts, not among the kept figures."""
    return {
        "questions": len(results),
        "right": share(sum(right for _, _, right in results), len(results)),
        "by_language": by_label((([question.language], right) for question, _, right in results), "questions", "right"),
        "by_kind": by_label((([question.kind], right) for question, _, right in results), "questions", "right"),
    }


async def _ask(house: House, question: Question, chance: random.Random) -> tuple[Transcript, bool]:
    transcript = Transcript()
    try:
        async with shopper(house, question.language) as line:
            text, asked_twice = question.text, False
            while not asked_twice and transcript.turns < MOST_TURNS:
                transcript.customer(Move(text))
                reply = await line.say(text)
                transcript.house(reply)
                if question.answered_by(reply.text, _cards(reply)):
                    return transcript, True
                if question.customer is None or reply.state != "bot":
                    break
                asked_twice = text == question.text and transcript.turns > 1
                text = _next(question, question.customer, reply, chance)
    except (AssertionError, TimeoutError, aiohttp.ClientError) as error:
        transcript.broke = f"{type(error).__name__}: {error}"
    return transcript, False


def _next(question: Question, customer: Customer, reply: Reply, chance: random.Random) -> str:
    """The proof that is asked for, or the question again once it was given."""
    heard, words = hear(reply.messages), lexicon(question.language)
    if heard.asked(Ask.EMAIL):
        return chance.choice(words.frames("identity", "email")).format(email=customer.email)
    if heard.asked(Ask.NAME):
        name = f"{customer.first_name} {customer.last_name}"
        return chance.choice(words.frames("identity", "name")).format(name=name, zip=customer.address.postcode)
    return question.text


def _cards(reply: Reply) -> str:
    return "\n".join(f"{card['title']} {card['price']} {card['currency']}" for card in reply.products)
