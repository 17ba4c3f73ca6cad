"""The wish to change something: what is wanted, proof of who wants it, and the first question."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions.action import CustomerAction
from actions.context import TurnContext
from actions.order_status import QuestionAnswerer
from actions.proof.gate import Gate
from actions.proposals import leaves_it, says_yes
from actions.receipts import tell_done
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks.answering import Asides, order_in
from actions.tasks.cues import cue
from actions.tasks.engine import Engine, Left
from actions.tasks.insisting import asks_why, refused_before
from actions.tasks.left_open import LEFT_OPEN, LeftOpen, joined, let_go
from actions.tasks.resuming import put_off
from actions.tasks.rules import KINDS, RULE, asks_for_the_rule, aspect_in
from actions.tasks.state import FORM, GOAL, WISHES, Task, of_customer, tasks_in
from actions.tasks.wishes import STARTED, Wishes, wishes_in
from actions.tasks.world import World
from storefront.changes import Kind
from storefront.port import ShopUnavailableError
from understanding.runtime.patterns import ORDER_NUMBER


class TaskAction(CustomerAction):
    """Opens the task form for a change; a question about how the shop does it is answered instead."""

    action_name = "action_task"

    def __init__(
        self, services: Services, gate: Gate, engine: Engine, answerer: QuestionAnswerer, asides: Asides
    ) -> None:
        super().__init__(services)
        self._gate = gate
        self._engine = engine
        self._answerer = answerer
        self._asides = asides

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Answer, or prove and begin."""
        if context.asked.startswith("done:") and says_yes(context):
            return await self._tell_done(context, replies)
        if asks_why(context) and refused_before(context):
            return await self.insist(context, replies)
        if context.intent in KINDS and asks_for_the_rule(context):
            if context.form == FORM:  # an open task is not exchanged for a question
                return await self._answerer.serve(context, replies)
            if await self._answerer.answer_or_ask_back(context, replies):
                return self._offered(context, replies)
        elif leaves_it(context) and cue(context.text) is None:
            replies.say("utter_kept")
            return []
        return await self.begin(await self._wishes(context), context, replies)

    async def insist(self, context: TurnContext, replies: Replies) -> list[Event]:
        """A refusal stands: the rule behind it when there is a sure answer, else why not once more, and a person."""
        if asks_why(context) and await self._answerer.answer(context, replies):
            return []
        refused = refused_before(context)
        events = await self.take_up((refused,) if refused else (), context, replies)
        if not any(event["event"] == "followup" for event in events):
            replies.offer_person("utter_offer_person_refused", "task")
        return events

    def _offered(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Offer, behind a rule, to do it; what of it he asked is remembered for an "and for an exchange?"."""
        start = replies.choice(f"start_{KINDS[context.intent].value}", context.intent)
        replies.say("utter_task_offer", [start])
        if aspect := aspect_in(context.words):
            replies.ask(f"{RULE}{aspect.value}")
        return []

    async def _tell_done(self, context: TurnContext, replies: Replies) -> list[Event]:
        """A second yes to what is done tells the receipt once more."""
        await tell_done(context.asked.partition(":")[2], context.conversation_id, self.services.shop, replies)
        return []

    async def resume(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Go on, after the proof, with all that was wanted before it."""
        said = await wishes_in(context, self.services.reading)
        return await self.begin(replace(said, tasks=tasks_in(context.slots.get(WISHES))), context, replies)

    async def take_up(self, tasks: tuple[Task, ...], context: TurnContext, replies: Replies) -> list[Event]:
        """Begin tasks with all that is known of them."""
        return await self.begin(Wishes(tasks), context, replies)

    async def begin(self, wishes: Wishes, context: TurnContext, replies: Replies) -> list[Event]:
        """Answer what is asked beside the wishes, and take them up; the form is opened when one has a question."""
        tasks = wishes.tasks
        gate = await self._gate.open(context, replies, GOAL, change=True)
        if gate.identity is None:
            return [SlotSet(WISHES, [task.as_slot() for task in tasks]), *gate.events]
        try:
            return await self._open(wishes, gate.identity.customer_id, context, replies)
        except ShopUnavailableError:
            replies.forget()
            before = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
            return put_off(let_go(tasks, before), replies)

    async def _open(self, wishes: Wishes, customer_id: str, context: TurnContext, replies: Replies) -> list[Event]:
        """The answers beside these wishes and their first question, read against the shop as it is."""
        tasks = wishes.tasks
        world = await World.of(customer_id, self.services)
        if world is None:
            replies.say("utter_no_orders")
            return []
        if not of_customer(tasks, customer_id):
            replies.say("utter_proposal_gone")
            return Left(None, ()).events()
        told = await self._asides.answer(wishes.asides, context, replies) or []
        before = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
        tasks, left_open = joined(tasks, before, world, str(context.slots.get("order_id") or ""))
        left = await self._engine.go_on(tasks, world, context, replies, order_in(told))
        return [*told, *left.events(), *left_open.events(), *_form(left, context)]

    async def _wishes(self, context: TurnContext) -> Wishes:
        if not context.is_choice:
            return await wishes_in(context, self.services.reading)
        number = context.value(ORDER_NUMBER)
        kind = STARTED.get(context.intent, Kind.CANCEL_ORDER)
        return Wishes((Task(kind, f"#{number}" if number else ""),))


def _form(left: Left, context: TurnContext) -> list[Event]:
    if left.task is None:
        return []
    return [SlotSet("task_over", None), SlotSet("prompted", context.turn_id), FollowupAction(FORM)]
