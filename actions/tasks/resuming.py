"""Takes up what was left open: offers it once, goes on with all that is known, or leaves it as it is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.context import TurnContext
from actions.proof.gate import FORM as PROOF_FORM
from actions.proposals import leaves_it, says_yes
from actions.receipts import tell_done
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks.cues import cue
from actions.tasks.hearing import heard, picked
from actions.tasks.left_open import LEFT_OPEN, LeftOpen, in_words, let_go, with_words
from actions.tasks.state import FORM, GOAL, TASK, WISHES, Task, afresh, of_customer, tasks_in
from actions.tasks.world import World
from understanding.runtime.patterns import ORDER_NUMBER

TakeUp = Callable[[tuple[Task, ...], TurnContext, Replies], Awaitable[list[Event]]]
"""Begins tasks with all that is known of them."""

LONGEST_DETAIL = 24
"""Characters of a message that is no more than a detail."""

LONGEST_RETURN = 40
"""Characters of a message that says no more than that he is back and wants to go on."""

_BACK = re.compile(
    r"回来了|又是我|(?:刚才|上次|之前).{0,6}(?:说到|聊到|办到|到哪|没[办弄说]完)|说到哪|办到哪|还没[办弄]完"
    r"|\bi'?m back\b|\bback again\b|\bme again\b|\bwhere (?:were|was|did) (?:we|i)\b"
    r"|\bwe (?:hadn'?t|had not|didn'?t|were not|weren'?t) (?:finish|done)",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"继续|接着(?:办|来|说|弄)|再试(?:一次|试|一下)?|重试"
    r"|\b(?:go on|go ahead|continue|carry on|resume|pick up where|keep going|try (?:it )?again|retry)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]|吗|怎么|什么|多久|几天|多少|哪|\b(?:how|what|when|where|which|why)\b", re.IGNORECASE)
_FAREWELLS = frozenset({"goodbye", "human", "insult", "complaint"})
_NOT_UNDERSTOOD = frozenset({"oos", "nlu_fallback"})


class Resuming:
    """Hears what a message outside a form means for what was left open."""

    def __init__(self, services: Services, take_up: TakeUp) -> None:
        self._services = services
        self._take_up = take_up

    async def hear(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """Go on, leave it, or offer it; None when the message wants something else or nothing was left open."""
        left = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
        if not left.tasks or context.form:
            return None
        if LEFT_OPEN in context.mentions:
            wants = context.intent == "affirm"
            return await self._go_on(left, context, replies) if wants else _leave(replies)
        if context.asked == LEFT_OPEN:
            return await self._answered(left, context, replies)
        if goes_on(context) or comes_back(context):
            serve = self._go_on if left.offered else self._offer
            return await serve(left, context, replies)
        return None if left.offered or context.asked else await self._opened(left, context, replies)

    async def offer_behind(self, context: TurnContext, replies: Replies, events: list[Event]) -> list[Event]:
        """Offer it behind what was served, unless that ended with a question or opened a form."""
        slot = next((one["value"] for one in reversed(events) if one.get("name") == LEFT_OPEN), None)
        left = LeftOpen.from_slot(slot or context.slots.get(LEFT_OPEN))
        opens = any(event["event"] == "followup" for event in events)
        if not left.tasks or left.offered or opens or replies.asks or context.form or context.intent in _FAREWELLS:
            return []
        return await self._offer(left, context, replies, "utter_left_open_too") or []

    async def _answered(self, left: LeftOpen, context: TurnContext, replies: Replies) -> list[Event] | None:
        """What he says to the offer."""
        if goes_on(context) or says_yes(context):
            return await self._go_on(left, context, replies)
        if (detailed := await self._with_detail(left, context)) is not None:
            return await self._go_on(detailed, context, replies)
        return _leave(replies) if leaves_it(context) or context.intent in ("deny", "abort") else None

    async def _opened(self, left: LeftOpen, context: TurnContext, replies: Replies) -> list[Event] | None:
        """The first words after an absence, when they want nothing of their own."""
        if (detailed := await self._with_detail(left, context)) is not None:
            return await self._offer(detailed, context, replies)
        if context.intent in ("deny", "abort"):
            return _leave(replies)
        unclear = context.intent in _NOT_UNDERSTOOD and _is_short(context) and ORDER_NUMBER not in context.mentions
        if context.intent in ("greet", "affirm") or unclear:
            return await self._offer(left, context, replies)
        return None

    async def _with_detail(self, left: LeftOpen, context: TurnContext) -> LeftOpen | None:
        """What was left open with what a bare detail or an old choice adds to its first task; None for other words."""
        world = await self._world(context)
        if world is None or (not context.is_choice and not (_is_short(context) and cue(context.text) is None)):
            return None
        task, *rest = left.tasks
        if context.is_choice:
            after = picked(task, context, world) if context.intent == "inform" else task
        else:
            said = heard(task, context.text, world.order(task.order_id), world)
            after = task if said.same_wish(task) else with_words(task, context.text)
        return None if after == task else replace(left, tasks=(after, *rest))

    async def _offer(
        self, left: LeftOpen, context: TurnContext, replies: Replies, response: str = "utter_left_open"
    ) -> list[Event] | None:
        left, done = await self._still_open(left, context)
        if done or not left.tasks:
            return None
        choices = [
            replies.choice("go_on_with_it", "affirm", left_open="1"),
            replies.choice("leave_it", "deny", left_open="1"),
        ]
        replies.say(response, choices, what=in_words(left.tasks, replies))
        replies.ask(LEFT_OPEN)
        return replace(left, offered=True).events()

    async def _go_on(self, left: LeftOpen, context: TurnContext, replies: Replies) -> list[Event]:
        left, done = await self._still_open(left, context)
        for key in done:
            await tell_done(key, context.conversation_id, self._services.shop, replies)
        empty = replace(context, slots={**context.slots, LEFT_OPEN: None})
        events = await self._take_up(tuple(map(afresh, left.tasks)), empty, replies) if left.tasks else []
        if not left.tasks and not done:
            replies.say("utter_proposal_gone")
        return [*LeftOpen().events(), *events]

    async def _still_open(self, left: LeftOpen, context: TurnContext) -> tuple[LeftOpen, tuple[str, ...]]:
        """The customer's own tasks that were not done, and the keys of those that were, when an answer was lost."""
        own = of_customer(left.tasks, context.identity.customer_id if context.identity else "")
        made = {receipt.key for receipt in await self._services.shop.receipts(context.conversation_id)}
        undone = tuple(task for task in own if task.key not in made)
        return replace(left, tasks=undone), tuple(task.key for task in own if task.key in made)

    async def _world(self, context: TurnContext) -> World | None:
        return await World.of(context.identity.customer_id, self._services) if context.identity else None


