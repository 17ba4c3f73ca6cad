"""Colours and sizes that a customer wants and that a product does not come in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actions.reading.measures import Measure, measure_of, measures, series_of
from actions.reading.option_glossary import COLOURS
from actions.reading.options import SHORT, Mention, mentions
from actions.reading.roles import Heard, Role, heard, role_of
from actions.reading.words import Said, stems

_LETTERS = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL")
_NO_COLOUR_ALONE = frozenset("natural clear check multicolor rgb".split())
_COLOURS = tuple(one.english[0] for one in COLOURS if one.english[0] not in _NO_COLOUR_ALONE)
_NO_WISH = "退"
_INDEFINITE_BEFORE = re.compile(r"(?:\b(?:a|an|another|some)\s+(?:[\w-]+\s+)?|一[个件双条款只台把]?\s*)$")


@dataclass(frozen=True)
class Stranger:
    """What was said for an option of which no variant has it; the key is empty when the product has no such option."""

    key: str
    words: str


def strangers(said: Said, offered: Mapping[str, tuple[str, ...]], goods_end: int | None = None) -> tuple[Stranger, ...]:
    """The wanted colours and sizes that are not offered, in reading order."""
    known = mentions(said, offered)
    found = [
        *_of_values(said, known, _colour_key(offered), _COLOURS, goods_end),
        *_of_letters(said, known, offered, goods_end),
        *_of_measures(said, known, offered, goods_end),
    ]
    return tuple(stranger for _, stranger in sorted(found, key=lambda one: one[0]))


def _of_values(
    said: Said, known: Iterable[Mention], key: str, values: tuple[str, ...], goods_end: int | None
) -> list[tuple[int, Stranger]]:
    return [
        (one.mention.start, Stranger(key, said.original[one.mention.start : one.mention.end]))
        for one in heard(said, {key: values}, goods_end)
        if _is_wanted(said, one) and not _is_known(known, one.mention.start, one.mention.end)
    ]


def _of_letters(
    said: Said, known: Iterable[Mention], offered: Mapping[str, tuple[str, ...]], goods_end: int | None
) -> list[tuple[int, Stranger]]:
    key = next(
        (key for key, values in offered.items() if {value.upper() for value in values} <= {*_LETTERS, "2XL"}), ""
    )
    return _of_values(said, known, key, _LETTERS, goods_end) if key else []


def _of_measures(
    said: Said, known: Iterable[Mention], offered: Mapping[str, tuple[str, ...]], goods_end: int | None
) -> list[tuple[int, Stranger]]:
    """Sizes in the unit of an option: EU 97, 150 cm; a number without a unit is none."""
    found = []
    for key, values in offered.items():
        units = {unit for value in values for unit in _units(key, value)}
        for one in measures(said.text):
            mention = Mention(key, "", one.start, one.end, 0)
            if one.unit and one.unit in units and not _is_known(known, one.start, one.end):
                part = Heard(mention, role_of(said, mention, goods_end))
                if _is_wanted(said, part):
                    found.append((one.start, Stranger(key, said.original[one.start : one.end])))
    return found


def _units(key: str, value: str) -> Iterable[str]:
    measure: Measure | None = measure_of(value)
    if measure and measure.unit:
        yield measure.unit
    elif series_of(value) and "size" in stems(key) and "size" in value.lower() + key.lower():
        yield "size"


def _is_wanted(said: Said, one: Heard) -> bool:
    before = said.before(one.mention.start)
    if one.is_object:
        # "exchange a green one", when there is none, asks for one.
        return _INDEFINITE_BEFORE.search(before) is not None
    if one.role is Role.WANTED:
        return not before.endswith(_NO_WISH)
    return one.role is Role.PLAIN and said.size <= SHORT


def _is_known(known: Iterable[Mention], start: int, end: int) -> bool:
    return any(one.start < end and start < one.end for one in known)


def _colour_key(offered: Mapping[str, tuple[str, ...]]) -> str:
    return next((key for key in offered if {"color", "colour"} & set(stems(key))), "")
