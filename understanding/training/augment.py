"""Makes copies of texts with the slips of real typing, in either language; labels and entities stay right."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from understanding.training.examples import Example, Span

SLIPS_A_TEXT: Final = (1, 3)

KEYBOARD: Final = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz",
    "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum", "k": "jlim", "l": "kop",
    "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip

HOMOPHONES: Final = (
    "的得地", "在再", "做作坐座", "到道倒", "是事试市", "他她它", "那哪", "吗嘛么", "已以", "像象向", "副付负", "账帐",
    "退腿", "换还", "货获", "单担", "订定", "递弟", "送宋", "钱前", "买卖", "码马", "号好", "色涩", "件见", "寄记",
    "收手", "查茶", "价架", "券卷劝", "积极", "分份", "快块", "慢漫", "问文", "题提", "服福", "客课", "质志", "量亮",
)  # fmt: skip
"""Characters that sound alike and that input methods mix up."""

PINYIN: Final = {
    "退货": "tuihuo", "快递": "kuaidi", "客服": "kefu", "订单": "dingdan", "发货": "fahuo", "地址": "dizhi",
    "优惠券": "yhq", "退款": "tuikuan", "什么": "shenme", "怎么": "zenme", "谢谢": "xiexie", "你好": "nihao",
    "东西": "dongxi", "没有": "meiyou", "为什么": "weishenme", "可以": "keyi", "知道": "zhidao", "时候": "shihou",
}  # fmt: skip

MIXED: Final = {
    "订单": "order", "退货": "return", "退款": "refund", "尺码": "size", "颜色": "color", "地址": "address",
    "优惠券": "coupon", "快递": "delivery", "客服": "customer service", "质量": "quality", "包装": "package",
    "价格": "price", "发票": "invoice", "积分": "points", "黑色": "black", "红色": "red", "取消": "cancel",
}  # fmt: skip
MIXED_BACK: Final = {english: chinese for chinese, english in MIXED.items() if " " not in english}

TRADITIONAL: Final = dict(
    zip(
        "这个来时为说们国过发会经还没对开关问题钱买卖货单订换号码颜红蓝绿评价质量优惠券账户电话邮发票实体验证运费"
        "东西给让谢请应该现样么点里边长门间见觉听读写难过见头无与万亿几张条双鞋裤裙装袋盘锅壶灯",
        "這個來時為說們國過發會經還沒對開關問題錢買賣貨單訂換號碼顏紅藍綠評價質量優惠券賬戶電話郵發票實體驗證運費"
        "東西給讓謝請應該現樣麼點裡邊長門間見覺聽讀寫難過見頭無與萬億幾張條雙鞋褲裙裝袋盤鍋壺燈",
        strict=True,
    )
)
EMOJI: Final = ("😊", "😭", "🙏", "😂", "👍", "😅", "❤️", "🤔")
"""None that tells a mood apart on its own: any may follow any text in jest."""


def augmented(examples: Sequence[Example], copies: float, seed: int) -> tuple[Example, ...]:
    """The examples, then on average `copies` slipped copies of each."""
    chance = random.Random(seed)
    made = list(examples)
    for example in examples:
        for _ in range(int(copies) + (chance.random() < copies % 1)):
            copy = slipped(example, chance, chance.randint(*SLIPS_A_TEXT))
            if copy.text != example.text:
                made.append(copy)
    return tuple(made)


def slipped(example: Example, chance: random.Random, slips: int) -> Example:
    """A copy with up to so many slips."""
    for _ in range(slips):
        example = chance.choice(_SLIPS)(example, chance)
    return example


def misspelt(text: str, share: float, chance: random.Random) -> str:
    """The text with about `share` of its letters and Chinese characters mistyped, for measuring robustness."""
    example = Example(text, {})
    letters = sum(char.isalnum() for char in text)
    for _ in range(int(share * letters + chance.random())):
        example = _mistype(example, chance)
    return example.text


def _edit(example: Example, start: int, end: int, new: str) -> Example:
    """Replace text[start:end]; entities move along, and one that is cut through keeps its outer edges."""
    text = example.text[:start] + new + example.text[end:]
    shift = len(new) - (end - start)
    spans = []
    for span in example.spans or ():
        first = span.start if span.start <= start else max(span.start + shift, start)
        last = span.end if span.end <= start else max(span.end + shift, start)
        if first < last:
            spans.append(Span(first, last, span.type))
    return replace(example, text=text, spans=None if example.spans is None else tuple(spans))


def _mistype(example: Example, chance: random.Random) -> Example:
    """One wrong, missing, doubled or swapped letter, or a character that sounds alike."""
    places = [i for i, char in enumerate(example.text) if char.lower() in KEYBOARD or char in _alike()]
    if not places:
        return example
    i = chance.choice(places)
    char = example.text[i]
    if char in _alike():
        return _edit(example, i, i + 1, chance.choice(_alike()[char]))
    kind = chance.randrange(4)
    if kind == 0:
        return _edit(example, i, i + 1, chance.choice(KEYBOARD[char.lower()]))
    if kind == 1:
        return _edit(example, i, i + 1, "") if len(example.text) > 1 else example
    if kind == 2:
        return _edit(example, i, i + 1, char + char)
    following = example.text[i + 1 : i + 2]
    return _edit(example, i, i + 2, following + char) if following.isalpha() else example


def _full_width(example: Example, chance: random.Random) -> Example:
    """Letters, digits and signs as a Chinese input method leaves them."""
    places = [i for i, char in enumerate(example.text) if "!" <= char <= "~"]
    if not places:
        return example
    i = chance.choice(places)
    return _edit(example, i, i + 1, chr(ord(example.text[i]) + 0xFEE0))


def _in_traditional(example: Example, _: random.Random) -> Example:
    return replace(example, text="".join(TRADITIONAL.get(char, char) for char in example.text))


def _without_a_word(example: Example, chance: random.Random) -> Example:
    """A word is forgotten; never one of an entity, nor of a text of few words."""
    words = _words(example.text)
    free = [
        (start, end) for start, end in words if not any(start < s.end and s.start < end for s in example.spans or ())
    ]
    if len(words) < 4 or not free:
        return example
    return _edit(example, *chance.choice(free), "")


def _words(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for word in text.split(" "):
        if word:
            found.append((start, min(start + len(word) + 1, len(text))))
        start += len(word) + 1
    return found


def _swapped(table: Mapping[str, str]) -> Callable[[Example, random.Random], Example]:
    def swap(example: Example, chance: random.Random) -> Example:
        there = [word for word in table if word in example.text]
        if not there:
            return example
        word = chance.choice(there)
        start = example.text.index(word)
        return _edit(example, start, start + len(word), table[word])

    return swap


def _with_emoji(example: Example, chance: random.Random) -> Example:
    return replace(example, text=example.text + chance.choice(EMOJI))


def _bare(example: Example, chance: random.Random) -> Example:
    """No capitals and no sign at the end."""
    return replace(example, text=example.text.lower().rstrip("。.!！?？")) if not example.spans else example


@cache
def _alike() -> Mapping[str, str]:
    return {char: group.replace(char, "") for group in HOMOPHONES for char in group}


_SLIPS: Final[tuple[Callable[[Example, random.Random], Example], ...]] = (
    _mistype,
    _mistype,
    _mistype,
    _full_width,
    _in_traditional,
    _without_a_word,
    _swapped(PINYIN),
    _swapped(MIXED),
    _swapped(MIXED_BACK),
    _with_emoji,
    _bare,
)
