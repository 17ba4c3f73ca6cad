"""What an action says: named responses with their facts, choices, and the items the desk shows beside a text."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.context import TurnContext
from actions.responses import Language, ResponseBook

Event = dict[str, Any]


@dataclass(frozen=True)
class Choice:
    """A button: its title, and the intent with entities that picking it means."""

    title: str
    intent: str
    entities: Mapping[str, str]

    @property
    def payload(self) -> str:
        """The message Rasa gets when the choice is picked."""
        return f"/{self.intent}" + (json.dumps(dict(self.entities), ensure_ascii=False) if self.entities else "")


Goal = Callable[[TurnContext, "Replies"], Awaitable[list[Event]]]
"""What serves one wish of a customer, in the turn he says it or once he has proved who he is."""


class Replies:
    """Collects one action's messages; every fact is checked against the response before Rasa sees it."""

    def __init__(self, dispatcher: CollectingDispatcher, book: ResponseBook, language: Language) -> None:
        self._dispatcher = dispatcher
        self._book = book
        self._asked: str | None = None
        self.language: Language = language

    def say(self, name: str, choices: Sequence[Choice] = (), /, **facts: str) -> None:
        """Utter a named response."""
        self._book.check(name, facts)
        buttons = [{"title": choice.title, "payload": choice.payload} for choice in choices]
        self._dispatcher.utter_message(response=name, buttons=buttons, **facts)

    def say_what_fits(self, name: str, choices: Sequence[Choice], facts: Mapping[str, str]) -> None:
        """Utter a named response with those of the facts that it asks for."""
        self.say(name, choices, **self._book.needed(name, facts))

    def has(self, name: str) -> bool:
        """Whether there is a response of this name."""
        return name in self._book.names

    def show(self, kind: str, **content: object) -> None:
        """Add products, sources, a receipt or a handoff to the text before it."""
        self._dispatcher.utter_message(json_message={"kind": kind, **content})

    def part(self, name: str, /, **facts: str) -> str:
        """A named piece of a sentence in the customer's language, to be a fact of a response."""
        return self._book.render(name, self.language, **facts)

    def part_that_fits(self, name: str, facts: Mapping[str, str]) -> str:
        """A named piece of a sentence with those of the facts that it asks for."""
        return self.part(name, **self._book.needed(name, facts))

    def choice(self, title: str, intent: str, /, **entities: str) -> Choice:
        """A choice whose title is the named response ``utter_title_<title>``."""
        return Choice(self._book.render(f"utter_title_{title}", self.language), intent, entities)

    def ask(self, what: str) -> None:
        """Remember what this turn asks the customer, for a bare yes, no or number in the next."""
        self._asked = what

    def offer_person(self, name: str, reason: str, /, **facts: str) -> None:
        """Say a response that offers a person and wait for yes or no."""
        yes = self.choice("yes_person", "human", handoff_reason=reason)
        self.say(name, [yes, self.choice("no_person", "deny")], **facts)
        self.ask(f"person:{reason}")

    def forget(self) -> None:
        """Drop everything said so far, before saying that it failed."""
        self._dispatcher.messages.clear()
        self._asked = None

    @property
    def asks(self) -> bool:
        """Whether this turn asks the customer something."""
        return self._asked is not None

    @property
    def events(self) -> list[Event]:
        """The events that remember what was asked."""
        return [] if self._asked is None else [SlotSet("asked", self._asked)]
