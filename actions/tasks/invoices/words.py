"""An invoice in words: facts for its proposal, its receipt and what is said against it."""

from __future__ import annotations

from collections.abc import Mapping

from actions import formats
from actions.replies import Replies
from actions.tasks.world import World
from storefront.changes import Plan, Purpose, RequestInvoice, paid_by_gift_cards, purpose_of
from storefront.model import Order


def buyer(title: str, tax_number: str, replies: Replies) -> str:
    """The title, with the tax number where there is one."""
    return replies.part("utter_part_buyer_with_number", title=title, number=tax_number) if tax_number else title


def variation(purpose: str) -> str:
    """What the names of proposals and receipts end in, for each thing that a request for an invoice may come to."""
    return "" if purpose in ("", Purpose.ISSUE.value) else f"_{purpose}"


def proposal_facts(change: RequestInvoice, money: Plan, order: Order, world: World, replies: Replies) -> dict[str, str]:
    """To whom, for how much and why that much, where to."""
    cards = paid_by_gift_cards(order, world.customer)
    left_out = cards > 0 and not world.policy.invoice.includes_gift_cards
    return {
        "title": buyer(change.title, change.tax_number, replies),
        "amount": formats.money(money.total, order.currency),
        "basis": replies.part("utter_part_invoice_without_cards", amount=formats.money(cards, order.currency))
        if left_out and purpose_of(change, order) is not Purpose.SEND_AGAIN
        else replies.part("utter_part_invoice_paid"),
        "email": formats.masked_email(change.email),
    }


def refusal_facts(facts: Mapping[str, str], replies: Replies) -> dict[str, str]:
    """Facts of a refusal that are words of the customer's language: the first state, what is wrong with a number."""
    told: dict[str, str] = {}
    if status := facts.get("from_status"):
        told["from_status"] = replies.part(f"utter_title_status_{status}")
    if fault := facts.get("fault"):
        name = f"{fault}_meant" if facts.get("suggestion") else fault
        given = {"count": str(len(facts["tax_number"])), "meant": facts.get("suggestion", "")}
        told["fault"] = replies.part_that_fits(f"utter_part_tax_number_{name}", given)
    return told
