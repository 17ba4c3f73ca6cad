"""One conversation of a simulated customer over the chat API, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.tau_retail.customer import Move, SimulatedCustomer
from rehearsal.house import House
from rehearsal.shopper import Reply, Shopper, shopper


@dataclass
class Transcript:
    """What was said, line by line; ``broke`` holds the error that ended it."""

    lines: list[str] = field(default_factory=list)
    turns: int = 0
    broke: str = ""

    def customer(self, move: Move) -> None:
        """Keep the customer's words or click."""
        self.turns += 1
        self.lines.append(f"customer: {f'[clicks] {move.text}' if move.payload else move.text}")

    def house(self, reply: Reply) -> None:
        """Keep what came back."""
        for message in reply.said:
            self.lines.append(f"{message['role']}: {message['text']}")
            if message["choices"]:
                self.lines.append(f"    [{' | '.join(choice['title'] for choice in message['choices'])}]")

    def write(self, path: Path, heading: Sequence[str]) -> None:
        """Keep it as a file."""
        path.write_text("\n".join([*heading, "", *self.lines, *([self.broke] if self.broke else [])]) + "\n", "utf-8")


async def talk(house: House, customer: SimulatedCustomer) -> Transcript:
    """Talk until the customer leaves; an error of the house ends the conversation and is kept."""
    transcript = Transcript()
    try:
        async with shopper(house, customer.style.language) as line:
            move: Move | None = customer.opening()
            while move is not None:
                transcript.customer(move)
                reply = await _sent(line, move)
                transcript.house(reply)
                move = customer.reply(reply.messages, reply.state)
    except (AssertionError, TimeoutError, aiohttp.ClientError) as error:
        transcript.broke = f"{type(error).__name__}: {error}"
    return transcript


async def _sent(line: Shopper, move: Move) -> Reply:
    return await (line.click(move.payload) if move.payload else line.say(move.text))
