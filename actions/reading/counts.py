"""How many pieces a text speaks of, and whether it means all there is."""

import re

from actions.reading.measures import is_measured
from actions.reading.words import said
from understanding.runtime.numerals import DIGITS
from understanding.runtime.patterns import QUANTITY, find_entities

_NUMBERS = (
    {word: i for i, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
    | DIGITS
    | {"zero": 0, "十": 10}
)
_NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_LARGE = rf"\d{{3,4}}|{_NUMBER}"
"""Numbers that nobody buys are still said, and must be heard to be refused."""

_PACKING = r"packs?|packets?|bottles?|boxes|tubes?|jars?"
_NO_NOUN = (
    r"for|to|or|and|from|with|in|at|of|sizes?|more|things?|orders?|days?|weeks?|months?|hours?|minutes?|years?|times?"
    r"|ml|cm|mm|oz|inch|inches|gb|tb|persons?|liters?|litres?|dollars?|percent"
)
_EACH_OF_ONE_LINE = re.compile(rf"\bboth\s+(?:{_PACKING})\b|[两二俩三四五六七八九\d][瓶包盒支袋罐]都")
"""What counts the pieces of one line: no word for the whole order."""

_ALL = re.compile(
    r"\beverything\b(?! (?:else|is fine|is ok|works|looks))"
    r"|\ball(?: of)? (?:it|them|these|those|my|the|this)\b(?! (?:time|way|best|money|day|orders"
    r"|other))(?: [\w-]+){0,2}|\ball (?:items|products|things|goods|lines)\b"
    r"|^\s*(?:yes,? )?all(?: please| of it)?[.! ]*$|\b(?:whole|entire|complete|full) (?:order|thing|lot"
    r"|package|parcel)\b|\bthe lot\b"
    r"|\ball (?:two|three|four|five|six|\d)\b|\bboth\b"
    r"|全部|整[个张]?(?:订)?单|所有(?!订单)|全都|全退|全换|全要|通通|统统|^\s*都\s*$|(?:俩|[两二三四五六七八九]个|[两二三四]件|[两二]样|它们|这些)?都(?:退|换|要退|要换|不要|取消|给我|一起|寄|算)"
)
_NOT_ALL = re.compile(
    r"\b(?:not|n't (?:want|return|exchange|cancel)|except|but not|other than|apart from|excluding"
    r"|not at) (?:[\w']+ ){0,2}(?:all|everything|both)\b"
    r"|\b(?:all|everything)\b[^.!?]{0,20}\b(?:except|but|other than|apart from|excluding|minus)\b|\b(?:that's"
    r"|that is|is that|at|after|first of) all\b|\ball (?:right|good|set)\b"
    r"|除了|不(?:是)?(?:全部|所有|都)|别(?:全部|都)"
)
_SHARE = re.compile(
    rf"(?:其中|里头|里面|里边|当中)(?:的|退|换|取消|要|拿)?({_NUMBER})\s*(?:个|件|双|条|只|台|套|盒|瓶|包|支|份|副|把|对)"
)
"""Some of those just counted: 两包里头一包."""

_COUNT = (
    _SHARE,
    re.compile(
        rf"\b(?:just|only|exactly)\s+({_NUMBER})\b(?!\s*(?:day|week|hour|minute|month|year|question|thing|order|more|problem|star|left|time|[-]))"
    ),
    re.compile(rf"\b({_LARGE})\s+of\s+(?:them|these|those|the|my|it|each)\b"),
    re.compile(
        rf"(?:退|换|取消|要|买|寄回)\s*(?:掉|回|了)?\s*(?:其中)?(?:的)?\s*({_LARGE})\s*(?:个(?!月|小时|人|工作)|件|双|条|只|台|套|盒|瓶|包|支|份|顶|副|把|对)(?!装)"
    ),
    re.compile(rf"(?:其中|只|就|仅)(?:退|换|要|取消)?的?({_NUMBER})\s*(?:个|件|双|条|只|台|套|盒|瓶|支|份|副|把)"),
    re.compile(
        r"\b(?:return|exchange|swap|change|cancel|replace|send back|refund)\s+"
        rf"({_LARGE})\s+(?!(?:{_NO_NOUN})\b)[a-z][a-z-]{{2,}}"
    ),
    re.compile(rf"^\s*({_NUMBER})(?:\s*(?:please|个|件|双|只|条))?[.!。]?\s*$"),
)
_COUNTED = re.compile(
    rf"(?:{_NUMBER})\s?(?:x\b|pairs?|pieces?|pcs|units?|items?|sets?|box|bottle|pack|[个件双条只台套盒瓶包支份顶副把箱对])"
    r"|\b(?:qty|quantity)|\bx ?\d"
)
"""Without any of these no quantity can be found, and the slower search is spared."""

_ARTICLE = re.compile(r"(?:换成?|要|来|给我|找|买)\s*一\s*[个件双条只台套]")
_BOTH = re.compile(rf"\bboth\s+(?:{_PACKING}|pairs?)\b")
_PACKED = re.compile(r"\s*(?:装|套装|-?pack\b|/)")
_COUNT_BEFORE = re.compile(
    rf"(?<![\w.#-])({_LARGE})\s*(?:x\s*|×\s*|of\s+(?:the|my|these|those)\s+|pairs? of\s+|sets? of\s+"
    rf"|[个件双条只台套盒瓶支把副]的?)?(?:(?!(?:{_NO_NOUN})\b)[a-z-]+\s){{0,2}}$"
)


def all_of_it(text: str) -> bool:
    """Whether everything is meant: all of them, the whole order, both, 全部, 都退."""
    lowered = _EACH_OF_ONE_LINE.sub(" ", said(text).text)
    return _ALL.search(lowered) is not None and not _NOT_ALL.search(lowered)


def how_many(text: str) -> int | None:
    """The number of pieces a text names, None when it names none; never an order number, a price or a size."""
    lowered = _ARTICLE.sub(" ", said(text).text)
    for pattern in _COUNT:
        match = pattern.search(lowered)
        if match and not _PACKED.match(lowered, match.end()) and not is_measured(lowered, match.start(1)):
            return _count(match[1])
    if _BOTH.search(lowered):
        return 2
    if not _COUNTED.search(lowered):
        return None
    counted = [
        one
        for one in find_entities(lowered)
        if one.type == QUANTITY and not _PACKED.match(lowered, one.end) and not is_measured(lowered, one.start)
    ]
    return int(counted[0].value) if counted else None


def share_of(text: str) -> int | None:
    """How many of the goods just counted a text means: 里头一包; None when it does not say so."""
    match = _SHARE.search(said(text).text)
    return _count(match[1]) if match else None


def counted_before(before: str) -> int | None:
    """The number that stands right before goods: "two mugs", 两个; None without one."""
    match = _COUNT_BEFORE.search(before)
    return _count(match[1]) if match and not is_measured(before, match.start(1)) else None


def _count(written: str) -> int:
    return _NUMBERS[written] if written in _NUMBERS else int(written)
