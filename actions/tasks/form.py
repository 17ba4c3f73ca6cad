"""One step of the task form: an answer to its question, a correction, a yes or no, another wish, or a digression."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction, end_form
from actions.complaints.topics import says_he_complains
from actions.context import Mention, TurnContext
from actions.mood import is_furious
from actions.order_choice import pointed_at
from actions.proof.gate import Gate
from actions.proposals import is_hedged, leaves_it, says_no, verdict
from actions.reading.invoices import without_details
from actions.reading.orders import numbers_in
from actions.receipts import tell_done
from actions.replies import Event, Replies
from actions.services import Services
from actions.soothing import answers_an_offer, soothe
from actions.tasks.answering import Asides
from actions.tasks.cues import cue
from actions.tasks.engine import Engine, Left
from actions.tasks.hearing import heard, picked
from actions.tasks.invoices.cues import INTENT as INVOICE
from actions.tasks.invoices.cues import asks_about_invoices
from actions.tasks.kinds import WITH_GOODS, are_one_wish
from actions.tasks.left_open import LEFT_OPEN, LeftOpen, let_go
from actions.tasks.orders import describes_another, describes_one, names_order
from actions.tasks.reasons import free_reason, named_reason
from actions.tasks.resuming import comes_back, goes_on
from actions.tasks.rules import KINDS, asks_for_the_rule
from actions.tasks.settling import settled
from actions.tasks.state import GOAL, MOST_ASIDES, TASK, WISHES, Task, of_customer, tasks_in
from actions.tasks.wishes import Wishes, wishes_in
from actions.tasks.words import yes_or_no
from actions.tasks.world import World
from storefront.changes import Kind

MOST_MISSES = 2
"""Answers in a row that were not understood before a person is offered."""

LONGEST_NO = 24
"""Characters of a no behind which nothing else can be wanted."""

_INSTEAD = re.compile(
    r"还是|算了|改主意|^\W*(?:不[是对，。,]|错了|no\b|nope|wrong|not quite)|不是这样"
    r"|\b(?:instead|rather|actually|on second thought|didn'?t ask|not what i (?:asked|want\w*|meant))\b",
    re.IGNORECASE,
)
_NOT_THIS_ORDER = re.compile(
    r"不是[这那]|[弄搞说选指看]错|\b(?:wrong|not (?:this|that)|i (?:mean|meant)|the other) ?(?:one|order|number)?\b",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"^\W*没有?(?:了|别的|其他)(?!.*[吗?？])|\bnothing else\b|^\W*(?:no\W+)?(?:that'?s|that is|that was) (?:all|it)\b",
    re.IGNORECASE,
)
"""What says no to "anything else?"."""

_LAST_QUESTION = re.compile(r".*[?？]", re.DOTALL)
_NEVER_AN_ANSWER = frozenset({"human", "insult"})
_BARE_ANSWERS = frozenset({"inform", "affirm", "deny", "abort", "thanks"})
_ANSWERS = frozenset({"inform", "affirm", "deny", "oos", "nlu_fallback", "chitchat", *KINDS})


class ValidateTaskForm(CustomerAction):
    """Hears what the message means for the open task; without events Rasa lets the rules answer a digression."""

    action_name = "validate_task_form"
    hands_over_fury = False

    def __init__(self, services: Services, gate: Gate, engine: Engine, asides: Asides) -> None:
        super().__init__(services)
        self._gate = gate
        self._engine = engine
        self._asides = asides

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """The events of this step."""
        if context.interrupted:
            return []
        if not context.requested:
            return [SlotSet("task_over", None)]
        task = Task.from_slot(context.slots.get(TASK))
        if task is None or context.identity is None:
            return over(Left(None, ()))
        if is_furious(context) or answers_an_offer(context):
            return []
        world = await World.of(context.identity.customer_id, self.services)
        if world is None or not _is_his(task, world):
            replies.say("utter_proposal_gone")
            return over(Left(None, ()))
        return await self._step(task, world, context, replies)

    async def _step(self, task: Task, world: World, context: TurnContext, replies: Replies) -> list[Event]:
        waiting = tasks_in(context.slots.get(WISHES))
        if context.is_choice:
            return await self._picked(task, waiting, world, context, replies)
        if context.intent in _NEVER_AN_ANSWER:
            return soothe(context, replies)
        wishes = await wishes_in(context, self.services.reading)
        if wishes.asides and wishes.rest:
            corrected = _understood(task, _without_asides(wishes, context), world)
            if not _same(corrected, task, world):
                told = await self._asides.answer(wishes.asides, context, replies) or []
                corrected = replace(corrected, misses=0)
                return [*told, *await self._go_on((corrected, *waiting), world, context, replies)]
        after = _understood(task, context, world)
        unchanged, returns = _same(after, task, world), comes_back(context)
        if task.asked == "confirm" and unchanged and not returns:
            said = verdict(context, task.key)
            if said != "yes" and _restates(task, context, world):
                return await self._go_on((task, *waiting), world, context, replies)
            if said == "yes":
                return await self._yes(task, waiting, world, context, replies)
            if context.intent == "affirm" and await self._tells_done(task, context, replies):
                return await self._go_on(waiting, world, context, replies)
            if said == "no":
                return await self._no(task, wishes, waiting, world, context, replies)
        if returns or goes_on(context):
            return await self._go_on((task, *waiting), world, context, replies)
        no_more = task.asked == "lines" and _NO_MORE.search(context.text) and unchanged
        if leaves_it(context) or no_more:
            return await self._kept(waiting, world, context, replies)
        if not unchanged and not (_is_aside(context) and not _ends_with_an_answer(context)):
            return await self._go_on((replace(after, misses=0), *waiting), world, context, replies)
        return await self._otherwise(task, wishes, waiting, world, context, replies)

    async def _otherwise(
        self,
        task: Task,
        wishes: Wishes,
        waiting: tuple[Task, ...],
        world: World,
        context: TurnContext,
        replies: Replies,
    ) -> list[Event]:
        """The message answers nothing: he complains, says no, wants or asks something else, or was not understood."""
        if context.intent == "complaint" or says_he_complains(context.text):
            return []
        if context.intent in ("deny", "abort"):
            return await self._kept(waiting, world, context, replies)
        if task.asked == "confirm" and is_hedged(context):
            return await self._missed(task, waiting, world, context, replies)
        if _is_aside(context):
            return soothe(context, replies)
        others = tuple(wish for wish in wishes.tasks if not are_one_wish(wish.kind, task.kind))
        told = await self._asides.answer(wishes.asides, context, replies)
        if others and (_INSTEAD.search(context.text) or {one.kind for one in waiting} & {one.kind for one in others}):
            return [*(told or ()), *await self._instead(task, others, waiting, world, context, replies)]
        if others:
            replies.say("utter_wish_noted")
            return [*(told or ()), *await self._go_on((task, *waiting, *others), world, context, replies)]
        if told is not None:
            return [*told, *await self._again(task, waiting, world, context, replies)]
        if events := soothe(context, replies):
            return events
        return await self._missed(task, waiting, world, context, replies) if _is_answer(task, context) else []

    async def _no(
        self,
        task: Task,
        wishes: Wishes,
        waiting: tuple[Task, ...],
        world: World,
        context: TurnContext,
        replies: Replies,
    ) -> list[Event]:
        """Leave it; a no that goes on with another wish is taken up at once."""
        wants_more = len(context.text) > LONGEST_NO and not (leaves_it(context) and cue(context.text) is None)
        if wants_more and wishes.tasks:
            return await self._instead(task, wishes.tasks, waiting, world, context, replies)
        return await self._kept(waiting, world, context, replies)

    async def _instead(
        self,
        task: Task,
        others: tuple[Task, ...],
        waiting: tuple[Task, ...],
        world: World,
        context: TurnContext,
        replies: Replies,
    ) -> list[Event]:
        """Take up what he wants in the place of the open task; the same wish said before is not kept twice."""
        kinds = {one.kind for one in others}
        rest = tuple(one for one in waiting if one.kind not in kinds)
        return await self._go_on((*others, *rest), world, context, replies, task.order_id)

    async def _picked(
        self, task: Task, waiting: tuple[Task, ...], world: World, context: TurnContext, replies: Replies
    ) -> list[Event]:
        if context.value("proposal"):
            if context.value("proposal") != task.key:
                return []
            if context.intent == "affirm":
                return await self._yes(task, waiting, world, context, replies)
            return await self._kept(waiting, world, context, replies)
        if context.intent == "abort":
            return await self._kept(waiting, world, context, replies)
        if number := context.value("order_number"):
            order = world.order(number)
            after = replace(task.about(order), words=task.words) if order else task
        else:
            after = picked(task, context, world) if context.intent == "inform" else task
        if after == task:
            return []
        return await self._go_on((after, *waiting), world, context, replies)

    async def _yes(
        self, task: Task, waiting: tuple[Task, ...], world: World, context: TurnContext, replies: Replies
    ) -> list[Event]:
        if await self._tells_done(task, context, replies):
            return await self._go_on(waiting, world, context, replies)
        gate = await self._gate.open(replace(context, form=""), replies, GOAL, change=True)
        if gate.identity is None:
            wishes = [one.as_slot() for one in (task, *waiting)]
            return [SlotSet(TASK, None), SlotSet(WISHES, wishes), *gate.events]
        again = await self._engine.carry_out(task, world, context, replies)
        rest = ((again,) if again else ()) + waiting
        fresh = await World.of(world.customer.customer_id, self.services) if rest else None
        return await self._go_on(rest, fresh or world, context, replies, task.order_id)

    async def _tells_done(self, task: Task, context: TurnContext, replies: Replies) -> bool:
        """Say the receipt of a change that was made in a turn whose answer was lost; whether there is one."""
        return await tell_done(task.key, context.conversation_id, self.services.shop, replies)

    async def _kept(
        self, waiting: tuple[Task, ...], world: World, context: TurnContext, replies: Replies
    ) -> list[Event]:
        replies.say("utter_kept")
        return await self._go_on(waiting, world, context, replies)

    async def _again(
        self, task: Task, waiting: tuple[Task, ...], world: World, context: TurnContext, replies: Replies
    ) -> list[Event]:
        """Put the question once more behind an answer to something else; after a while the task is let go."""
        if task.asides >= MOST_ASIDES:
            left_open = let_go((task, *waiting), LeftOpen.from_slot(context.slots.get(LEFT_OPEN)))
            return [*left_open.events(), *over(Left(None, ()))]
        return await self._go_on((replace(task, asides=task.asides + 1), *waiting), world, context, replies)

    async def _missed(
        self, task: Task, waiting: tuple[Task, ...], world: World, context: TurnContext, replies: Replies
    ) -> list[Event]:
        """Ask the same in another way; after the second time offer a person."""
        misses = task.misses + 1
        if misses >= MOST_MISSES:
            replies.offer_person("utter_offer_person_failed", "failed")
            after = replace(task, misses=0)
            return [SlotSet(TASK, after.as_slot()), SlotSet("prompted", context.turn_id)]
        if task.asked == "confirm":
            replies.say("utter_yes_or_no", yes_or_no(task, replies))
            replies.ask(f"proposal:{task.key}")
            return [SlotSet(TASK, replace(task, misses=misses).as_slot()), SlotSet("prompted", context.turn_id)]
        return await self._go_on((replace(task, misses=misses), *waiting), world, context, replies)

    async def _go_on(
        self,
        tasks: tuple[Task, ...],
        world: World,
        context: TurnContext,
        replies: Replies,
        spoken_of: str = "",
    ) -> list[Event]:
        left = await self._engine.go_on(tasks, world, context, replies, spoken_of)
        if left.task is None:
            return over(left)
        return [*left.events(), SlotSet("prompted", context.turn_id)]


class AskTask(CustomerAction):
    """Puts the open question again after something else was talked about."""

    action_name = "action_ask_task_form_task_over"
    hands_over_fury = False

    def __init__(self, services: Services, engine: Engine) -> None:
        super().__init__(services)
        self._engine = engine

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Ask, unless the step before has asked already."""
        task = Task.from_slot(context.slots.get(TASK))
        if context.slots.get("prompted") == context.turn_id or task is None or context.identity is None:
            return []
        world = await World.of(context.identity.customer_id, self.services)
        if world is None or not _is_his(task, world):
            return [*Left(None, ()).events(), *end_form()]
        waiting = tasks_in(context.slots.get(WISHES))
        if task.asides >= MOST_ASIDES:
            left_open = let_go((task, *waiting), LeftOpen.from_slot(context.slots.get(LEFT_OPEN)))
            return [*Left(None, ()).events(), *left_open.events(), *end_form()]
        again = replace(task, asides=task.asides + 1)
        left = await self._engine.go_on((again, *waiting), world, context, replies)
        return left.events() if left.task else [*left.events(), *end_form()]


