"""The options of a product that a text mentions, by their values in either language, by measures or by yes and no."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from actions.reading.goods_words import GOODS_WORDS
from actions.reading.measures import Measure, Series, measure_of, measures, series, series_of
from actions.reading.option_glossary import OPTION_WORDS, plain_colour, ways_to_say, ways_to_say_key
from actions.reading.words import Said, form_of, stems, vocabulary
from storefront.model import Product

OWN, WHOLE, PART, FAMILY = 0, 1, 2, 3
"""How a value was said: as the catalogue has it, in other words, by a word only it has, by the plain colour "
        "it belongs to."""

SHORT, _VERY_SHORT = 4, 2
"""A message of at most so many words is an answer: there a weak word or a bare number is taken for an option."""

_NO_PART = frozenset("with and set of only one two equivalent card size the a in for not non".split())
_WEAK = frozenset(
    "low high standard regular one two single pair solo duo full half fixed fresh light dark art plain custom gas "
    "left right natural set basic double clear men women seat battery electric hard soft back wide auto timer "
    "foam short "
    "bottle laptop camera timer mountain road fast easy expert pro "
    "低 高 半 全 左 右 男 女 有 无 否 是 电 标准 普通款 单个 入门 高级 相机 电脑 电池 自动 格子 日常 坐垫 中性".split()
)
_NO_NEIGHBOURS = frozenset("one two set 有 无 是 否 电".split())
_SIDES = frozenset({"left", "right"})
_SIZE_UNITS = frozenset({"", "size"})
_BESIDE = re.compile(r"(?:\s*(?:ones?\b|[色款码]))?[\s,，、/]*(?:(?:and|with|in|a|an|的|和)\s*)?")
_REAL = GOODS_WORDS | OPTION_WORDS
_LETTERS = frozenset("s m l".split())
_NEGATIVE = re.compile(r"^(?:no|none|not\b.*|non[- ].*|without\b.*|无|否|不.*)$", re.IGNORECASE)
_YES = frozenset({"yes", "true", "有", "是"})
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|no|non|without|minus|isn't|aren't|never|don't (?:need|want|have)|doesn't (?:need|have|need to be))"
    r"(?:\s+(?:be|a|an|any|the))*[\s-]*|不|无|没有|没|不带|不要|不需要|不用带?)$"
)
_NAMED_AFTER = re.compile(r"\s*(?:instead|ones?|version|model|type|option|finish|edition|kind)\b|[的款号档码色版那]")
_ASKED_BEFORE = re.compile(
    r"(?:\b(?:to|into|want|need|prefer|get|instead|size|in|with|meant?|rather|make it|go for|take)"
    r"\s+(?:a\s+|an\s+|the\s+)?(?:size\s+)?|[换要成选改穿]|[说指]的?是)$"
)
_SIZE_BEFORE = re.compile(
    r"(?:\b(?:size|sizes|to|into|in|a|an|the|for|need|want|wear)\s+(?:a\s+|an\s+|the\s+)?|码|[换要成改穿选]\s?)$"
)
_COUNTED_AFTER = re.compile(
    r"\s*(?:of\b|x\b|items?\b|days?\b|weeks?\b|months?\b|times?\b|orders?\b|things?\b|years?\b|stars?\b|[个件双条只台套天周月次年])"
)
_SIDE_AFTER = re.compile(r"\s*(?:side|hand|-?sided)\b|[侧边手]|的$")
_ENDS_AFTER = re.compile(r"\s*(?:$|[.,;!?，。；！？]|ones?\b|version|instead|please|thanks|的|吧)")
_NEAR_BEFORE, _NEAR_AFTER = 16, 18


@dataclass(frozen=True)
class Value:
    """One value of an option and how it may be said."""

    key: str
    value: str
    forms: tuple[tuple[str, int], ...]
    measure: Measure | None
    series: Series | None


@dataclass(frozen=True)
class Mention:
    """A place in the text that may mean `value` for `key`."""

    key: str
    value: str
    start: int
    end: int
    tier: int
    sure: bool = True
    leans: bool = True
    """Whether a sure option beside it makes it sure."""


