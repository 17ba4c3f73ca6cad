"""Money, days, names and payment methods as people of each language write them; no I/O, the day is an argument."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from actions.responses import Language

SYMBOLS: Mapping[str, str] = {"CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}

_WEEKDAYS = "一二三四五六日"
_NEAR: Mapping[int, Mapping[Language, str]] = {
    -1: {"en": "yesterday", "zh": "昨天"},
    0: {"en": "today", "zh": "今天"},
    1: {"en": "tomorrow", "zh": "明天"},
}
_METHODS: Mapping[str, Mapping[Language, str]] = {
    "alipay": {"en": "Alipay", "zh": "支付宝"},
    "wechat_pay": {"en": "WeChat Pay", "zh": "微信支付"},
    "card": {"en": "your bank card", "zh": "您的银行卡"},
    "paypal": {"en": "PayPal", "zh": "PayPal"},
    "gift_card": {"en": "your gift card", "zh": "您的礼品卡"},
    "": {"en": "the way you paid with", "zh": "原支付方式"},
}
_BRANDS_IN_CHINESE = {
    "WeChat Pay": "微信支付",
    "Alipay": "支付宝",
    "Gift card": "礼品卡",
    "UnionPay": "银联",
    "Mastercard": "万事达卡",
    "ending": "尾号",
}


def money(amount: Decimal, currency: str) -> str:
    """The amount with its currency: ``¥299``, ``$1,299.50``, ``12.50 SEK``."""
    whole = amount == amount.to_integral_value()
    digits = f"{amount:,.0f}" if whole and currency in {"CNY", "JPY"} else f"{amount:,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{digits}" if symbol else f"{digits} {currency}".strip()


def day(moment: date, today: date, language: Language) -> str:
    """A day within a sentence: ``today``, ``on Tue 3 June``, ``6月3日（周二）``; the year only when it is another."""
    if near := _NEAR.get((moment - today).days):
        return near[language]
    return f"on {date_alone(moment, today, language)}" if language == "en" else date_alone(moment, today, language)


def date_alone(moment: date, today: date, language: Language) -> str:
    """A day in a list: ``Tue 3 June``, ``6月3日（周二）``; the year only when it is another."""
    if language == "zh":
        text = f"{moment.month}月{moment.day}日（周{_WEEKDAYS[moment.weekday()]}）"
        return text if moment.year == today.year else f"{moment.year}年{text}"
    text = f"{moment:%a} {moment.day} {moment:%B}"
    return text if moment.year == today.year else f"{text} {moment.year}"


def moment(local: datetime, today: date, language: Language) -> str:
    """A time of a day: ``tomorrow, 18:00``, ``Tue 16 June, 18:00``, ``明天18:00``, ``6月16日（周二）18:00``."""
    said = _NEAR.get((local.date() - today).days, {}).get(language) or date_alone(local.date(), today, language)
    return f"{said}{local:%H:%M}" if language == "zh" else f"{said}, {local:%H:%M}"


def span(earliest: date, latest: date, today: date, language: Language) -> str:
    """A span of days within a sentence; days already past are cut off its front."""
    first = min(max(earliest, today), latest)
    if first == latest:
        return day(latest, today, language)
    start, end = date_alone(first, today, language), date_alone(latest, today, language)
    if first - today <= timedelta(days=1):
        start = _NEAR[(first - today).days][language]
    return f"between {start} and {end}" if language == "en" else f"{start}至{end}"


def method(label: str, kind: str, language: Language) -> str:
    """A payment method in words; the shop's own label goes first, its brand in the customer's language."""
    if not label:
        return _METHODS.get(kind, _METHODS[""])[language]
    if language == "zh":
        for brand, name in _BRANDS_IN_CHINESE.items():
            label = re.sub(rf"\b{brand}\b", name, label, flags=re.IGNORECASE)
    return label


def carrier(name: str, language: Language) -> str:
    """A carrier's name; of one written in both scripts (``SF 顺丰``) the customer's."""
    own = [word for word in name.split() if word.isascii() == (language == "en")]
    return " ".join(own) or name


def full_name(first_name: str, last_name: str) -> str:
    """The name as it is written in its own script: 林小雨, Ann Green."""
    parts = [first_name, last_name]
    if all(not part.isascii() for part in parts):
        return "".join(reversed(parts))
    return " ".join(part for part in parts if part)


def masked_email(email: str) -> str:
    """An e-mail address that its owner knows again and nobody can write to: l***@example.com."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else ""


def masked_phone(phone: str) -> str:
    """The last four digits of a phone number."""
    digits = [char for char in phone if char.isdigit()]
    return f"***{''.join(digits[-4:])}" if len(digits) > 4 else ""


def listed(parts: list[str], language: Language) -> str:
    """Several things in one list."""
    return ("、" if language == "zh" else ", ").join(parts)