class AfterTask(CustomerAction):
    """Closes the form."""

    action_name = "action_after_task"
    hands_over_fury = False
    hears_the_message = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Forget what was open."""
        return [SlotSet(TASK, None), SlotSet("task_over", None)]


def _is_his(task: Task, world: World) -> bool:
    """Whether the task is of the customer who speaks now: on a shared phone another may have signed in meanwhile."""
    own = bool(of_customer((task,), world.customer.customer_id))
    return own and (not task.order_id or world.order(task.order_id) is not None)


def over(left: Left) -> list[Event]:
    """The events that end the form."""
    return [*left.events(), SlotSet("task_over", True), SlotSet("requested_slot", None)]


def _understood(task: Task, context: TurnContext, world: World) -> Task:
    """The task with what the message says, whatever was asked."""
    order = world.order(task.order_id)
    if task.asked == "order":
        if number := pointed_at(context.text, task.listed):
            order = world.order(number)
            return replace(task.about(order), words=task.words) if order else task
    named = _named_order(task, context, world)
    if named is not None and (_is_answer(task, context) or _NOT_THIS_ORDER.search(context.text)):
        return _about_the_named_one(task, named, context, world)
    if task.asked == "order":
        return replace(task, words=f"{task.words}\n{context.text}") if describes_one(context.text, world) else task
    words = without_details(context.text) if task.kind is Kind.REQUEST_INVOICE else context.text
    if task.kind not in WITH_GOODS and order is not None and describes_another(words, order, world):
        return replace(task, words=context.text, order_id="")
    after = heard(task, context.text, order, world)
    if task.asked == "reason" and not after.reason:
        after = replace(after, reason=free_reason(context, world.policy.cancel.reasons))
    return after


def _is_answer(task: Task, context: TurnContext) -> bool:
    """Whether a message of this intent may answer the task's question."""
    if task.kind is Kind.REQUEST_INVOICE and context.intent == INVOICE:
        return not asks_about_invoices(context.text)
    return context.intent in _ANSWERS


