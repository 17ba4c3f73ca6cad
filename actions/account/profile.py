"""What the shop has on file of a customer; what could serve a stranger is masked."""

from actions import formats
from actions.account.inquiry import Inquiry
from actions.account.wallet import method_with_balance, shop_currency
from actions.replies import Event
from actions.tasks import words
from storefront.model import Customer


async def tell_profile(inquiry: Inquiry) -> list[Event]:
    """Name, e-mail, phone, address and payment methods."""
    customer = await inquiry.services.shop.customer(inquiry.customer_id)
    if customer is None:
        inquiry.replies.say("utter_profile_none")
        return []
    nothing = inquiry.replies.part("utter_part_not_on_file")
    inquiry.replies.say(
        "utter_profile_told",
        name=full_name(customer, inquiry.replies.language) or nothing,
        email=masked_email(customer.email) or nothing,
        phone=masked_phone(customer.phone) or nothing,
        address=words.address(customer.address, inquiry.replies) or nothing,
        methods=await _methods(customer, inquiry) or nothing,
    )
    return []


def full_name(customer: Customer, language: str) -> str:
    """The name as it is written in its own script: 林小雨, Ann Green."""
    parts = [customer.first_name, customer.last_name]
    if all(not part.isascii() for part in parts):
        return "".join(reversed(parts))
    return " ".join(part for part in parts if part)


def masked_email(email: str) -> str:
    """An e-mail address that its owner knows again and nobody can write to: l***@example.com."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else ""


def masked_phone(phone: str) -> str:
    """The last four digits of a phone number."""
    digits = [char for char in phone if char.isdigit()]
    return f"***{''.join(digits[-4:])}" if len(digits) > 4 else ""


async def _methods(customer: Customer, inquiry: Inquiry) -> str:
    currency = await shop_currency(inquiry)
    names = [method_with_balance(method, currency, inquiry.replies) for method in customer.payment_methods]
    return formats.listed(names, inquiry.replies.language)
