"""What a customer has to spend beside money: coupons, points, gift cards."""

from actions import formats
from actions.account.inquiry import Inquiry
from actions.replies import Event, Replies
from storefront.model import Coupon, PaymentMethod
from storefront.policy import coupon_is_valid


async def list_coupons(inquiry: Inquiry) -> list[Event]:
    """The coupons he can use now, his own and everybody's."""
    shop, services = inquiry.services.shop, inquiry.services
    coupons = [one for one in await shop.coupons_of(inquiry.customer_id) if coupon_is_valid(one, services.now())]
    if not coupons:
        inquiry.replies.say("utter_coupons_none")
        return []
    currency = await shop_currency(inquiry)
    lines = [_coupon(coupon, currency, inquiry) for coupon in coupons]
    inquiry.replies.say("utter_coupons_list", coupons=inquiry.lines(lines))
    return []


async def tell_points(inquiry: Inquiry) -> list[Event]:
    """His points."""
    customer = await inquiry.services.shop.customer(inquiry.customer_id)
    if customer is None or not customer.points:
        inquiry.replies.say("utter_points_none")
    else:
        inquiry.replies.say("utter_points_balance", points=f"{customer.points:,}")
    return []


async def tell_gift_cards(inquiry: Inquiry) -> list[Event]:
    """What is left on each of his gift cards."""
    customer = await inquiry.services.shop.customer(inquiry.customer_id)
    cards = [method for method in customer.payment_methods if method.kind == "gift_card"] if customer else []
    if not cards:
        inquiry.replies.say("utter_gift_card_none")
        return []
    currency = await shop_currency(inquiry)
    lines = [method_with_balance(card, currency, inquiry.replies) for card in cards]
    inquiry.replies.say("utter_gift_card_balance", balances=formats.listed(lines, inquiry.replies.language))
    return []


def method_with_balance(method: PaymentMethod, currency: str, replies: Replies) -> str:
    """A payment method, and of a gift card what is left on it."""
    name = formats.method(method.label, method.kind, replies.language)
    if method.balance is None:
        return name
    return replies.part("utter_part_balance", method=name, amount=formats.money(method.balance, currency))


def _coupon(coupon: Coupon, currency: str, inquiry: Inquiry) -> str:
    replies, services = inquiry.replies, inquiry.services
    if coupon.kind == "percent":
        text = replies.part("utter_part_coupon_percent", code=coupon.code, percent=f"{coupon.value.normalize():f}")
    else:
        text = replies.part("utter_part_coupon_amount", code=coupon.code, amount=formats.money(coupon.value, currency))
    if coupon.min_spend:
        text += replies.part("utter_part_coupon_from", amount=formats.money(coupon.min_spend, currency))
    if coupon.valid_until:
        last = coupon.valid_until.astimezone(services.zone).date()
        text += replies.part("utter_part_coupon_until", day=formats.date_alone(last, services.today, replies.language))
    return text


async def shop_currency(inquiry: Inquiry) -> str:
    """The shop's currency: coupons and gift cards name none of their own."""
    products = await inquiry.services.shop.products()
    return next((variant.currency for product in products for variant in product.variants), "")
