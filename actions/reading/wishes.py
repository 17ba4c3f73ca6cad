"""What a customer wants of one product: options, a price, the same again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from actions.reading.option_glossary import ways_to_say_key
from actions.reading.options import Mention, choices, near_key
from actions.reading.other_goods import other_goods
from actions.reading.relative import compared
from actions.reading.roles import Heard, Role, heard
from actions.reading.strangers import strangers
from actions.reading.words import Said, said
from storefront.model import Product

Prefers = Literal["", "cheapest", "dearest"]

_CHEAPEST = re.compile(
    r"\bcheap(?:est|er)\b|\b(?:lowest|least)[ -](?:price|priced|expensive|cost)\b|\bless expensive\b|最便宜"
    r"|便宜[的点些]|最低价|价格最低"
)
_DEAREST = re.compile(
    r"\b(?:most expensive|priciest|dearest|highest[ -]price[d]?|top of the (?:line|range))\b|最贵|价格最高"
)
_SAME = re.compile(
    r"\b(?:the |an? )?(?:exact(?:ly)? )?same(?: exact)? (?:one|item|product|thing|model|variant|version|again"
    r"|kind)\b|\bidentical\b"
    r"|\ban? (?:new )?replacement\b|\bjust like (?:it|this|that|the one)|\banother (?:one )?of the same\b|\bthe same$"
    r"|\ba new one of the same\b|\b(?:replace|exchange|swap) (?:it|this|that|them) (?:for|with) (?:a new|another) one\b"
    r"|一样的|同款|一模一样|换个新的|换新|同样的|原样|相同的"
)
_UNCHANGED = re.compile(
    r"\b(?:same|keep (?:the|my)|unchanged)\s+([a-z]+(?:\s[a-z]+)?)|([\u4e00-\u9fff]{2,4})(?:不变|一样|照旧|不用换|不换)"
)
_ANY = re.compile(
    r"\bany\s+([a-z]+)|\b(?:don't|do not|doesn't|dont) (?:care|mind|matter)(?: about| which| what| if it's"
    r"| whether)*((?:\s+[a-z-]+){0,3})"
    r"|\b([a-z]{2,14}) (?:doesn't matter|does not matter|is not important)|([\u4e00-\u9fff]{2,4}?)(?:随便|随意"
    r"|无所谓|都行|都可以|不限)"
)
_OR = re.compile(r"\b(?:or|otherwise|if not|else)\b|或者?|否则|不然|没有的话|要么")


@dataclass(frozen=True)
class Wanted:
    """What a text wants of a product: options, values that it refuses, options that it leaves to the shop."""

    options: Mapping[str, str] = field(default_factory=dict)
    prefers: Prefers = ""
    same_again: bool = False
    open_keys: frozenset[str] = frozenset()
    refused: frozenset[tuple[str, str]] = frozenset()
    unknown: tuple[str, ...] = ()
    """Colours, sizes and other goods that are wanted and that no variant is, as they were said."""

    @property
    def is_empty(self) -> bool:
        """Whether the text wants nothing that tells variants apart."""
        return not (self.options or self.prefers or self.same_again or self.refused or self.unknown)


def wanted(text: str, product: Product, old: Mapping[str, str] | None = None, goods_end: int | None = None) -> Wanted:
    """What the text wants of a product of which the customer has the variant `old`, if he has one.

    `goods_end` is where the text has named the product: "the lamp for a silver one" needs no verb.
    """
    whole, old = said(text), old or {}
    offered = choices(product)
    found = heard(whole, offered, goods_end)
    refused = [one.mention for one in found if one.role is Role.REFUSED]
    positive = [
        one.mention
        for one in found
        if one.role in {Role.WANTED, Role.PLAIN}
        and not (one.is_object and old.get(one.mention.key) == one.mention.value)
    ]
    prefers = _prefers(whole.text)
    open_keys = _open_keys(whole, offered, found) | (_alternatives(whole, found) if prefers else frozenset())
    options = {
        **_unchanged(whole, offered, old),
        **_other_of_two(offered, refused),
        **compared(whole, offered, old),
        **_chosen(whole, positive, old),
    }
    options = {key: value for key, value in options.items() if key not in open_keys}
    changes = any(old.get(key) != value for key, value in options.items()) or not old
    same = _SAME.search(whole.text) is not None and not (options and changes)
    unwanted = frozenset((one.key, one.value) for one in refused if one.key not in options)
    unknown = tuple(one.words for one in strangers(whole, offered, goods_end) if one.key not in options)
    unknown += other_goods(whole, product, goods_end)
    return Wanted(options, prefers, same and not unknown, open_keys, unwanted, unknown)


def _chosen(whole: Said, positive: Sequence[Mention], old: Mapping[str, str]) -> dict[str, str]:
    """One value a key: the last one said, of alternatives the first."""
    by_place: dict[tuple[int, int], list[Mention]] = {}
    for one in positive:
        by_place.setdefault((one.start, one.end), []).append(one)
    chosen: dict[str, Mention] = {}
    for rivals in by_place.values():
        one = _of_rivals(whole, rivals, old, chosen)
        earlier = chosen.get(one.key)
        if earlier is None or not _OR.search(whole.text, earlier.end, one.start):
            chosen[one.key] = one
    return {key: one.value for key, one in chosen.items()}


def _of_rivals(
    whole: Said, rivals: Sequence[Mention], old: Mapping[str, str], chosen: Mapping[str, Mention]
) -> Mention:
    """Of several options that one word fits: the one named beside it, else the one it changes, else the first."""
    fresh = [one for one in rivals if one.key not in chosen] or list(rivals)
    keys = [one.key for one in fresh]
    near: dict[str, int] = {}
    for one in fresh:
        others = [key for key in keys if key != one.key]
        if (distance := near_key(whole, one.key, one.start, one.end, others)) is not None:
            near[one.key] = distance
    if near:
        return min((one for one in fresh if one.key in near), key=lambda one: near[one.key])
    changing = [one for one in fresh if old.get(one.key) != one.value]
    return changing[0] if len(changing) == 1 else fresh[0]


def _other_of_two(offered: Mapping[str, tuple[str, ...]], refused: Sequence[Mention]) -> dict[str, str]:
    """Of two values, who refuses one wants the other."""
    return {
        one.key: next(value for value in offered[one.key] if value != one.value)
        for one in refused
        if len(offered[one.key]) == 2
    }


def _unchanged(whole: Said, offered: Mapping[str, tuple[str, ...]], old: Mapping[str, str]) -> dict[str, str]:
    """Options that shall stay as they are: "same size", 颜色不变."""
    named = [match[1] or match[2] for match in _UNCHANGED.finditer(whole.text)]
    return {key: old[key] for key in offered if key in old and any(_names_key(words, key) for words in named)}


def _open_keys(whole: Said, offered: Mapping[str, tuple[str, ...]], mentioned: Sequence[Heard]) -> frozenset[str]:
    """Options left to the shop: "any color", "don't care about wired or not", 颜色随便."""
    found = set()
    for match in _ANY.finditer(whole.text):
        words = next((group for group in match.groups() if group), "")
        found |= {key for key in offered if _names_key(words, key)}
        found |= {
            one.mention.key
            for one in mentioned
            if match.start() <= one.mention.start and one.mention.end <= match.end()
        }
    return frozenset(found)


def _alternatives(whole: Said, mentioned: Sequence[Heard]) -> frozenset[str]:
    """Options of which either value will do: "wired or wireless, whichever is cheaper"."""
    found = [one.mention for one in mentioned]
    return frozenset(
        one.key
        for one, other in pairwise(found)
        if one.key == other.key and _OR.search(whole.text, one.end, other.start)
    )


def _names_key(words: str, key: str) -> bool:
    named = said(words)
    return any(named.places(form) for form in ways_to_say_key(key))


def _prefers(text: str) -> Prefers:
    if _CHEAPEST.search(text):
        return "cheapest"
    return "dearest" if _DEAREST.search(text) else ""
