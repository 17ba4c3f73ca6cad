"""Payment methods that the words single out and that are none of the customer's own."""

import re
from collections.abc import Iterator, Sequence

from actions.reading.methods import named_kinds
from actions.reading.words import said
from storefront.model import PaymentMethod

_CARD = "card"
_IDS = re.compile(r"(?<![a-z0-9])(?:(gift_card|paypal|alipay|wechat_pay)|(?:credit_|debit_)?card)_\w*\d\w*", re.ASCII)
_CARD_NUMBER = re.compile(r"(?<![a-z\d])\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?!\d)")
_ENDING = re.compile(
    r"(?:尾号(?:是|为)?|\bend(?:s|ing) (?:in |with )?|\blast (?:four|4)(?: digits)?(?: is| are)? ?"
    r"|\*{2,} ?)(\d{4})(?!\d)"
)
_PEOPLE = (
    r"(?:boyfriend|girlfriend|husband|wife|partner|mother|mum|mom|father|dad|brother|sister|son|daughter|uncle|aunt"
    r"|friend|flatmate|roommate|colleague|neighbour|neighbor|boss|cousin)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:my|his|her|their|a) {_PEOPLE}['’]?s\b[^.,;!?]{{0,16}}"
    r"\b(?:card|account|paypal|alipay|wechat|visa|mastercard|voucher)\b"
    r"|(?:老公|老婆|爱人|男朋友|女朋友|男友|女友|妈妈?|爸爸?|朋友|闺蜜|同事|室友|别人"
    r"|[他她])的?(?:那[张个])?[^，。,;；我]{0,4}"
    r"(?:卡|支付宝|微信|账[户号])"
)


def foreign_method(text: str, methods: Sequence[PaymentMethod]) -> str:
    """The kind of such a method: by an id, a card number, last digits or a person whose it is; empty without one."""
    lowered = said(text).text
    if found := _id_kind(lowered, methods):
        return found
    own = {digits for method in methods for digits in re.findall(r"\d{4}(?!\d)", method.label)}
    named = tuple(_last_digits(lowered))
    if named:
        return "" if own.intersection(named) else _kind(text)
    return _kind(text) if _OF_ANOTHER.search(lowered) else ""


def _id_kind(text: str, methods: Sequence[PaymentMethod]) -> str:
    own = {method.id.lower() for method in methods}
    return next((match[1] or _CARD for match in _IDS.finditer(text) if match[0] not in own), "")


def _last_digits(text: str) -> Iterator[str]:
    for match in _CARD_NUMBER.finditer(text):
        yield re.sub(r"\D", "", match[0])[-4:]
    for match in _ENDING.finditer(text):
        yield match[1]


def _kind(text: str) -> str:
    return next(iter(named_kinds(text)), _CARD)