def choices(product: Product) -> dict[str, tuple[str, ...]]:
    """The values of every option of a product, in the catalogue's order."""
    found: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for key, value in variant.options.items():
            found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}


def mentions(said: Said, offered: Mapping[str, tuple[str, ...]]) -> tuple[Mention, ...]:
    """Every mention of an offered value, in reading order; one place may fit several keys."""
    values = _values(tuple(offered.items()))
    mended = said.mended(_words(values), _REAL)
    found = [one for value in values for one in _of_value(mended, value)]
    found += [one for key, offered_values in offered.items() for one in _by_denial(mended, key, offered_values)]
    kept = _supported(mended, sorted(_longest(found), key=lambda one: (one.start, one.end)))
    values_at: dict[tuple[int, int, str], set[str]] = {}
    for one in kept:
        values_at.setdefault((one.start, one.end, one.key), set()).add(one.value)
    return tuple(one for one in kept if len(values_at[one.start, one.end, one.key]) == 1)


def near_key(said: Said, key: str, start: int, end: int, not_of: Iterable[str] = ()) -> int | None:
    """How far the nearest word for an option stands from a place; None when it is not near.

    Words that `not_of` are called by too do not count. Of two as near the one before is the nearer.
    """
    others = {form for other in not_of for form in ways_to_say_key(other)}
    distances = []
    for form in ways_to_say_key(key):
        for first, last in said.places(form) if form not in others else ():
            if last <= start and start - last <= _NEAR_BEFORE:
                distances.append(2 * (start - last))
            elif first >= end and first - end <= _NEAR_AFTER:
                distances.append(2 * (first - end) + 1)
    return min(distances, default=None)


@lru_cache(maxsize=2048)
def _values(offered: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Value, ...]:
    return tuple(
        Value(key, value, _forms(key, value, values), measure_of(value), series_of(value))
        for key, values in offered
        for value in values
        if value.lower() not in _YES and value.lower() not in {"no", "none"}
    )


@lru_cache(maxsize=2048)
def _words(values: tuple[Value, ...]) -> frozenset[str]:
    return vocabulary(word for value in values for word in (value.value, value.key))


