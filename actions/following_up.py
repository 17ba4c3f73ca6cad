"""Messages that ask nothing by themselves: "and the other one?", 那双鞋呢 ask again what was asked before; pure."""

import re

from actions.context import TurnContext
from actions.order_choice import names_the_other, position
from actions.reading.shorthand import spelled_out

_ELLIPSIS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks?|thx|cool|great|nice|right|fine|lol|hm+)\W+)*"
    r"(?:and|what about|how about|what of|same (?:for|with)|also|&)\W+(?:(?!{verb}).)*$"
    r"|^[^?？]{{0,40}}[呢咧呐](?:[?？,，。!！\s].{{0,12}})?$".format(
        verb=r"\b(?:where|when|why|how|who|can|could|would|will|do|does|did|has|have|is|are|was|were|want|need|get"
        r"|please|cancel\w*|return\w*|refund\w*|exchang\w+|chang\w+|send\w*|ship\w*|track\w*)\b"
    ),
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    r"怎么|什么|为啥|为什么|多少|多久|几|能不能|可以|可否|谁|想|要|帮|积分|券|礼品卡"
    r"|[取退换改]"
)
_BARE_NUMBER = re.compile(
    r"^\W*(?:(?:and|那|还有|or"
    r"|for)\W*)?#?[A-Z]{1,4}\d{5,}\W*(?:那?[单笔个])?呢?\W*$",
    re.IGNORECASE,
)
_POINTS_AT_ORDER = re.compile(r"[单笔]|包裹|快递|\b(?:order|parcel|package|delivery)\b", re.IGNORECASE)
_OF_HIMSELF = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|fine|and|so|then|well|right|but)\W+)*"
    r"(?:(?:how many|how much|which|what)\b.{0,20}\b(?:i|me|mine|myself)\b|what about (?:me|mine)\b"
    r"|(?:and )?mine\b).{0,20}$"
    r"|^\W*(?:好吧?|那么?|行)*[，,\s]*我(?:自己|本人)?的?(?:账[户号]里?)?(?:有|还有|剩)?(?:多少|几个?"
    r"|哪些)?呢?[?？]?$",
    re.IGNORECASE,
)


def is_elliptic(text: str) -> bool:
    """Whether the text names something to ask of and no question."""
    text = spelled_out(text)
    if _BARE_NUMBER.search(text):
        return True
    return _ELLIPSIS.search(text) is not None and not _ASKS_ITSELF.search(text)


def asks_again(context: TurnContext) -> bool:
    """Whether the message asks the last question about another order: its number, the other one, the second one."""
    if context.is_choice or not is_elliptic(context.text):
        return False
    names_one = "order_number" in context.mentions or _POINTS_AT_ORDER.search(context.text)
    return bool(names_one) or names_the_other(context.text) or position(context.text) is not None


def asks_of_himself(text: str) -> bool:
    """Whether the text asks the last question for the customer himself: "and how many have I got?"."""
    return _OF_HIMSELF.search(text) is not None
