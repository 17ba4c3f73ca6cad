"""Goods of another kind that a customer wants in place of his own: the tote for the crossbody, 托特包换成斜挎包."""

import re

from actions.reading.names import names_of, occurrences
from actions.reading.roles import turn_of
from actions.reading.words import Said, said
from recommender.kinds import kinds_said
from storefront.model import Product

_WANTED_GOODS = re.compile(
    r"\s*(?:(?:a|an|the|your|that|this|those|some)\s+)?(?P<english>[a-z][\w'-]*(?:\s+[\w'-]+){0,3}?)"
    r"(?=\s*(?:$|[.,;!?，。！？]|(?:and|with|in|instead|please|pls|if|that|which|from|because|thanks)\b))"
    r"|\s*(?P<chinese>[\u4e00-\u9fffa-z0-9]{2,16}?)(?=[吧呗嘛么]?(?:\s|$|[，。,.;；!！?？]|可以|行|好))"
)


def other_goods(whole: Said, product: Product, goods_end: int | None = None) -> tuple[str, ...]:
    """What the text wants the product exchanged for, when that is goods of another kind; `goods_end` as for `wanted`.

    What merely says more of the product is none: "a bigger one", "for my daughter".
    """
    turn = turn_of(whole, goods_end)
    match = _WANTED_GOODS.match(whole.text, turn[1]) if turn else None
    phrase = (match["english"] or match["chinese"]) if match else ""
    kinds = [(end, kind) for _, end, kind in kinds_said(phrase)]
    own = names_of(product.name, product.name_zh, product.brand).kinds
    if any(kind in own for _, kind in kinds) or occurrences(said(phrase), product):
        return ()
    return (phrase,) if any(end == len(phrase) for end, _ in kinds) else ()
