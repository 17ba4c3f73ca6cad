"""Takes a customer's wishes one after the other: finds the order, asks what is missing, proposes, does it on a yes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rasa_sdk.events import SlotSet

from actions import order_words
from actions.context import TurnContext
from actions.order_choice import offer
from actions.reading.addresses import means_same_as_order
from actions.reading.invoices import without_details
from actions.reading.orders import numbers_in
from actions.receipts import say_receipt
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks import asking, insisting, orders
from actions.tasks.asking import REPAIRS
from actions.tasks.elsewhere import never_ordered, wanted_instead
from actions.tasks.hearing import heard, line_of, open_item
from actions.tasks.invoices.asking import refusal as refused_invoice
from actions.tasks.kinds import SWAPPING
from actions.tasks.settling import change_of, settled
from actions.tasks.state import NOTHING_WANTED, TASK, WISHES, Task, of_customer
from actions.tasks.world import World
from storefront.changes import Kind, decide, fingerprint
from storefront.identifiers import order_key
from storefront.model import Order
from storefront.policy import Reason, Refused
from storefront.port import ChangedMeanwhileError, Command, NotAllowedError, UnknownOrderError

MOST_ORDERS = 3


@dataclass(frozen=True)
class Left:
    """Where a turn leaves the customer: the open task, if any, the wishes behind it, the order and goods spoken of."""

    task: Task | None
    waiting: tuple[Task, ...]
    order_id: str = ""
    product_id: str = ""

    def events(self) -> list[Event]:
        """The slots that remember it."""
        spoken_of = {"order_id": self.order_id, "product_id": self.product_id}
        remembered = [SlotSet(name, value) for name, value in spoken_of.items() if value]
        return [
            SlotSet(TASK, self.task.as_slot() if self.task else None),
            SlotSet(WISHES, [task.as_slot() for task in self.waiting] or None),
            *remembered,
        ]


class Engine:
    """Goes on with tasks until a question is open or none is left; only ``carry_out`` changes the shop."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def go_on(
        self, tasks: Sequence[Task], world: World, context: TurnContext, replies: Replies, spoken_of: str = ""
    ) -> Left:
        """Take up the wishes in their order until one of them has a question."""
        spoken_of = spoken_of or str(context.slots.get("order_id") or "")
        own = of_customer(tasks, world.customer.customer_id)
        tasks = [replace(one, customer_id=world.customer.customer_id) for task in own for one in _spread(task, world)]
        for position, task in enumerate(tasks):
            after = await self.advance(task, world, context, replies, spoken_of)
            spoken_of = after.order_id or spoken_of if after else spoken_of
            if after is not None and after.asked:
                return Left(after, tuple(tasks[position + 1 :]), spoken_of, _product_of(after, world))
        return Left(None, (), spoken_of)

    async def advance(
        self, task: Task, world: World, context: TurnContext, replies: Replies, spoken_of: str
    ) -> Task | None:
        """Say the next thing about one task; what comes back has nothing ``asked`` when the task is over."""
        task = replace(task, asked="", key="", agreed="")
        if task.kind is Kind.CHANGE_PROFILE_ADDRESS:
            return await self._complete(heard(task, task.words, None, world), None, world, context, replies)
        order, after = await self._with_order(task, world, replies, spoken_of)
        if order is None or after is None:
            return after
        if after.kind in SWAPPING and await self._wants_other_goods(task.words, world):
            item = order_words.goods(order, world.products, replies)
            if after.items:
                item = order_words.name(line_of(order, after.items[0].line_id), world.products, replies)
            replies.say("utter_refused_other_product", item=item)
        return await self._complete(after, order, world, context, replies)

    async def carry_out(self, task: Task, world: World, context: TurnContext, replies: Replies) -> Task | None:
        """Make the change the customer said yes to, once, and say the receipt; a task comes back to be put again."""
        order = world.order(task.order_id) if task.order_id else None
        command = Command(
            key=task.key,
            conversation_id=context.conversation_id,
            turn_id=context.turn_id,
            customer_id=world.customer.customer_id,
            order_id=task.order_id,
            change=change_of(task, order),
            at=self._services.now(),
            agreed=task.agreed,
        )
        try:
            receipt = await self._services.shop.apply(command)
        except UnknownOrderError:
            replies.say("utter_order_unknown", number=task.order_id)
            return None
        except ChangedMeanwhileError:
            replies.say("utter_changed_meanwhile")
            return replace(task, asked="", key="", agreed="")
        except NotAllowedError as error:
            await self._refuse(Refused(Reason(error.reason)), task, order, world, replies)
            return None
        if receipt.turn_id != context.turn_id:
            replies.say("utter_already_done")
        say_receipt(receipt, replies)
        replies.ask(f"done:{task.key}")
        return None

    async def _with_order(
        self, task: Task, world: World, replies: Replies, spoken_of: str
    ) -> tuple[Order | None, Task | None]:
        """The order and the task about it; without an order, the task asks for one or is over."""
        words = order_words_of(task)
        number = _number_in(words, means_same_as_order(task.words) if task.kind is Kind.CHANGE_ADDRESS else "")
        if number and not task.order_id:
            order = next((found for one in number if (found := world.order(one))), None)
            if order is None:
                replies.say("utter_order_unknown", number=number[0])
                return None, await self._let_choose(replace(task, order_id=""), world, replies)
            task = task.about(order)
        if not task.order_id and await self._never_ordered(task, world):
            replies.say("utter_goods_not_ordered")
            return None, await self._let_choose(task, world, replies)
        if task.order_id:
            order = world.order(task.order_id)
            verdict: orders.Search = orders.fits(task, order, world) if order else orders.Many(())
        else:
            verdict = orders.search(replace(task, words=words), world, spoken_of)
        match verdict:
            case orders.Found(order, kind):
                said, task = task.words, replace(task.about(order), kind=kind, words="")
                return order, heard(task, said, order, world) if said else task
            case orders.Forbidden(order, refusal):
                await self._refuse(refusal, task, order, world, replies)
                replies.ask(insisting.topic(task.about(order)))
                return None, replace(task.about(order), asked="")
            case orders.Many(several):
                return None, await self._choose(task, several, replies)

    async def _choose(self, task: Task, several: Sequence[Order], replies: Replies) -> Task | None:
        if not several:
            replies.say(f"utter_none_possible_{task.kind.value}")
            return None
        return await self._offered(task, several, replies)

    async def _wants_other_goods(self, words: str, world: World) -> bool:
        return bool(words) and wanted_instead(words, world.products, await self._services.shop.products())

    async def _never_ordered(self, task: Task, world: World) -> bool:
        """Whether the wish is about goods that are in no order of his; none of his own is guessed then."""
        if not task.words or orders.describes_one(task.words, world):
            return False
        return never_ordered(task.words, world.products, await self._services.shop.products())

    async def _let_choose(self, task: Task, world: World, replies: Replies) -> Task | None:
        possible = [order for order in world.orders if isinstance(orders.fits(task, order, world), orders.Found)]
        if not possible:
            return None
        return await self._offered(task, possible, replies)

    async def _offered(self, task: Task, several: Sequence[Order], replies: Replies) -> Task:
        shown = several[:MOST_ORDERS]
        await offer(shown, "inform", self._services, replies, "utter_order_choose")
        return replace(task, asked="order", listed=tuple(order.order_id for order in shown))

    async def _complete(
        self, task: Task, order: Order | None, world: World, context: TurnContext, replies: Replies
    ) -> Task | None:
        """Ask what is missing, or refuse what cannot be, or propose."""
        if order is not None:
            task = settled(task, order, world)
            if task.kind is Kind.REQUEST_INVOICE and (refusal := refused_invoice(task, order, world)):
                await self._refuse(refusal, task, order, world, replies)
                return replace(task, asked="")
        if (asked := asking.ask_missing(task, order, world, replies)) is not None:
            return asked
        verdict = decide(change_of(task, order), world.situation(order), world.policy, world.now)
        if isinstance(verdict, Refused):
            return await self._repair(verdict, task, order, world, replies)
        return asking.propose(await self._keyed(task, order, world, context), order, world, replies)

    async def _repair(
        self, refusal: Refused, task: Task, order: Order | None, world: World, replies: Replies
    ) -> Task | None:
        """Say why not; where the customer can say it differently, ask for that part again."""
        await self._refuse(refusal, task, order, world, replies)
        replies.ask(insisting.topic(task))
        if refusal.reason is Reason.NOT_RETURNABLE and order is not None:
            return asking.ask_other_lines(task, order, world, replies)
        part = REPAIRS.get(refusal.reason)
        is_own_address = part == "address" and task.address == world.customer.address
        if part is None or is_own_address:
            return replace(task, asked="")
        task = _without(task, part, refusal)
        if part == "quantity":
            replies.ask("task:lines")
            return replace(task, asked="lines")
        if part == "method" and order is not None:
            return asking.ask_method(task, order, world, replies)
        return asking.ask_missing(task, order, world, replies) or replace(task, asked="")

    async def _refuse(self, refusal: Refused, task: Task, order: Order | None, world: World, replies: Replies) -> None:
        refund = ""
        if refusal.reason is Reason.ALREADY_CANCELLED and order is not None:
            refund = await order_words.made_refund(order, self._services, replies)
        asking.say_refusal(refusal, task, order, world, replies, refund)

    async def _keyed(self, task: Task, order: Order | None, world: World, context: TurnContext) -> Task:
        """The task with its proposal's key: the same change put again after another one was made is a new proposal."""
        agreed = fingerprint(change_of(task, order), world.situation(order), world.policy)
        made = len(await self._services.shop.receipts(context.conversation_id))
        parts = [context.conversation_id, task.kind.value, task.order_id, world.customer.customer_id, agreed, made]
        digest = hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
        return replace(task, key=digest[:32], agreed=agreed)


