"""Does what the bot proposes fit a wish? The customer checks order, articles, options, method, address and sums."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from benchmarks.tau_retail.agenda import Act, Piece, Wish
from benchmarks.tau_retail.gold import paid_by_method
from benchmarks.tau_retail.lexicon import forms_of_value
from storefront.model import Customer, PaymentMethod


class Misfit(StrEnum):
    """What is wrong with a proposal."""

    ACT = "act"
    ORDER = "order"
    ITEMS = "items"
    OPTIONS = "options"
    METHOD = "method"
    AMOUNT = "amount"
    ADDRESS = "address"


NUMBERS = re.compile(r"W\d{7}")
AMOUNT = re.compile(
    r"(?:\$|USD|US\$)\s?(\d[\d,]*(?:\.\d+)?)|\b(\d[\d,]*\.\d{2})\b|(\d[\d,]*(?:\.\d+)?)\s?(?:USD|dollars|美元|元)", re.I
)
ENDING = re.compile(r"(ending|ends|尾号|末四位|\*{2,}|•{2,})\D{0,8}\d{4}")
POSTCODE = re.compile(r"(?<![\dW#$.,])\b\d{5}\b(?![\d.,]*\d)")
STAYS = re.compile(
    r"\b(stays?|keeps?|kept|remains?|unchanged|not (be )?(changed|included))\b|保持|不变|其余|其他商品|不会动", re.I
)
EVERYTHING = re.compile(r"\b(all( of)?|every|whole|entire|complete|everything)\b|全部|整单|所有|整个", re.I)
NUMERIC = re.compile(r"^\d+$|^[A-Z]{1,3}$")
WORDS_OF_ACT: Mapping[Act, re.Pattern[str]] = {
    Act.CANCEL: re.compile(r"cancel|取消|撤销", re.I),
    Act.RETURN: re.compile(r"\breturn|send(ing)? back|退货|退回|退掉|要退", re.I),
    Act.EXCHANGE: re.compile(r"exchang|swap|replac|chang|instead|\bnew\b|换", re.I),
    Act.ITEMS: re.compile(r"chang|modif|replac|swap|exchang|switch|updat|instead|\bnew\b|换|改", re.I),
    Act.PAYMENT: re.compile(r"\bpa(y|id|yment)\b|charg|付|扣", re.I),
    Act.ADDRESS: re.compile(r"address|ship|deliver|sen[dt]|地址|寄|送", re.I),
    Act.PROFILE: re.compile(r"address|profile|account|地址|账户|账号|资料", re.I),
    Act.LOOK: re.compile(r"(?!)"),
}


def misfit(text: str, wish: Wish, customer: Customer, knows_number: bool = True) -> Misfit | None:
    """The first thing wrong with a proposal, or nothing; ``text`` is all the bot said."""
    if _other_act(text, wish):
        return Misfit.ACT
    numbers = {f"#{number}" for number in NUMBERS.findall(text)}
    if numbers and wish.order and knows_number and wish.number not in numbers:
        return Misfit.ORDER
    return (
        _wrong_items(text, wish)
        or _wrong_options(text, wish)
        or _wrong_method(text, wish, customer)
        or _wrong_address(text, wish)
        or _wrong_amounts(text, wish, customer)
    )


def amounts_in(text: str) -> set[Decimal]:
    """All sums of money in a text."""
    found = ("".join(groups).replace(",", "") for groups in AMOUNT.findall(text))
    return {Decimal(one).quantize(Decimal("0.01")) for one in found}


def names_method(text: str, method: PaymentMethod) -> bool:
    """Whether this payment method is named."""
    low = text.lower()
    if method.kind == "card":
        brand, _, last = method.label.lower().partition(" ending ")
        if last in low or ENDING.search(low):
            return last in low
        return (bool(brand) and brand in low) or bool(re.search(r"(credit|bank|debit) card|信用卡|银行卡", low))
    if method.kind == "gift_card":
        return bool(re.search(r"gift ?card|礼品卡|礼物卡", low))
    return method.kind in low or ("贝宝" in low and method.kind == "paypal")


def names_value(text: str, value: str) -> bool:
    """Whether an option's value stands in the text as a word."""
    return any(
        re.search(rf"(?<![a-z0-9]){re.escape(form.lower())}(?![a-z0-9])", text.lower())
        for form in forms_of_value(value)
    )


def _other_act(text: str, wish: Wish) -> bool:
    """Whether something else is proposed, or nothing that could be told to be the wish."""
    if WORDS_OF_ACT[wish.act].search(text):
        return False
    if any(pattern.search(text) for act, pattern in WORDS_OF_ACT.items() if act is not wish.act):
        return True
    named = wish.order is not None and any(_stands(text.lower(), line.name) for line in wish.order.lines)
    return not named and not NUMBERS.search(text)


