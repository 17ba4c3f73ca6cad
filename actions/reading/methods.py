"""Which of his payment methods a customer's words mean."""

import re
from collections.abc import Sequence

from actions.reading.words import Said, said, singular, vocabulary
from storefront.model import PaymentMethod

# ASCII: a word of Latin letters ends where Chinese begins, as in 用paypal付.
_KINDS = (
    (
        "gift_card",
        re.compile(
            r"\bgift ?cards?\b|\bgc\b|\b(?:store|shop|website|site) credit\b|\bvoucher\b|礼品卡|购物卡|储值卡|礼卡",
            re.ASCII,
        ),
    ),
    ("paypal", re.compile(r"\bpay ?pal\b|贝宝", re.ASCII)),
    ("alipay", re.compile(r"\bali ?pay\b|支付宝|花呗", re.ASCII)),
    ("wechat_pay", re.compile(r"\bwe ?chat(?: ?pay)?\b|\bweixin\b|微信", re.ASCII)),
    (
        "card",
        re.compile(
            r"\b(?:credit|debit|bank|master|visa|mc|amex)[ _-]?cards?\b|\bvisa\b|\bmaster ?card\b"
            r"|\bunion ?pay\b|\bamex\b|\bamerican express\b"
            r"|信用卡|银行卡|储蓄卡|借记卡|银联|万事达|维萨|(?<!gift )(?<!gift)\bcards?\b|(?<![品物值礼])卡(?!其)",
            re.ASCII,
        ),
    ),
)
_BRANDS = {
    "visa": re.compile(r"\bvisa\b|维萨", re.ASCII),
    "mastercard": re.compile(r"\bmaster ?card\b|\bmc\b|万事达", re.ASCII),
    "unionpay": re.compile(r"\bunion ?pay\b|银联", re.ASCII),
    "amex": re.compile(r"\bamex\b|\bamerican express\b|运通", re.ASCII),
}
_WORDS = vocabulary(("paypal", "alipay", "wechat", "mastercard", "credit card", "voucher"))
_DIGITS = re.compile(r"(?<![\d#A-Za-z])\d{4}(?!\d)")
_OTHER = re.compile(
    r"\b(?:other|another|different|second) (?:one|card|method|account|payment)|另[一外]?[张个种]?|别的|其他"
    r"|其它|换[一]?[张个种]"
)
_REFUSED_BEFORE = re.compile(
    r"(?:\b(?:not|no|n't (?:want|use|like)|instead of|rather than|other than|over|than|except"
    r"|without)\b(?:\s+(?:to|on|the|my|a|use|using|it|with|credit|original))*\s*"
    r"|(?:不要|不用|不是|别|不想|除了|而不是|不退)[^，。,;；换改]{0,6}|把[^，。,;；换改到给进]{0,6})$"
    r"|\b(?:chang|switch|mov|swap)\w*\b[^.,;!?]{0,30}\bfrom(?:\s+(?:the|my|a|original))*\s*$|从[^，。,;；换改]{0,6}$"
)
_REFUSED_AFTER = re.compile(
    r"\s*(?:is|isn't|has|hasn't|doesn't|does not|won't|will not|can't|cannot)\s+(?:acting|not|broken|down|blocked"
    r"|expired|maxed|empty|run out|enough|work|working|go through)\b"
    r"|[^，。,;；!！?？换改]{0,4}(?:不够|用不了|刷不了|付不了|没钱|没余额|限额|坏了|过期|冻结|丢了|注销)"
)
_SPENT_FROM = re.compile(r"从[^，。,;；换改]{0,6}$")
_SPENDING = re.compile(r"[^，。,;；换改]{0,6}[扣付出走刷]")
_ORIGINAL = re.compile(
    r"\b(?:original|initial)\s+(?:form of |method of |means of )?(?:payment|method|card|account|way|source)"
    r"|\boriginal(?:ly)? (?:paid|used)"
    r"|\bsame (?:payment|method|card|account|way) (?:i |as |that |it )?(?:paid|used|before|was|method)?"
    r"|\b(?:card|method|account|way|one) (?:that )?i (?:originally )?(?:paid|used|ordered)"
    r"|\b(?:where|how) (?:it came from|i paid|the money came from)\b|\bhowever i paid\b"
    r"|\bback to (?:the )?(?:source|original)\b"
    r"|原路|原支付|原付款|原来的?(?:支付|付款|账户|帐户|卡|方式)|原账户|原卡|(?:付款|支付|下单|付钱)(?:时|的时候)?用?的?(?:那张|那个|账户|卡|方式)|(?:怎么|从哪)(?:付的?|来的?).{0,4}(?:退|回)"
)
_NOT_ORIGINAL = re.compile(
    r"(?:\b(?:not|n't|instead of|other than|rather than)\b[^.,;!?]{0,20}|(?:不要?|别|不想)[^，。]{0,3})$"
)


