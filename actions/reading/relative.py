"""Wishes that compare with what the customer has: bigger, one size down, more storage, less bright, the longest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from actions.reading.measures import measure_of, series_of
from actions.reading.options import near_key
from actions.reading.words import Said, stems

_RANKS = tuple(
    tuple(line.split())
    for line in (
        "xxs xs s m l xl xxl 2xl xxxl 3xl",
        "portable small standard medium large",
        "low medium high",
        "light medium dark",
        "beginner intermediate expert",
        "basic professional",
        "solo duo",
        "single pair",
        "half full",
        "regular wide double",
        "i3 i5 i7 i9",
        "one two three four",
        "standard high-back",
    )
)
_SIZES = ("size", "screen", "capacity", "length", "height", "diameter", "room", "frame", "compartment")
_EXTREME = 99


@dataclass(frozen=True)
class _Wish:
    said: re.Pattern[str]
    step: int
    of: tuple[str, ...]


def _wish(said: str, step: int, *of: str) -> _Wish:
    return _Wish(re.compile(said), step, of)


_WISHES = (
    _wish(r"\btwo sizes (?:up|bigger|larger)\b|大[两二2][号码]", 2, *_SIZES),
    _wish(r"\btwo sizes (?:down|smaller)\b|小[两二2][号码]", -2, *_SIZES),
    _wish(r"\b(?:biggest|largest)\b|最大", _EXTREME, *_SIZES),
    _wish(r"\bsmallest\b|最小", -_EXTREME, *_SIZES),
    _wish(r"\bthe (?:big|large) (?:one|size)s?\b|大的那|那个大的|大号的?那", _EXTREME, *_SIZES),
    _wish(r"\bthe (?:small|little) (?:one|size)s?\b|小的那|那个小的|小号的?那", -_EXTREME, *_SIZES),
    _wish(r"\blongest\b|最长", _EXTREME, "length", "battery", "zoom"),
    _wish(r"\bshortest\b|最短", -_EXTREME, "length", "height"),
    _wish(r"\b(?:tallest|highest)\b|最高", _EXTREME, "height", "resolution", "pressure"),
    _wish(r"\bthickest\b|最厚", _EXTREME, "thickness"),
    _wish(r"\bthinnest\b|最薄", -_EXTREME, "thickness"),
    _wish(r"\bbrightest\b|最亮", _EXTREME, "brightness"),
    _wish(r"\b(?:most|maximum|max)\b(?! expensive)|最多", _EXTREME),
    _wish(r"\b(?:least|minimum|lowest)\b(?! expensive| price)|最少|最低(?!价)", -_EXTREME),
    _wish(r"\b(?:bigger|larger|roomier|(?:a |one |next )?size up)\b|大一?[号码点些]|更大|再大|加大一", 1, *_SIZES),
    _wish(r"\b(?:smaller|more compact|(?:a |one |next )?size down)\b|小一?[号码点些]|更小|再小", -1, *_SIZES),
    _wish(r"\bless bright\b|\bdimmer\b|\bnot (?:as|so) bright\b|暗一?[点些]|没那么亮|不那么亮|更暗", -1, "brightness"),
    _wish(r"\bbrighter\b|\bmore bright\b|亮一?[点些]|更亮", 1, "brightness"),
    _wish(r"\blonger\b|长一?[点些]|更长", 1, "length", "battery", "zoom"),
    _wish(r"\bshorter\b|短一?[点些]|更短", -1, "length", "height"),
    _wish(r"\b(?:taller|higher)\b|高一?[点些]|更高", 1, "height", "resolution", "pressure", "back", "backrest"),
    _wish(r"\blower\b|低一?[点些]|矮一?[点些]|更[低矮]", -1, "height", "back", "backrest", "pressure"),
    _wish(r"\bthicker\b|厚一?[点些]|更厚", 1, "thickness"),
    _wish(r"\bthinner\b|薄一?[点些]|更薄", -1, "thickness"),
    _wish(r"\bheavier\b|重一?[点些]|更重", 1, "weight"),
    _wish(r"\blighter\b|轻一?[点些]|更轻", -1, "weight", "tone"),
    _wish(r"\bdarker\b|深一?[点些]|更深", 1, "tone"),
    _wish(r"\b(?:easier|simpler)\b|简单一?[点些]|更简单", -1, "difficulty"),
    _wish(r"\bharder\b|更难|难一?[点些]", 1, "difficulty"),
    _wish(r"\bfaster\b|快一?[点些]|更快", 1, "speed", "processor"),
    _wish(r"\b(?:more|greater|extra)\b|多一?[点些]|更多", 1),
    _wish(r"\b(?:less|fewer)\b(?! expensive)|少一?[点些]|更少", -1),
    _wish(r"\btoo (?:small|tight|little)\b|太小|小了|偏小|太紧|穿不下", 1, *_SIZES),
    _wish(r"\btoo (?:big|large|loose)\b|太大|大了|偏大|太松", -1, *_SIZES),
    _wish(r"\btoo short\b|太短|短了", 1, "length", "height"),
    _wish(r"\btoo long\b|太长|长了", -1, "length"),
    _wish(r"\btoo bright\b|太亮", -1, "brightness"),
    _wish(r"\btoo (?:dim|dark)\b|太暗", 1, "brightness"),
)
"""The surer wishes first; those without a dimension need the option named beside them: "more storage"."""

_ANY_WISH = re.compile("|".join(wish.said.pattern for wish in _WISHES))


def compared(said: Said, offered: Mapping[str, tuple[str, ...]], old: Mapping[str, str]) -> dict[str, str]:
    """The values that comparisons in the text lead to; an end of the scale leads nowhere."""
    scales = {key: scale for key, values in offered.items() if (scale := ordered(values))}
    found: dict[str, str] = {}
    taken: list[tuple[int, int]] = []
    for wish, start, end in _heard(said.text):
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        key = _meant(said, scales, wish, start, end)
        if key and key not in found and (value := _step(scales[key], old.get(key, ""), wish.step)):
            found[key] = value
            taken.append((start, end))
    return found


def ordered(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values from small to large; nothing when they have no such order."""
    measured = [measure_of(value) for value in values]
    if all(measured) and len({measure.unit for measure in measured if measure}) == 1:
        return tuple(sorted(values, key=lambda value: one.number if (one := measure_of(value)) else 0.0))
    if all(series_of(value) for value in values):
        return tuple(sorted(values, key=lambda value: one.numbers if (one := series_of(value)) else ()))
    lowered = [value.lower() for value in values]
    rank = next((rank for rank in _RANKS if all(value in rank for value in lowered)), ())
    return tuple(sorted(values, key=lambda value: rank.index(value.lower()))) if rank else ()


@lru_cache(maxsize=256)
def _heard(text: str) -> tuple[tuple[_Wish, int, int], ...]:
    if not _ANY_WISH.search(text):
        return ()
    return tuple((wish, *match.span()) for wish in _WISHES for match in wish.said.finditer(text))


def _meant(said: Said, scales: Mapping[str, tuple[str, ...]], wish: _Wish, start: int, end: int) -> str:
    """The option a comparison is about: the one named beside it, else the first of the wish's own dimension."""
    named = {key: distance for key in scales if (distance := near_key(said, key, start, end)) is not None}
    if named:
        return min(named, key=lambda key: named[key])
    for dimension in wish.of:
        if fitting := [key for key in scales if dimension in stems(key)]:
            return fitting[0]
    return next(iter(scales)) if wish.of == _SIZES and len(scales) == 1 else ""


def _step(scale: tuple[str, ...], old: str, step: int) -> str:
    if abs(step) == _EXTREME:
        return scale[-1] if step > 0 else scale[0]
    if old not in scale:
        return ""
    place = scale.index(old) + step
    return scale[place] if 0 <= place < len(scale) else ""
