"""Whether a customer asks what somebody else has with the shop; pure."""

import re

from actions.account.questions import Asked

_MAIL = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_RELATIVE = (
    r"my (?:best )?(?:friend|wife|husband|mother|mum|mom|father|dad|sister|brother|boyfriend|girlfriend|partner|son"
    r"|daughter|neighbou?r|colleague|boss|roommate|flatmate)"
)
_RELATIVE_ZH = (
    r"(?:他|她|别人|人家|我?(?:朋友|闺蜜|老婆|老公|媳妇|同事|妈妈?|爸爸?|男朋?友|女朋?友|对象|哥|姐|弟弟?|妹妹?"
    r"|邻居|室友))"
)
_FACTS = (
    (Asked.POINTS, r"points?", r"积分"),
    (Asked.COUPONS, r"(?:coupons?|vouchers?)", r"(?:优惠|代金)?[券卷]"),
    (Asked.ORDERS, r"orders?", r"订单"),
    (Asked.PROFILE, r"(?:address|phone(?: number)?)", r"(?:地址|电话|手机号?)"),
)


def _asks(english: str, chinese: str, of_relatives: bool) -> re.Pattern[str]:
    who = rf"(?:{_MAIL}|{_RELATIVE}|s?he)" if of_relatives else _MAIL
    who_zh = rf"(?:{_MAIL}|{_RELATIVE_ZH})" if of_relatives else _MAIL
    return re.compile(
        rf"\b{english}\b.{{0,20}}\b(?:does|do|did|has|have) {who}"
        rf"|\b(?:does|do|did|has|have) {who} .{{0,20}}\b{english}\b"
        rf"|\b(?:what['’]?s|what (?:is|are)|show(?: me)?|tell me) {who}['’]?s .{{0,20}}\b{english}\b"
        rf"|{who_zh}\s*(?:的|那|这个?账?[户号]?里?|账[户号]里?|[有剩还现在])+(?:多少|几个?|哪些|什么)?{chinese}",
        re.IGNORECASE,
    )


_PATTERNS = tuple(
    (asked, _asks(english, chinese, of_relatives=asked in (Asked.POINTS, Asked.COUPONS)))
    for asked, english, chinese in _FACTS
)
"""Orders and addresses of relatives are often the customer's own: what he had sent to his mother."""


def asked_of_another(text: str) -> Asked | None:
    """The fact that is asked of somebody else; None when none is."""
    return next((asked for asked, pattern in _PATTERNS if pattern.search(text)), None)
