"""What a conversation still knows when its session ends: all of it when it only grew long, less after an absence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TASK_FORM = "task_form"
PROOF_FORM = "proof_form"

LASTING = ("language", "order_id", "product_id", "shown_skus", "left_open", "proof_tries")
"""Slots that outlast an absence of hours or days; wrong details stay counted, else waiting would be worth while."""

CURRENT = ("listed_orders", "person_offered", "goal_text", "told", "handoff_note")
"""Slots that belong to what is being talked about: they outlast a long session, not an absence."""

OF_A_FORM = (
    "task", "wishes", "task_over", "goal", "goal_order",
    "proof_contact", "proof_code", "proof_partial", "proof_asides", "proof_for_change",
    "complaint_over", "complaint_asides",
)  # fmt: skip
"""Slots of an open form, during which no session ends by length; of an absence its tasks are kept in ``left_open``."""

OF_A_TURN = ("asked", "prompted", "fresh_proof", "returned")
"""Slots that mean something in one turn or the next: carried on, an old question would look like a new one."""


def carried(slots: Mapping[str, Any], form: str | None, absent: bool) -> dict[str, Any]:
    """The slots of the next session; the tasks that an absence has interrupted are ``left_open`` in it."""
    names = LASTING if absent else LASTING + CURRENT
    kept = {name: slots[name] for name in names if slots.get(name) is not None}
    if absent and (tasks := _open_tasks(slots, form)):
        earlier = (slots.get("left_open") or {}).get("tasks", [])
        kept["left_open"] = {"tasks": [*tasks, *earlier], "offered": False}
    return kept


def _open_tasks(slots: Mapping[str, Any], form: str | None) -> list[Any]:
    """The tasks that were under way or waited, for another one or for a proof."""
    waiting = list(slots.get("wishes") or [])
    if form == TASK_FORM and slots.get("task"):
        return [slots["task"], *waiting]
    return waiting if form == PROOF_FORM and slots.get("goal") == "task" else []
