"""How a guest says he can be found, and whom that finds."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from actions.context import TurnContext
from actions.services import Services
from storefront.model import Customer

_ONLY_DIGITS = re.compile(r"^[^\dA-Za-z]{0,8}\d[\d\s-]*[^\dA-Za-z]{0,6}$")
_SIX_DIGITS = re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}(?!\d)")


@dataclass(frozen=True)
class Contact:
    """``kind`` is email, phone, order (one of his order numbers) or customer (already identified)."""

    kind: str
    value: str

    def as_slot(self) -> dict[str, str]:
        """The slot's value."""
        return asdict(self)


def remembered_contact(slots: Mapping[str, Any]) -> Contact | None:
    """The contact a code was sent for."""
    slot = slots.get("proof_contact")
    return Contact(str(slot["kind"]), str(slot["value"])) if isinstance(slot, Mapping) and "kind" in slot else None


def contact_in(context: TurnContext, answering: bool) -> Contact | None:
    """The contact the message names.

    An order number counts only as the answer to the form's question, and so do bare digits: naming an order in
    passing must not send its owner a code.
    """
    for kind in ("email", "phone"):
        if kind in context.mentions:
            return Contact(kind, context.value(kind))
    if answering and (mention := context.mentions.get("order_number") or context.mentions.get("code")):
        return Contact("order", mention.text)
    return None


def code_in(context: TurnContext) -> str:
    """The six digits of the message, however they are grouped; empty without any."""
    if code := context.value("code"):
        return code
    match = None if context.is_choice else _SIX_DIGITS.search(context.text)
    return re.sub(r"\D", "", match.group()) if match else ""


def is_only_digits(context: TurnContext) -> bool:
    """Whether the message is a number and nothing else."""
    return not context.is_choice and _ONLY_DIGITS.match(context.text) is not None


async def find_customer(services: Services, contact: Contact) -> Customer | None:
    """The customer behind a contact."""
    shop = services.shop
    if contact.kind == "email":
        return await shop.customer_by_email(contact.value)
    if contact.kind == "phone":
        return await shop.customer_by_phone(contact.value)
    if contact.kind == "order":
        order = await shop.order(contact.value)
        return await shop.customer(order.customer_id) if order else None
    return await shop.customer(contact.value)


async def send_code(services: Services, context: TurnContext, contact: Contact) -> None:
    """Have a code sent to the contact on file; for nobody the desk goes through the same motions."""
    customer = await find_customer(services, contact)
    email = customer.email if customer else ""
    phone = customer.phone if customer else ""
    if contact.kind == "phone" and phone:
        email = ""  # he named his phone, so that is where he looks
    customer_id = customer.customer_id if customer else None
    await services.verifier.send_code(context.conversation_id, customer_id, email, phone, context.language)