def named_method(text: str, methods: Sequence[PaymentMethod], not_this: str = "") -> tuple[PaymentMethod, ...]:
    """The methods that the words may mean: by id, last digits, brand or kind; several when the words fit several.

    `not_this` is the id of the method that "the other one" is not.
    """
    whole = said(text).mended(_WORDS)
    lowered = _mended_text(whole)
    by_id = tuple(method for method in methods if _says_id(lowered, method.id))
    if by_id:
        return by_id
    if by_digits := _by_digits(lowered, methods):
        return by_digits
    kinds = _kinds(lowered)
    found = tuple(method for method in methods if method.kind in kinds)
    found = _of_brand(lowered, found)
    if not _OTHER.search(lowered):
        return found
    others = found if kinds else tuple(methods)
    return tuple(method for method in others if method.id != not_this)


def named_kinds(text: str) -> tuple[str, ...]:
    """The kinds of method that the words name (card, paypal, gift_card, alipay, wechat_pay), on file or not."""
    return _kinds(_mended_text(said(text).mended(_WORDS)))


def means_original(text: str) -> bool:
    """Whether the money shall go where it came from: the original payment method, 原路退回."""
    lowered = said(text).text
    return any(not _NOT_ORIGINAL.search(lowered[: match.start()]) for match in _ORIGINAL.finditer(lowered))


def _says_id(text: str, method_id: str) -> bool:
    written = re.escape(method_id.lower()).replace("_", "[ _-]?")
    return re.search(rf"(?<![a-z0-9]){written}(?![a-z0-9])", text) is not None


def _by_digits(text: str, methods: Sequence[PaymentMethod]) -> tuple[PaymentMethod, ...]:
    said_digits = {match[0] for match in _DIGITS.finditer(text) if not _REFUSED_BEFORE.search(text[: match.start()])}
    return tuple(method for method in methods if set(re.findall(r"\d{4}(?!\d)", method.label)) & said_digits)


def _kinds(text: str) -> tuple[str, ...]:
    return tuple(kind for kind, pattern in _KINDS if _is_said(pattern, text))


def _is_said(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _is_refused(text, match) for match in pattern.finditer(text))


def _is_refused(text: str, match: re.Match[str]) -> bool:
    """Whether a method is named only to say that it shall not be this one; 从…扣 takes the money there."""
    before = text[: match.start()]
    if _SPENT_FROM.search(before) and _SPENDING.match(text, match.end()):
        return False
    return bool(_REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(text, match.end()))


def _of_brand(text: str, methods: tuple[PaymentMethod, ...]) -> tuple[PaymentMethod, ...]:
    """Without the cards of another brand than the one said."""
    brands = [brand for brand, pattern in _BRANDS.items() if _is_said(pattern, text)]
    if not brands:
        return methods
    return tuple(
        method
        for method in methods
        if method.kind != "card" or any(brand in method.label.lower().replace(" ", "") for brand in brands)
    )


def _mended_text(whole: Said) -> str:
    text = whole.text
    for token in reversed(whole.tokens):
        written = text[token.start : token.end]
        if singular(written) != token.stem:
            text = text[: token.start] + token.stem + text[token.end :]
    return text