def _wrong_items(text: str, wish: Wish) -> Misfit | None:
    if wish.order is None:
        return None
    named = "\n".join(line for line in re.split(r"[\n。;；]|(?<=\.)\s", text) if not STAYS.search(line)).lower()
    inside = {line.name for line in wish.order.lines if _stands(named, line.name)}
    if not wish.pieces:
        return None
    wanted = {piece.product.name for piece in wish.pieces}
    if inside:
        return None if inside == wanted else Misfit.ITEMS
    if len(wish.pieces) == len(wish.order.lines) and EVERYTHING.search(text):
        return None
    sums = amounts_in(text)
    return None if {wish.worth, abs(wish.difference)} & sums else Misfit.ITEMS


def _stands(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<![a-z]){re.escape(name.lower())}", text))


def _wrong_options(text: str, wish: Wish) -> Misfit | None:
    if wish.act not in (Act.ITEMS, Act.EXCHANGE):
        return None
    if not all(
        names_value(text, value) or _as_flag(text, name, value)
        for piece in wish.pieces
        for name, value in piece.changed.items()
    ):
        return None if all(piece.new and piece.new.sku in text for piece in wish.pieces) else Misfit.OPTIONS
    allowed = {value for piece in wish.pieces for value in _both(piece)}
    foreign = {
        value
        for piece in wish.pieces
        for variant in piece.product.variants
        for value in variant.options.values()
        if value not in allowed and len(value) > 2 and not NUMERIC.match(value) and value not in ("none", "yes", "no")
    }
    known = " ".join(allowed).lower()
    clear = [value for value in foreign if value.lower() not in known]
    return Misfit.OPTIONS if any(names_value(_without(text, wish), value) for value in clear) else None


def _as_flag(text: str, name: str, value: str) -> bool:
    """Yes, no and none may be said through the option's name."""
    return value in ("yes", "no", "none") and (name.lower() in text.lower() or "防水" in text or "无" in text)


def _both(piece: Piece) -> Iterable[str]:
    return (*piece.line.options.values(), *(piece.new.options.values() if piece.new else ()))


def _without(text: str, wish: Wish) -> str:
    """The text less the names of the products, whose words may be values too."""
    for piece in wish.pieces:
        text = re.sub(re.escape(piece.product.name), " ", text, flags=re.I)
    return re.sub(r"gift ?card|credit card|礼品卡", " ", text, flags=re.I)


def _wrong_method(text: str, wish: Wish, customer: Customer) -> Misfit | None:
    if wish.method is None:
        return None
    if names_method(text, wish.method):
        return None
    others = [one for one in customer.payment_methods if one.id != wish.method.id]
    named = any(names_method(text, one) for one in others)
    return Misfit.METHOD if named or wish.act is Act.PAYMENT else None


def _wrong_address(text: str, wish: Wish) -> Misfit | None:
    if wish.address is None:
        return None
    if wish.address.line1.lower() not in text.lower():
        return Misfit.ADDRESS
    codes = set(POSTCODE.findall(text))
    return Misfit.ADDRESS if codes and wish.address.postcode not in codes else None


def _wrong_amounts(text: str, wish: Wish, customer: Customer) -> Misfit | None:
    named = amounts_in(text)
    if not named or wish.order is None:
        return None
    total = sum(paid_by_method(wish.order).values(), Decimal(0))
    key = {
        Act.CANCEL: {total},
        Act.PAYMENT: {total},
        Act.RETURN: {wish.worth},
        Act.ITEMS: {abs(wish.difference)},
        Act.EXCHANGE: {abs(wish.difference)},
    }.get(wish.act, set())
    prices = [line.price for line in wish.order.lines]
    new = [piece.new.price for piece in wish.pieces if piece.new]
    each = [abs(piece.new.price - piece.line.price) for piece in wish.pieces if piece.new]
    known = {
        total,
        wish.order.total,
        total + wish.difference,
        wish.worth,
        wish.worth + wish.difference,
        abs(wish.difference),
    }
    known |= {*prices, *new, *each, Decimal("0.00")} | {sum(some, Decimal(0)) for some in combinations(prices, 2)}
    for method in customer.payment_methods:
        if method.balance is not None:
            known |= {method.balance + step * amount for amount in list(known) for step in (-1, 0, 1)}
    if named - known:
        return Misfit.AMOUNT
    told_both = {wish.worth, wish.worth + wish.difference} <= named
    return None if not key or key & named or told_both or not _speaks_of_money_back(text, wish) else Misfit.AMOUNT


def _speaks_of_money_back(text: str, wish: Wish) -> bool:
    """Whether a sum that moves is told at all; prices alone are no sum."""
    if not wish.difference and wish.act in (Act.ITEMS, Act.EXCHANGE):
        return False
    return bool(re.search(r"refund|differen|money back|pay|charg|退|差|付|补", text, re.I))
