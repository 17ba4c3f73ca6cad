"""The wish to change something: what is wanted, proof of who wants it, and the first question."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.action import CustomerAction
from actions.context import TurnContext
from actions.general_questions import is_general
from actions.order_status import QuestionAnswerer
from actions.proof.gate import Gate
from actions.proposals import says_yes
from actions.receipts import say_receipt
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks.engine import Engine, Left
from actions.tasks.left_open import LEFT_OPEN, LeftOpen, joined, let_go
from actions.tasks.resuming import put_off
from actions.tasks.state import FORM, GOAL, WISHES, Task, of_customer, tasks_in
from actions.tasks.wishes import KINDS, STARTED, wishes_in
from actions.tasks.world import World
from storefront.changes import Kind
from storefront.port import ShopUnavailableError
from understanding.runtime.patterns import ORDER_NUMBER

_ASKS = re.compile(
    r"[?？]|吗|呢|怎么|如何|为什么|为啥|凭什么|多久|(?<!前)几天|哪里|什么|谁|多少|^(?:能|可以)不"
    r"|\b(?:how|what|when|where|which|why|who|can i|may i|do i|does|is it|are)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"我的|我买|我那|我这|这[个件双条款只台]|那[个件双条款只台]|帮我|给我|我要|我想|麻烦|上周|昨天|前天|刚"
    r"|\b(?:my|mine|this|that|these|those|it|them|please|i want|i need|i'd like|i would like|want to|ordered|bought)\b",
    re.IGNORECASE,
)


class TaskAction(CustomerAction):
    """Opens the task form for a change; a question about how the shop does it is answered instead."""

    action_name = "action_task"

    def __init__(self, services: Services, gate: Gate, engine: Engine, answerer: QuestionAnswerer) -> None:
        super().__init__(services)
        self._gate = gate
        self._engine = engine
        self._answerer = answerer

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Answer, or prove and begin."""
        if context.asked.startswith("done:") and says_yes(context):
            return await self._tell_done(context, replies)
        if (
            context.intent in KINDS
            and asks_for_the_rule(context)
            and await self._answerer.answer_or_ask_back(context, replies)
        ):
            start = replies.choice(f"start_{KINDS[context.intent].value}", context.intent)
            replies.say("utter_task_offer", [start])
            return []
        return await self.begin(await self._wishes(context), context, replies)

    async def _tell_done(self, context: TurnContext, replies: Replies) -> list[Event]:
        """A second yes to what is done tells the receipt once more."""
        key = context.asked.partition(":")[2]
        for receipt in await self.services.shop.receipts(context.conversation_id):
            if receipt.key == key:
                replies.say("utter_already_done")
                say_receipt(receipt, replies)
        return []

    async def resume(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Go on, after the proof, with all that was wanted before it."""
        return await self.begin(tasks_in(context.slots.get(WISHES)), context, replies)

    async def begin(self, tasks: tuple[Task, ...], context: TurnContext, replies: Replies) -> list[Event]:
        """Take up these wishes; the form is opened when one of them has a question."""
        gate = await self._gate.open(context, replies, GOAL, change=True)
        if gate.identity is None:
            return [SlotSet(WISHES, [task.as_slot() for task in tasks]), *gate.events]
        try:
            return await self._open(tasks, gate.identity.customer_id, context, replies)
        except ShopUnavailableError:
            replies.forget()
            before = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
            return put_off(let_go(tasks, before), replies)

    async def _open(
        self, tasks: tuple[Task, ...], customer_id: str, context: TurnContext, replies: Replies
    ) -> list[Event]:
        """The first question of these wishes, read against the shop as it is."""
        world = await World.of(customer_id, self.services)
        if world is None:
            replies.say("utter_no_orders")
            return []
        if not of_customer(tasks, customer_id):
            replies.say("utter_proposal_gone")
            return Left(None, ()).events()
        before = LeftOpen.from_slot(context.slots.get(LEFT_OPEN))
        tasks, left_open = joined(tasks, before, world, str(context.slots.get("order_id") or ""))
        left = await self._engine.go_on(tasks, world, context, replies)
        return [*left.events(), *left_open.events(), *_form(left, context)]

    async def _wishes(self, context: TurnContext) -> tuple[Task, ...]:
        if not context.is_choice:
            return await wishes_in(context, self.services.reading)
        number = context.value(ORDER_NUMBER)
        return (Task(STARTED.get(context.intent, Kind.CANCEL_ORDER), f"#{number}" if number else ""),)


def asks_for_the_rule(context: TurnContext) -> bool:
    """Whether the message asks how the shop does it, rather than for it to be done."""
    if "question" in context.mentions:
        return True
    if context.is_choice or "order_number" in context.mentions:
        return False
    return is_general(context) or bool(_ASKS.search(context.text) and not _OWN.search(context.text))


def _form(left: Left, context: TurnContext) -> list[Event]:
    if left.task is None:
        return []
    return [SlotSet("task_over", None), SlotSet("prompted", context.turn_id), FollowupAction(FORM)]