def _forms(key: str, value: str, values: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The ways to say a value, those first that say it whole."""
    whole = ways_to_say(value)
    others = {word for other in values if other != value for word in stems(other)}
    own = set(stems(value)) - others - set(stems(key)) - _NO_PART
    parts = [
        form
        for word in sorted(own)
        if not any(char.isdigit() for char in word) and len(word) > 2
        for form in ways_to_say(word)
    ]
    colours = plain_colour(value)
    taken = {form for other in values if other != value for form in (*ways_to_say(other), *plain_colour(other))}
    tiers = {form: FAMILY for form in colours} | {form: PART for form in parts}
    tiers = {form: tier for form, tier in tiers.items() if form not in taken} | {
        form: OWN if form == whole[0] else WHOLE for form in whole
    }
    return tuple(tiers.items())


def _of_value(said: Said, value: Value) -> Iterable[Mention]:
    for form, tier in value.forms:
        for start, end in said.places(form):
            if form.isascii() or len(form) > 1 or _stands_alone(said, start, end):
                sure = _is_sure(said, value.key, form, start, end)
                yield Mention(value.key, value.value, start, end, tier, sure, form not in _NO_NEIGHBOURS)
    if value.measure:
        for heard in measures(said.text):
            if _measures_it(value, value.measure, heard):
                sure = bool(heard.unit) or _is_option_number(said, value.key, value.measure, heard)
                leans = value.measure.unit in _SIZE_UNITS
                yield Mention(value.key, value.value, heard.start, heard.end, WHOLE, sure, leans)
    if value.series:
        yield from _of_series(said, value, value.series)


def _is_sure(said: Said, key: str, form: str, start: int, end: int) -> bool:
    """Whether a form means an option here, whatever stands beside it."""
    if form in _NO_NEIGHBOURS or form in _SIDES:
        return (
            said.size <= _VERY_SHORT
            or near_key(said, key, start, end) is not None
            or bool(_SIDE_AFTER.match(said.text, end))
        )
    if form in _LETTERS:
        after_number = said.before(start).rstrip(" -")[-1:].isdigit()
        return not after_number and (said.original[start:end].isupper() or _anchored(said, key, start, end))
    return form not in _WEAK or _anchored(said, key, start, end)


def _supported(said: Said, found: Sequence[Mention]) -> list[Mention]:
    """Without the words that may mean anything, unless an option stands right beside them: "silver, low"."""
    sure = [one.sure for one in found]
    forward = list(pairwise(range(len(found))))
    for first, second in (*forward, *((after, before) for before, after in reversed(forward))):
        left, right = found[min(first, second)], found[max(first, second)]
        beside = left.key != right.key and _BESIDE.fullmatch(said.text[left.end : right.start])
        sure[second] = sure[second] or bool(sure[first] and found[second].leans and beside)
    return [one for one, is_sure in zip(found, sure, strict=True) if is_sure]


def _stands_alone(said: Said, start: int, end: int) -> bool:
    """Whether one Chinese character is a word here: 红的, 换蓝, 黑色."""
    return said.text[end : end + 1] in {"", *"色的款那个件双换改和、，,。 "}


def _anchored(said: Said, key: str, start: int, end: int) -> bool:
    return bool(
        said.size <= SHORT
        or near_key(said, key, start, end) is not None
        or _NAMED_AFTER.match(said.text, end)
        or _ASKED_BEFORE.search(said.before(start))
    )


def _measures_it(value: Value, own: Measure, heard: Measure) -> bool:
    """Whether what was heard is the value's measure; a number without a unit may be."""
    if not heard.unit or (own.unit in _SIZE_UNITS and heard.unit in {"size", *stems(value.key)}):
        return own.number == heard.number or own.written == heard.written
    return own.equals(heard)


def _is_option_number(said: Said, key: str, own: Measure, heard: Measure) -> bool:
    before, start, end = said.before(heard.start), heard.start, heard.end
    if said.size <= SHORT or near_key(said, key, start, end) is not None:
        return not _COUNTED_AFTER.match(said.text, end)
    if own.unit in _SIZE_UNITS and _SIZE_BEFORE.search(before):
        return not _COUNTED_AFTER.match(said.text, end)
    return bool(_ASKED_BEFORE.search(before) and _ENDS_AFTER.match(said.text, end))


def _of_series(said: Said, value: Value, own: Series) -> Iterable[Mention]:
    for heard in series(said.text):
        if heard.numbers == own.numbers:
            yield Mention(value.key, value.value, heard.start, heard.end, WHOLE)
    low, high = min(own.numbers), max(own.numbers)
    for measure in measures(said.text):
        sized = measure.unit == "size" or (not measure.unit and said.size <= SHORT)
        inside = low <= measure.number <= high if len(own.numbers) == 2 else measure.number in own.numbers
        first_side = measure.unit == "mm" and measure.number == own.numbers[0] * 10
        if (sized and inside) or first_side:
            yield Mention(value.key, value.value, measure.start, measure.end, PART)


def _by_denial(said: Said, key: str, values: tuple[str, ...]) -> Iterable[Mention]:
    """Options of yes and no, and the value that stands for having none: "not waterproof", "no backlight"."""
    without = next((value for value in values if _NEGATIVE.match(value)), "")
    having = [value for value in values if value != without]
    if not without:
        return
    for form in dict.fromkeys((form_of(key), *ways_to_say_key(key))):
        for start, end in said.places(form):
            denial = _DENIED_BEFORE.search(said.before(start))
            if denial:
                yield Mention(key, without, start - len(denial[0]), end, WHOLE)
            elif len(having) == 1 and having[0].lower() in _YES:
                yield Mention(key, having[0], start, end, WHOLE)


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """Of mentions that overlap the longest ones, of one place those that say the value best."""
    kept: list[Mention] = []
    taken: dict[int, tuple[int, int, int]] = {}
    for one in sorted(dict.fromkeys(found), key=lambda one: (one.start - one.end, one.tier)):
        own = (one.start, one.end, one.tier)
        if all(taken.get(place, own) == own for place in range(one.start, one.end)):
            kept.append(one)
            taken |= dict.fromkeys(range(one.start, one.end), own)
    return kept
