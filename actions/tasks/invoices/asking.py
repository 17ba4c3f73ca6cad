"""The questions of an invoice, and what is said against it before the shop is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from actions import formats
from actions.replies import Choice, Replies
from actions.tasks.invoices import words
from actions.tasks.invoices.details import Buyer, Wanted
from actions.tasks.invoices.hearing import LAST, change_of, last_invoice
from actions.tasks.state import Task
from actions.tasks.world import World
from storefront.changes import correction_is_open, left_to_invoice, tax_number_refusal, title_refusal
from storefront.model import Order
from storefront.policy import Allowed, Reason, Refused, shop_day


def refusal(task: Task, order: Order, world: World) -> Refused | None:
    """Why nothing need be asked: there is nothing to invoice, or the invoice cannot be corrected any more."""
    wanted = task.invoice.wanted
    if order.invoice is not None and wanted is Wanted.CORRECTED:
        verdict = correction_is_open(order, world.policy, world.now)
        return verdict if isinstance(verdict, Refused) else None
    if order.invoice is None and left_to_invoice(order, world.customer, world.policy) <= 0:
        return Refused(Reason.NOTHING_TO_INVOICE)
    return None


def _there_is_one(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    """The order has an invoice and he has not said what shall happen to it."""
    invoice = order.invoice if order is not None else None
    if order is None or invoice is None or task.invoice.wanted is not None:
        return ""
    choices = [replies.choice("invoice_again", "inform", invoice=Wanted.AGAIN.value)]
    if isinstance(correction_is_open(order, world.policy, world.now), Allowed):
        choices.append(replies.choice("invoice_correct", "inform", invoice=Wanted.CORRECTED.value))
    replies.say(
        "utter_ask_invoice_there",
        [*choices, replies.choice("no_leave_it", "abort")],
        order=order.order_id,
        title=words.buyer(invoice.title, invoice.tax_number, replies),
        amount=formats.money(invoice.amount, order.currency),
        day=_day(invoice.sent_again_at or invoice.requested_at, world, replies),
        email=formats.masked_email(invoice.email),
    )
    return "invoice"


def _title(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    details = task.invoice
    if order is None or (details.wanted is Wanted.AGAIN and order.invoice is not None):
        return ""
    if details.title:
        if title_refusal(details.title) is None:
            return ""
        replies.say("utter_refused_title_not_accepted")
    if details.buyer is Buyer.COMPANY:
        replies.say("utter_ask_invoice_company")
    else:
        replies.say("utter_ask_invoice_title", _buyers(order, world, replies), order=order.order_id)
    return "title"


def _tax_number(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if order is None or (task.invoice.wanted is Wanted.AGAIN and order.invoice is not None):
        return ""
    refused = tax_number_refusal(change_of(task, order))
    if refused is None:
        return ""
    if refused.reason is Reason.TAX_NUMBER_MISSING:
        replies.say("utter_ask_tax_number", title=task.invoice.title)
        return "tax_number"
    meant = refused.facts["suggestion"]
    choices = [Choice(meant, "inform", {"tax_number": meant})] if meant else []
    facts = words.refusal_facts(refused.facts, replies)
    replies.say_what_fits("utter_refused_tax_number_wrong", choices, {**refused.facts, **facts})
    return "tax_number"


def _email(task: Task, order: Order | None, world: World, replies: Replies) -> str:
    if task.invoice.email:
        return ""
    replies.say("utter_ask_invoice_email")
    return "email"


def _buyers(order: Order, world: World, replies: Replies) -> list[Choice]:
    """The name on file, a company, and the buyer of the invoice before."""
    customer, last = world.customer, last_invoice(world)
    name = formats.full_name(customer.first_name, customer.last_name)
    choices = [Choice(replies.part("utter_part_buyer_person", name=name), "inform", {"buyer": Buyer.PERSON.value})]
    if last is not None and last.title != name and last != order.invoice:
        choices.append(Choice(replies.part("utter_part_buyer_last", title=last.title), "inform", {"buyer": LAST}))
    return [*choices, replies.choice("buyer_company", "inform", buyer=Buyer.COMPANY.value)]


def _day(moment: datetime, world: World, replies: Replies) -> str:
    today = shop_day(world.now, world.policy)
    return formats.day(shop_day(moment, world.policy), today, replies.language)


QUESTIONS: Mapping[str, Callable[[Task, Order | None, World, Replies], str]] = {
    "invoice": _there_is_one,
    "title": _title,
    "tax_number": _tax_number,
    "email": _email,
}
