"""What a message or a choice adds to the task of an invoice, and what needs no question; pure, no I/O."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import formats
from actions.context import TurnContext
from actions.reading.invoices import SaidOfInvoice, said_of_invoice
from actions.tasks.invoices.details import Buyer, InvoiceDetails, Wanted
from actions.tasks.state import Task
from actions.tasks.world import World
from storefront.changes import RequestInvoice
from storefront.model import Invoice, Order

LAST = "last"
"""The choice of the buyer of the invoice before."""

_AGAIN = re.compile(
    r"再发|重新?发|补发|再寄|没(?:有)?收到|收不到|找不到|\bre-?send|\bagain\b|\banother copy\b|\blost\b"
    r"|\b(?:did ?n[o']?t|haven'?t|never) (?:get|got|come|came|receive[d]?|arrived?)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"抬头|税号|\b(?:title|name|tax|vat)\b", re.IGNORECASE)
_CORRECTED = re.compile(
    r"错|不对|有误|更正|重开|换开|[改换]|\b(?:wrong|correct\w*|fix|mistake|typo|change|incorrect|re-?issue)\b",
    re.IGNORECASE,
)


def heard(task: Task, words: str, order: Order | None, world: World) -> Task:
    """The task with what the words say about the invoice; the same task when they say nothing."""
    asked = "company" if task.asked == "title" and task.invoice.buyer is Buyer.COMPANY else task.asked
    said = said_of_invoice(words, asked)
    if said.tax_number and world.order(said.tax_number):
        said = replace(said, tax_number="", company=None if not said.title else said.company)
    details = _with_buyer(task.invoice, said)
    has_one = order is not None and order.invoice is not None
    wanted = _wanted(words, said, details) if has_one else details.wanted
    email = said.email or details.email
    return replace(task, invoice=replace(details, email=email, wanted=wanted))


def picked(task: Task, context: TurnContext, world: World) -> Task:
    """The task with what a choice stands for."""
    details = task.invoice
    if wanted := context.value("invoice"):
        return replace(task, invoice=replace(details, wanted=Wanted(wanted)))
    if number := context.value("tax_number"):
        return replace(task, invoice=replace(details, tax_number=number))
    buyer, last = context.value("buyer"), last_invoice(world)
    if buyer == LAST and last is not None:
        kind = Buyer.COMPANY if last.tax_number else Buyer.PERSON
        return replace(task, invoice=replace(details, buyer=kind, title=last.title, tax_number=last.tax_number))
    if buyer in set(Buyer):
        return replace(task, invoice=replace(details, buyer=Buyer(buyer), title="", tax_number=""))
    return task


def settled(task: Task, order: Order, world: World) -> Task:
    """The task with the name and the mail on file, and of the invoice that is there what is not corrected."""
    details, invoice, customer = task.invoice, order.invoice, world.customer
    if details.buyer is Buyer.PERSON and not details.title:
        details = replace(details, title=formats.full_name(customer.first_name, customer.last_name))
    if invoice is not None and details.wanted is Wanted.CORRECTED and details.buyer is Buyer.COMPANY:
        details = replace(
            details,
            title=details.title or (invoice.title if details.tax_number and invoice.tax_number else ""),
            tax_number=details.tax_number or invoice.tax_number,
        )
    email = details.email or (invoice.email if invoice else "") or customer.email
    return replace(task, invoice=replace(details, email=email))


def change_of(task: Task, order: Order) -> RequestInvoice:
    """The invoice as the shop is asked for it."""
    details, invoice = task.invoice, order.invoice
    if invoice is not None and details.wanted is Wanted.AGAIN:
        return RequestInvoice(invoice.title, details.email, invoice.tax_number)
    return RequestInvoice(details.title, details.email, details.tax_number, details.buyer is Buyer.COMPANY)


def last_invoice(world: World) -> Invoice | None:
    """The newest invoice of his orders."""
    return max(
        (order.invoice for order in world.orders if order.invoice), key=lambda one: one.requested_at, default=None
    )


def prefers(task: Task, order: Order) -> bool:
    """Whether the words rather mean such an order: one with an invoice where it is sent again or corrected."""
    about_one = bool(_AGAIN.search(task.words) or _CORRECTED.search(task.words))
    return (order.invoice is not None) is about_one


def _with_buyer(details: InvoiceDetails, said: SaidOfInvoice) -> InvoiceDetails:
    if said.title:
        buyer = Buyer.COMPANY if said.company or (said.company is None and said.tax_number) else Buyer.PERSON
        number = said.tax_number or (details.tax_number if buyer is Buyer.COMPANY else "")
        return replace(details, buyer=buyer, title=said.title, tax_number=number)
    if said.company is None:
        return details
    buyer = Buyer.COMPANY if said.company else Buyer.PERSON
    if said.tax_number:
        own = details.title if details.buyer is not Buyer.PERSON else ""
        return replace(details, buyer=buyer, title=own, tax_number=said.tax_number)
    return details if details.buyer is buyer else replace(details, buyer=buyer, title="", tax_number="")


def _wanted(words: str, said: SaidOfInvoice, details: InvoiceDetails) -> Wanted | None:
    only_mail = said.email and not _TITLE.search(words)
    if said.title or said.tax_number or (_CORRECTED.search(words) and not only_mail):
        return Wanted.CORRECTED
    if _AGAIN.search(words) or (said.email and details.wanted is None):
        return Wanted.AGAIN
    return details.wanted