def _product_of(task: Task, world: World) -> str:
    """The product whose variant is asked for or proposed: "what does the small one cost" means that one."""
    order = world.order(task.order_id)
    item = open_item(task) or next(iter(task.items), None)
    if order is None or item is None or task.kind not in SWAPPING:
        return ""
    return line_of(order, item.line_id).product_id


def _spread(task: Task, world: World) -> tuple[Task, ...]:
    """One task an order where the words mean all orders that such a change fits."""
    if task.order_id or not orders.means_every_order(task.words):
        return (task,)
    possible = [order for order in world.orders if isinstance(orders.fits(task, order, world), orders.Found)]
    return tuple(replace(task, order_id=order.order_id) for order in possible) or (task,)


def order_words_of(task: Task) -> str:
    """The words that may say which order is meant: names and numbers of an invoice are no goods and no orders."""
    return without_details(task.words) if task.kind is Kind.REQUEST_INVOICE else task.words


def _number_in(text: str, other: str) -> tuple[str, ...]:
    """The last order number in a text that is not the ``other`` one, as written and in its normal form."""
    named = numbers_in(text)
    found = [number for number in named if not other or order_key(other) != order_key(number.text)] or named
    return tuple(dict.fromkeys((found[-1].text, found[-1].value))) if found else ()


def _without(task: Task, part: str, refusal: Refused) -> Task:
    """The task without the part that was refused."""
    match part:
        case "variant":
            line_id = refusal.facts.get("line_id", "")
            items = tuple(
                replace(item, sku="", wanted=NOTHING_WANTED) if not line_id or item.line_id == line_id else item
                for item in task.items
            )
            return replace(task, items=items)
        case "lines":
            return replace(task, items=(), everything=False)
        case "address":
            return replace(task, address=None)
        case "method":
            return replace(task, method_id="")
        case "reason":
            return replace(task, reason="")
        case "title" | "tax_number" | "email":
            return replace(task, invoice=task.invoice.without(part))
    return task
