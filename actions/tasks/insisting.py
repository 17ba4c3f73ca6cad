"""A customer who does not take a refusal as it is: he asks why, or says but; pure, no I/O."""

from __future__ import annotations

import re

from actions.context import TurnContext
from actions.tasks.kinds import SWAPPING
from actions.tasks.state import Item, Task
from storefront.changes import Kind

REFUSED = "refused:"
"""What the turn before this one left behind when it refused: the change, the order and the goods stand behind it."""

_WHY = re.compile(r"为什么|为啥|为何|凭什么|凭啥|\bwhy\b|\bhow come\b", re.IGNORECASE)


def topic(task: Task) -> str:
    """How a refusal is remembered for the next turn."""
    item = task.items[0] if task.items else Item("")
    return f"{REFUSED}{task.kind.value}:{task.order_id}:{item.line_id}"


def refused_before(context: TurnContext) -> Task | None:
    """What was refused in the turn before; None when nothing was, or when its answer would be another question."""
    if not context.asked.startswith(REFUSED) or context.is_choice:
        return None
    kind, order_id, line_id = context.asked.removeprefix(REFUSED).split(":")
    if Kind(kind) in SWAPPING or not order_id:
        return None
    return Task(Kind(kind), order_id=order_id, items=(Item(line_id),) if line_id else ())


def asks_why(context: TurnContext) -> bool:
    """Whether the message asks for the reason of what was refused before it."""
    return context.asked.startswith(REFUSED) and _WHY.search(context.text) is not None
