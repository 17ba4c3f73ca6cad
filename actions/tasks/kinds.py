"""What kinds of change have in common: which are about goods, money or an address, and which are one wish."""

from storefront.changes import Kind

SWAPPING = frozenset({Kind.CHANGE_ITEMS, Kind.EXCHANGE_ITEMS})
WITH_GOODS = SWAPPING | {Kind.RETURN_ITEMS}
WITH_MONEY = WITH_GOODS | {Kind.CHANGE_PAYMENT}
WITH_ADDRESS = frozenset({Kind.CHANGE_ADDRESS, Kind.CHANGE_PROFILE_ADDRESS})

SIBLINGS = {Kind.EXCHANGE_ITEMS: Kind.CHANGE_ITEMS, Kind.CHANGE_ITEMS: Kind.EXCHANGE_ITEMS}
"""Customers do not tell apart what the shop does: before the parcel leaves an exchange is a change of the order."""


def are_one_wish(one: Kind, other: Kind) -> bool:
    """Whether a customer means the same by both."""
    return one is other or SIBLINGS.get(one) is other
