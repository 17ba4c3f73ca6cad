"""The frame every action stands in: read the turn, serve the customer, never lose him when a system is away."""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.complaints.topics import says_he_complains
from actions.context import TurnContext, read_turn
from actions.desk_client import DeskUnavailableError
from actions.mood import is_furious
from actions.offers import handoff_reason, takes_the_person
from actions.replies import Event, Goal, Replies
from actions.services import Services
from actions.tasks.resuming import Resuming, interrupted, put_off
from actions.tasks.wishes import asks_for_a_change
from actions.whereabouts import only_asks
from storefront.port import ShopUnavailableError

Facts = Callable[[TurnContext, Replies], Awaitable[list[Event] | None]]
"""Tells a fact when one is asked for; None when none is."""

ACTION_SECONDS = 15.0
"""Longest one action may take; Rasa waits a little longer, the desk less."""


class CustomerAction(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """One action; ``serve`` reads slots, makes one call and answers with a named response."""

    action_name: str
    hands_over_fury = True
    change: Goal | None = None
    """What serves a message that asks for a change after all; set where the action answers questions."""

    facts: Facts | None = None
    """What tells a fact that the message asks for whatever it was taken for; set where its intent may mislead."""

    complain: Goal | None = None
    """What records a complaint made outright; set where its message is taken for a question of what it is about."""

    resuming: Resuming | None = None
    """What takes up tasks that were left open; set where no form is open."""

    hears_the_message = True
    """Whether the customer's message is meant for this action; one behind a form only ends it."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        """The name in the domain."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """What Rasa calls."""
        context = read_turn(tracker, self.services.proof.secret)
        replies = Replies(dispatcher, self.services.book, context.language)
        if self.hands_over_fury and is_furious(context):
            return [*hand_over(replies, "utter_handoff_angry", "angry"), *replies.events]
        try:
            async with asyncio.timeout(ACTION_SECONDS):
                events = await self._taken_up_or_served(context, replies)
        except (ShopUnavailableError, DeskUnavailableError):
            replies.forget()
            left = interrupted(context)
            if left.tasks:
                events = [*put_off(left, replies), *end_form()]
            else:
                replies.offer_person("utter_away", "failed")
                events = end_form()
        return [*events, *replies.events]

    async def _taken_up_or_served(self, context: TurnContext, replies: Replies) -> list[Event]:
        """What was left open when the message is meant for it; else the wish, and the offer to go on behind it."""
        if self.resuming is None:
            return await self._served(context, replies)
        taken_up = await self.resuming.hear(context, replies) if self.hears_the_message else None
        if taken_up is not None:
            return taken_up
        events = await self._served(context, replies)
        return [*events, *await self.resuming.offer_behind(context, replies, events)]

    async def _served(self, context: TurnContext, replies: Replies) -> list[Event]:
        """A complaint made outright, a fact asked for, a change asked for, else what the action is for."""
        if self.hands_over_fury and takes_the_person(context):
            return hand_over(replies, "utter_handoff", handoff_reason(context))
        if self.complain and not context.is_choice and says_he_complains(context.text):
            return await self.complain(context, replies)
        serve: Goal = self.serve
        if self.facts and not context.is_choice and only_asks(context.text):
            told = await self.facts(context, replies)
            if told is not None:
                return told
            serve = self.serve_without_facts
        if self.change and asks_for_a_change(context):
            serve = self.change
        return await serve(context, replies)

    async def serve_without_facts(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Do the action's work when it is known that no fact is asked for."""
        return await self.serve(context, replies)

    @abstractmethod
    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Do the action's work; the events are Rasa's."""


def hand_over(replies: Replies, response: str, reason: str) -> list[Event]:
    """Give the conversation to a person: nothing half-finished stays open behind him."""
    replies.say(response)
    replies.show("handoff", reason=reason)
    return [*end_form(), SlotSet("goal", None), SlotSet("task", None), SlotSet("wishes", None)]


def end_form() -> list[Event]:
    """The events that close whatever form is open."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
