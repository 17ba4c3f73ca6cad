"""Which fact about himself or his orders a customer asks for; pure, read from the words alone.

A pattern wants a question of fact ("how many points do I have"), never how things are done, and never a wish to change
something: such messages are none of these and go the way they went before.
"""

import re
from enum import StrEnum

from actions.account import order_questions, own_questions
from actions.account.asking import Asks
from actions.reading.mixed import in_plain_words
from actions.tasks.cues import wants_a_change


class Asked(StrEnum):
    """A fact that can be looked up."""

    ORDERS = "orders"
    CONTENTS = "contents"
    PAID = "paid"
    TRACKING = "tracking"
    DATES = "dates"
    ADDRESS = "address"
    COUPONS = "coupons"
    POINTS = "points"
    GIFT_CARD = "gift_card"
    PROFILE = "profile"


OF_HIMSELF = frozenset({Asked.ORDERS, Asked.COUPONS, Asked.POINTS, Asked.GIFT_CARD, Asked.PROFILE})
"""Facts of the customer; of the others it has to be known which order they are about."""

_NO_QUESTION_OF_FACT = re.compile(
    r"\b(?:how (?:do|can|could|to|would|should|long)\b|chang(?:e|ing)\b|updat(?:e|ing)\b|edit\b|delete\b|remov(?:e"
    r"|ing)\b"
    r"|add(?:ing)?\b|correct\b|wrong\b|cancel(?:l?ing)?\b|return(?:ing)?\b|exchang(?:e|ing)\b|invoice|receipt|why\b"
    r"|do(?:es)?n['’]?t\b|does not\b|won['’]?t\b|can['’]?t\b|cannot\b|not work|lost\b|stolen\b|shar(?:e|ing)\b|sell\b"
    r"|if i\b|friend|put\b|mov(?:e|ing)\b|transfer|combine\b|empty\b|blank\b|another address|different address"
    r"|new address)"
    r"|怎么(?!还|付的|支付的|付款的)|如何|怎样|为什么|为啥|[改换](?!季)|更新|删|取消|退[款货钱回给]|能退"
    r"|发票|不见|用不了|不能用|没法"
    r"|不对|注销|打不开|泄露|安全|补发",
    re.IGNORECASE,
)


_SENTENCE = re.compile(r"[.?!。？！;；\n]+\s*")
_FORGOTTEN = re.compile(
    r"[^,，.。?？!！]*(?:\bforg[eo]t|(?:n['’]?t|not) remember|\bnot sure (?:if|whether)|忘了|忘记|记不清|记不得"
    r"|不记得)[^,，.。?？!！]*",
    re.IGNORECASE,
)


def asked_in(text: str, names_order: bool = False) -> Asked | None:
    """The fact asked for, None when it is none of these; ``names_order`` says that the text holds an order number.

    What stands in another sentence ("I forgot if I changed it") does not hide the question, unless it is a wish.
    """
    words = in_plain_words(text)
    asked = _asked(text, names_order) or _asked(words, names_order)
    words = _FORGOTTEN.sub("", words)
    if asked is not None or wants_a_change(words):
        return asked
    sentences = _SENTENCE.split(words)
    return next((found for one in sentences if (found := _asked(one, names_order))), None)


def _asked(text: str, names_order: bool) -> Asked | None:
    if not text or _NO_QUESTION_OF_FACT.search(text):
        return None
    return next((asked for asked, asks in _QUESTIONS if asks(text, names_order)), None)


_QUESTIONS: tuple[tuple[Asked, Asks], ...] = (
    (Asked.DATES, order_questions.dates),
    (Asked.TRACKING, order_questions.tracking),
    (Asked.ADDRESS, order_questions.address),
    (Asked.PAID, order_questions.paid),
    (Asked.CONTENTS, order_questions.contents),
    (Asked.ORDERS, order_questions.orders),
    (Asked.COUPONS, own_questions.coupons),
    (Asked.POINTS, own_questions.points),
    (Asked.GIFT_CARD, own_questions.gift_card),
    (Asked.PROFILE, own_questions.profile),
)