def _named_order(task: Task, context: TurnContext, world: World) -> Mention | None:
    """The order number in the message; a tax number or a card's last digits, which may look like one, are none."""
    if task.kind is not Kind.REQUEST_INVOICE:
        mention = context.mentions.get("order_number")
        return mention if mention and names_order(context.text, mention, world) else None
    named = [Mention(number.text, number.value) for number in numbers_in(without_details(context.text))]
    if task.asked in ("title", "tax_number"):
        named = [number for number in named if world.order(number.text) or world.order(number.value)]
    return named[0] if named else None


def _about_the_named_one(task: Task, named: Mention, context: TurnContext, world: World) -> Task:
    """The task about the order he names now; a message that wants something else is left to be a wish of its own."""
    wanted = cue(context.text)
    if wanted is not None and not are_one_wish(wanted, task.kind):
        return task
    order = world.order(named.text) or world.order(named.value)
    if order is None:
        return replace(task, words=context.text, order_id="")
    return replace(task.about(order), words=context.text)


def _same(after: Task, before: Task, world: World) -> bool:
    """Whether a message changed nothing about the wish, once all is filled in that needs no question."""
    order = world.order(before.order_id)
    if order is None or after.order_id != before.order_id:
        return after.same_wish(before)
    return settled(after, order, world).same_wish(settled(before, order, world))


def _ends_with_an_answer(context: TurnContext) -> bool:
    """Whether a statement follows the message's question: "only M in khaki? then M please"."""
    rest = _LAST_QUESTION.sub("", context.text)
    return bool(rest.strip()) and rest != context.text and not asks_for_the_rule(replace(context, text=rest))


def _without_asides(wishes: Wishes, context: TurnContext) -> TurnContext:
    """The turn without the questions of the message."""
    mentions = {name: one for name, one in context.mentions.items() if one.text in wishes.rest}
    return replace(context, text=wishes.rest, intent=wishes.intent, mentions=mentions)


def _restates(task: Task, context: TurnContext, world: World) -> bool:
    """Whether the words name the reason once more, and no word of them says no: that is neither yes nor no."""
    reason = named_reason(context.text, world.policy.cancel.reasons)
    return bool(reason) and reason == task.reason and not says_no(context)


def _is_aside(context: TurnContext) -> bool:
    """Whether the message asks something about the shop rather than answers."""
    return context.intent not in _BARE_ANSWERS and asks_for_the_rule(context)
