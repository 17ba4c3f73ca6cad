"""A change as far as it is known, kept in a slot between two turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from actions.reading.variants import Wanted
from actions.tasks.invoices.details import InvoiceDetails
from storefront.changes import Kind
from storefront.model import Address, Order

WISHES = "wishes"
TASK = "task"
MOST_ASIDES = 2
"""How often a question is put again behind the answer to something else; after that it is let go."""
FORM = "task_form"
GOAL = "task"
"""What the proof form goes on with when a change was wanted before the proof."""

NOTHING_WANTED = Wanted({}, "", False)
NOTHING_SAID = InvoiceDetails()


@dataclass(frozen=True)
class Item:
    """A line the change is about, ``wanted`` what was said of the new variant, ``sku`` that variant once it is settled.

    A ``quantity`` of None was not said: the whole line is meant.
    """

    line_id: str
    quantity: int | None = None
    sku: str = ""
    wanted: Wanted = NOTHING_WANTED

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any]) -> Item:
        """The item in a slot."""
        said = slot["wanted"]
        wanted = Wanted(
            said["options"],
            said["prefers"],
            said["same_again"],
            frozenset(said["open_keys"]),
            frozenset((key, value) for key, value in said["refused"]),
            tuple(said["unknown"]),
        )
        return cls(slot["line_id"], slot["quantity"], slot["sku"], wanted)

    def as_slot(self) -> dict[str, Any]:
        """The slot's value."""
        said = self.wanted
        wanted = {
            "options": dict(said.options),
            "prefers": said.prefers,
            "same_again": said.same_again,
            "open_keys": sorted(said.open_keys),
            "refused": sorted(said.refused),
            "unknown": list(said.unknown),
        }
        return {"line_id": self.line_id, "quantity": self.quantity, "sku": self.sku, "wanted": wanted}


@dataclass(frozen=True)
class Task:
    """One wish of a customer; ``words`` are those said before the order was known, read once it is.

    ``asked`` is the open question: order (of those ``listed``), lines, variant, address, method, reason, of an invoice
    invoice, title, tax_number or email, or confirm.
    ``key`` and ``agreed`` belong to the proposal: its idempotency key, and the fingerprint of what was put to the
    customer. ``misses`` counts answers in a row that were not understood, ``asides`` the times the question was put
    again behind another answer. ``customer_id`` is whose task it is, empty before a proof: nobody takes up another's.
    """

    kind: Kind
    words: str = ""
    order_id: str = ""
    items: tuple[Item, ...] = ()
    everything: bool = False
    address: Address | None = None
    method_id: str = ""
    reason: str = ""
    asked: str = ""
    listed: tuple[str, ...] = ()
    misses: int = 0
    asides: int = 0
    key: str = ""
    agreed: str = ""
    customer_id: str = ""
    invoice: InvoiceDetails = NOTHING_SAID

    @classmethod
    def from_slot(cls, slot: object) -> Task | None:
        """The task in a slot; None when there is none."""
        if not isinstance(slot, Mapping) or "kind" not in slot:
            return None
        values: dict[str, Any] = dict(slot)
        values["kind"] = Kind(values["kind"])
        values["items"] = tuple(Item.from_slot(item) for item in values.get("items") or ())
        values["listed"] = tuple(values.get("listed") or ())
        values["address"] = Address(**values["address"]) if values.get("address") else None
        values["invoice"] = InvoiceDetails.from_slot(values["invoice"]) if values.get("invoice") else NOTHING_SAID
        return cls(**values)

    def as_slot(self) -> dict[str, Any]:
        """The slot's value."""
        items, invoice = [item.as_slot() for item in self.items], self.invoice.as_slot()
        return {**asdict(replace(self, items=())), "items": items, "invoice": invoice}

    def about(self, order: Order) -> Task:
        """The same wish for another order: what was picked from the order before is forgotten."""
        if order.order_id == self.order_id:
            return self
        invoice = replace(self.invoice, wanted=None)
        return replace(self, order_id=order.order_id, items=(), everything=False, key="", agreed="", invoice=invoice)

    def same_wish(self, other: Task) -> bool:
        """Whether both would change the same thing in the same way."""
        return afresh(self) == afresh(other)


def afresh(task: Task) -> Task:
    """The task with all that is known of it and nothing that was being asked: no old yes can mean its proposal."""
    return replace(task, asked="", listed=(), misses=0, asides=0, key="", agreed="")


def tasks_in(slot: object) -> tuple[Task, ...]:
    """The tasks that wait in a slot."""
    waiting = slot if isinstance(slot, Sequence) and not isinstance(slot, str) else ()
    return tuple(task for task in map(Task.from_slot, waiting) if task is not None)


def of_customer(tasks: Sequence[Task], customer_id: str) -> tuple[Task, ...]:
    """Those of the tasks that are this customer's, or were begun before anybody proved who he is."""
    return tuple(task for task in tasks if task.customer_id in ("", customer_id))
