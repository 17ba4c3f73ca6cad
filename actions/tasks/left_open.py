"""What was left open: tasks of a customer who went away, or that were let go of; kept until taken up or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions import formats
from actions.reading.orders import numbers_in
from actions.replies import Event, Replies
from actions.tasks.kinds import are_one_wish
from actions.tasks.orders import describes_another
from actions.tasks.state import Task, afresh, tasks_in
from actions.tasks.world import World
from storefront.identifiers import order_key

LEFT_OPEN = "left_open"


@dataclass(frozen=True)
class LeftOpen:
    """The tasks in their order, and whether the customer was asked already if he wants to go on with them."""

    tasks: tuple[Task, ...] = ()
    offered: bool = False

    @classmethod
    def from_slot(cls, slot: object) -> LeftOpen:
        """What is in the slot; nothing when it is empty."""
        if not isinstance(slot, Mapping):
            return cls()
        return cls(tasks_in(slot.get("tasks")), bool(slot.get("offered")))

    def as_slot(self) -> dict[str, Any] | None:
        """The slot's value."""
        if not self.tasks:
            return None
        return {"tasks": [task.as_slot() for task in self.tasks], "offered": self.offered}

    def events(self) -> list[Event]:
        """The slot that remembers it."""
        return [SlotSet(LEFT_OPEN, self.as_slot())]


def let_go(tasks: Iterable[Task], before: LeftOpen) -> LeftOpen:
    """With tasks that the bot stops asking about: they are not offered, but taken up again when he says so."""
    return LeftOpen((*tasks, *before.tasks), offered=True)


def with_words(task: Task, words: str) -> Task:
    """The task with something more to be read once it is taken up."""
    return replace(task, words=f"{task.words}\n{words}".strip())


def joined(wishes: Sequence[Task], left: LeftOpen, world: World, spoken_of: str) -> tuple[tuple[Task, ...], LeftOpen]:
    """The wishes, each with what is known of it from a task left open, and what is left open besides."""
    rest = list(left.tasks)
    tasks = []
    for wish in wishes:
        known = next((task for task in rest if _means(wish, task, world, spoken_of)), None)
        if known is not None:
            rest.remove(known)
            wish = with_words(afresh(known), wish.words)
        tasks.append(wish)
    return tuple(tasks), replace(left, tasks=tuple(rest))


def in_words(tasks: Iterable[Task], replies: Replies) -> str:
    """What was left open, within a sentence."""
    return formats.listed([_in_words(task, replies) for task in tasks], replies.language)


def _in_words(task: Task, replies: Replies) -> str:
    named = replies.part("utter_part_that_order", order=task.order_id) if task.order_id else ""
    order = named or replies.part("utter_part_your_order")
    return replies.part_that_fits(f"utter_part_left_{task.kind.value}", {"order": order})


def _means(wish: Task, task: Task, world: World, spoken_of: str) -> bool:
    """Whether a new wish is the one left open: the same change, and of no other order."""
    if wish.order_id or not are_one_wish(wish.kind, task.kind):
        return False
    order = world.order(task.order_id) if task.order_id else None
    if order is None:
        return True
    if named := numbers_in(wish.words):
        return order_key(named[-1].value) == order_key(order.order_id)
    return spoken_of in ("", order.order_id) and not describes_another(wish.words, order, world)
