"""How a question of fact is recognised: by any of some patterns, or by some only beside an order number; pure."""

import re
from collections.abc import Callable

Asks = Callable[[str, bool], bool]


_BEFORE = (
    r"^\W*(?:(?:ok(?:ay)?|nice|great|cool|thanks?|thank you|thx|ty|lovely|lol|fine|right|good|perfect|and|so"
    r"|now|then|also"
    r"|what about|how about|pls|please|my|the|hey|hi|hello)\b\W*)*"
)
_BEHIND = r"(?:\W*\b(?:left|balance|now|please|pls|then|too|again|total))*\W*$"
_BEFORE_ZH = r"^\W*(?:好的?|嗯+|谢谢|谢了|那|还有|另外|再|对了|我|的|看看|查查|查下|问下|顺便|[\s,，。!！~])*"
_BEHIND_ZH = r"(?:余额|情况|现在|还|[剩有]?多少|几多|呢|咧|[\s了啊呀?？。])*$"


def pattern(*alternatives: str) -> Asks:
    """Words that ask for a fact wherever they stand."""
    compiled = re.compile("|".join(alternatives), re.IGNORECASE)
    return lambda text, names_order: compiled.search(text) is not None


def pattern_with_number(*alternatives: str) -> Asks:
    """Words that ask for a fact of an order only where an order number stands beside them."""
    asks = pattern(*alternatives)
    return lambda text, names_order: names_order and asks(text, names_order)


def any_of(*questions: Asks) -> Asks:
    """A fact that any of these asks for."""
    return lambda text, names_order: any(asks(text, names_order) for asks in questions)


def bare(english: str, chinese: str) -> Asks:
    """A fact named and nothing else: "nice. points?", 积分呢."""
    return pattern(f"{_BEFORE}(?:{english}){_BEHIND}", f"{_BEFORE_ZH}(?:{chinese}){_BEHIND_ZH}")
