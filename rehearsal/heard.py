"""What a shopper heard in a turn, parsed once from the chat API's messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

DOMAIN_PREFIX = "utter_"


@dataclass(frozen=True)
class Heard:
    """One message; ``response`` is the named response without ``utter_``, empty when it has no name."""

    role: str
    text: str
    response: str = ""
    choices: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    intent: str = ""
    seq: int = 0

    @property
    def words(self) -> str:
        """Everything of it that can be read."""
        return "\n".join((self.text, *self.choices, *self.products))


@dataclass(frozen=True)
class Turn:
    """All messages of a turn and whose conversation it is then."""

    messages: tuple[Heard, ...]
    state: str

    @property
    def by_bot(self) -> tuple[Heard, ...]:
        """What the bot said."""
        return tuple(message for message in self.messages if message.role == "bot")

    @property
    def responses(self) -> tuple[str, ...]:
        """The named responses, in their order."""
        return tuple(message.response for message in self.by_bot if message.response)

    @property
    def text(self) -> str:
        """All texts that were not the customer's."""
        return "\n".join(message.text for message in self.messages if message.role != "customer")

    @property
    def choices(self) -> tuple[str, ...]:
        """Titles of the choices offered."""
        return tuple(title for message in self.messages for title in message.choices)


def heard(message: dict[str, Any]) -> Heard:
    """A message of the chat API."""
    return Heard(
        role=message["role"],
        text=message["text"],
        response=(message["response"] or "").removeprefix(DOMAIN_PREFIX),
        choices=tuple(choice["title"] for choice in message["choices"]),
        products=tuple(f"{product['title']} {product['price']} {product['reason']}" for product in message["products"]),
        intent=(message.get("analysis") or {}).get("intent", ""),
        seq=message["seq"],
    )


def heard_turn(messages: Iterable[dict[str, Any]], state: str) -> Turn:
    """The answer to a message."""
    return Turn(tuple(heard(message) for message in messages), state)
