"""Which lines of his orders a customer names, how many of them, and whether he means everything."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.reading.counts import all_of_it, how_many
from actions.reading.names import FULL, KIND, occurrences
from actions.reading.options import Mention, choices
from actions.reading.places import meant, places, quantity_at, told_apart, with_kept
from actions.reading.roles import Role, heard
from actions.reading.words import Said, said
from storefront.model import OrderLine, Product

__all__ = ["NamedLine", "all_of_it", "how_many", "kept_lines", "named_lines", "names_goods"]

_ALL_BUT = re.compile(
    r"\b(?:all|everything|whole order|entire order|both)\b.{0,30}?\b(?:except|but|other than|apart from"
    r"|excluding|minus)\b|除了?.{0,40}(?:都|全|其他|其它|其余)",
    re.DOTALL,
)
_POINTED_BEFORE = re.compile(r"(?:\b(?:the|that|this|my|those)\s+(?:[\w-]+\s+){0,3}|[那这退]\S{0,3}|^\s*)$")
_POINTED_AFTER = re.compile(r"[\w\s,-]{0,24}?\bones?\b|[色]?(?:的|那|这|款)")


@dataclass(frozen=True)
class NamedLine:
    """A line that a text names; quantity None when none was said."""

    line_id: str
    quantity: int | None


def named_lines(text: str, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[NamedLine, ...]:
    """The lines that the text names by name, kind, brand or option, in reading order; none where it may mean several.

    "Everything but the lamp" names all the others.
    """
    whole = said(text)
    found: dict[str, NamedLine] = {}
    excluded: set[str] = set()
    for place, is_excluded in with_kept(whole, places(whole, lines, products)):
        for line in meant(whole, place, products):
            if is_excluded:
                excluded.add(line.line_id)
            else:
                found.setdefault(line.line_id, NamedLine(line.line_id, quantity_at(whole, place)))
    if excluded and _ALL_BUT.search(whole.text):
        return tuple(NamedLine(line.line_id, None) for line in lines if line.line_id not in excluded)
    if not found and not excluded:
        return tuple(NamedLine(line.line_id, how_many(text)) for line in _by_option(whole, lines, products))
    return tuple(one for one in found.values() if one.line_id not in excluded)


def kept_lines(text: str, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> frozenset[str]:
    """The lines that the text names only to say that they stay: "the bag stays", 头灯不动."""
    whole = said(text)
    kept: set[str] = set()
    named: set[str] = set()
    for place, is_excluded in with_kept(whole, places(whole, lines, products)):
        (kept if is_excluded else named).update(line.line_id for line in meant(whole, place, products))
    return frozenset(kept - named)


def names_goods(text: str, product: Product) -> float:
    """How surely the text names the product: 1 by its full name, 0 not at all."""
    weight = max((one.weight for one in occurrences(said(text), product)), default=0.0)
    if weight >= FULL:
        return 1.0
    if weight >= 2:
        return 0.9
    return 0.8 if weight >= KIND else round(0.7 * weight, 2)


def _by_option(whole: Said, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[OrderLine, ...]:
    """The one line that "the black one", 黑色那件 means."""
    pointed = []
    for line in lines:
        product = products.get(line.product_id)
        found = heard(whole, choices(product)) if product else ()
        if any(one.role in {Role.PLAIN, Role.HAS} and _is_pointed_at(whole, one.mention) for one in found):
            pointed.append(line)
    return told_apart(whole, pointed, products, None)


def _is_pointed_at(whole: Said, one: Mention) -> bool:
    return bool(_POINTED_BEFORE.search(whole.before(one.start)) and _POINTED_AFTER.match(whole.text, one.end))