def interrupted(context: TurnContext) -> LeftOpen:
    """The tasks that a system which is away has interrupted: those of the open form, or those just taken up again."""
    left = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
    waiting = tasks_in(context.slots.get(WISHES))
    task = Task.from_slot(context.slots.get(TASK))
    if context.form == FORM and task is not None:
        return let_go((task, *waiting), left)
    if context.form == PROOF_FORM and context.slots.get("goal") == GOAL:
        return let_go(waiting, left)
    resumes = LEFT_OPEN in context.mentions or context.asked == LEFT_OPEN or goes_on(context)
    return left if resumes else LeftOpen()


def put_off(left: LeftOpen, replies: Replies) -> list[Event]:
    """Say that a system is away, keep the tasks with all that is known of them, and offer to try again."""
    again = replies.choice("try_again", "affirm", left_open="1")
    replies.say("utter_away_task", [again, replies.choice("person", "human", handoff_reason="failed")])
    replies.ask(LEFT_OPEN)
    return [*left.events(), SlotSet(TASK, None), SlotSet(WISHES, None)]


def comes_back(context: TurnContext) -> bool:
    """Whether the words say that he is back, or ask where the conversation stood."""
    return not context.is_choice and len(context.text) <= LONGEST_RETURN and _BACK.search(context.text) is not None


def goes_on(context: TurnContext) -> bool:
    """Whether the words want to go on."""
    return not context.is_choice and len(context.text) <= LONGEST_RETURN and _GO_ON.search(context.text) is not None


def _is_short(context: TurnContext) -> bool:
    return len(context.text) <= LONGEST_DETAIL and _QUESTION.search(context.text) is None


def _leave(replies: Replies) -> list[Event]:
    replies.say("utter_kept")
    return LeftOpen().events()
