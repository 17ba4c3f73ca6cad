"""A message in words that patterns know: spelled out, and where Chinese and English mix, shop words in Chinese."""

import re
from functools import lru_cache

from actions.reading.shorthand import spelled_out

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORDS = (
    (r"tracking (?:number|no\.?|code|id)", "快递单号"),
    (r"gift ?cards?", "礼品卡"),
    (r"return (?:window|period|time)", "退货期限"),
    (r"(?:delivery|shipping) (?:fees?|costs?)", "运费"),
    (r"coupons?|vouchers?|promo codes?|discount codes?", "优惠券"),
    (r"points?", "积分"),
    (r"orders?", "订单"),
    (r"(?:shipping |delivery )?address", "地址"),
    (r"e-?mail", "邮箱"),
    (r"phone(?: number)?", "手机号"),
    (r"parcels?|packages?", "包裹"),
    (r"refund(?:ed|s)?", "退款"),
    (r"exchange", "换货"),
    (r"returns?", "退货"),
    (r"invoices?", "发票"),
    (r"warranty", "保修"),
    (r"(?:got|have|has) (?:or not|anot|mei)|do you have|got or not|have you got", "有没有"),
    (r"in stock|available|left", "有货"),
    (r"sold out", "没货"),
    (r"how much|how much is", "多少钱"),
    (r"price", "价格"),
    (r"money", "钱"),
    (r"colou?rs?", "颜色"),
    (r"sizes?", "尺码"),
    (r"how many days|how long", "多少天"),
    (r"how many", "多少"),
    (r"shipped|sent(?: out)?", "发货了"),
    (r"deliver(?:ed|y)?|arrives?|arrived", "送到"),
    (r"where", "哪里"),
    (r"when", "什么时候"),
    (r"what", "什么"),
    (r"which", "哪些"),
    (r"status", "状态"),
    (r"balance", "余额"),
    (r"account|profile", "账户"),
    (r"show me|check|show", "查一下"),
    (r"all", "所有"),
    (r"my", "我的"),
    (r"paid", "付了"),
    (r"is|are|the|a|for|to|of|got|please|pls|ah|lah|leh|already|yet", " "),
)
_PATTERNS = tuple((re.compile(rf"(?<![a-z0-9])(?:{said})(?![a-z0-9])", re.IGNORECASE), word) for said, word in _WORDS)
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=256)
def in_plain_words(text: str) -> str:
    """The text as patterns read it best."""
    return in_chinese(spelled_out(text))


@lru_cache(maxsize=256)
def in_chinese(text: str) -> str:
    """The text with the usual shop words in Chinese; what has no Chinese in it stays as it is."""
    if not _HAN.search(text):
        return text
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return _BESIDE_HAN.sub("", text).replace("了了", "了")
