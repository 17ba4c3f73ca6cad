"""Goods of the shop that the words name and that are in none of the customer's orders; pure, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from actions.reading.goods import names_goods
from actions.reading.places import named_places
from actions.reading.words import Said, said
from storefront.model import OrderLine, Product

SURE = 0.8
"""How surely the words must name a product."""

_SAYS_ENOUGH = re.compile(r"[a-z0-9] [a-z0-9]|[\u4e00-\u9fff]{3}")
"""Two words or three characters: a bag or 帐篷 alone may be how he calls what he has."""

_FOR_BEFORE = re.compile(
    r"(?:[换換改]成|[换換改]为|[换換]一?[个只件双款条台]|[换換])[^，。,;；退]{0,4}$"
    r"|\b(?:for|to|into|with|get|have) (?:an?|the|your|some|one of the) (?:[\w-]+ ){0,2}$"
)
_OBJECT_BEFORE = re.compile(
    r"[那这][个单笔台件双条款只][^，。,;；]{0,2}$|(?:取消|退掉|退)[了]?[^，。,;；]{0,3}$|把[^，。,;；]{0,3}$"
    r"|\b(?:cancel|return|exchange|swap|refund|send back)(?:ing)? (?:the|my|that|her|his|their) (?:[\w-]+ ){0,2}$"
)
_OBJECT_AFTER = re.compile(r"(?:的)?(?:订单|[那这][单笔])|\s+order\b")


def wanted_instead(words: str, own: Mapping[str, Product], catalogue: Sequence[Product]) -> bool:
    """Whether goods shall be exchanged for another product: the bag for the suitcase."""
    whole = said(words)
    return any(_FOR_BEFORE.search(whole.before(start)) for start, _ in _named(whole, own, catalogue))


def never_ordered(words: str, own: Mapping[str, Product], catalogue: Sequence[Product]) -> bool:
    """Whether the change is said to be about goods that he never ordered."""
    whole = said(words)
    return any(
        _OBJECT_BEFORE.search(whole.before(start)) or _OBJECT_AFTER.match(whole.text, end)
        for start, end in _named(whole, own, catalogue)
        if _SAYS_ENOUGH.search(whole.text[start:end])
    )


def _named(whole: Said, own: Mapping[str, Product], catalogue: Sequence[Product]) -> Iterator[tuple[int, int]]:
    """Where goods are named that can be nothing of his own."""
    sure = {one.product_id: one for one in catalogue if names_goods(whole.original, one) >= SURE}
    for place in named_places(whole, [_as_line(product) for product in sure.values()], sure):
        if not any(line.product_id in own for line in place.lines):
            yield place.start, place.end


def _as_line(product: Product) -> OrderLine:
    """A product as the readers of orders see it."""
    return OrderLine(product.product_id, "", product.product_id, product.name, {}, Decimal(0), 1)
