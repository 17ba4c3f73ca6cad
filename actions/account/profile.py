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
        name=formats.full_name(customer.first_name, customer.last_name) or nothing,
        email=formats.masked_email(customer.email) or nothing,
        phone=formats.masked_phone(customer.phone) or nothing,
        address=words.address(customer.address, inquiry.replies) or nothing,
        methods=await _methods(customer, inquiry) or nothing,
    )
    return []


async def _methods(customer: Customer, inquiry: Inquiry) -> str:
    currency = await shop_currency(inquiry)
    names = [method_with_balance(method, currency, inquiry.replies) for method in customer.payment_methods]
    return formats.listed(names, inquiry.replies.language)
