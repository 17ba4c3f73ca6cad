"""What customers call things, in both languages, and whether a product is called so.

A product is what its name ends with: "Wool Felt Desk Mat" is a mat, "云朵记忆棉坐垫" a 坐垫. `kind_words` lists what
customers say for the same thing; whatever else a catalogue's names end with is understood without a list.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from recommender.kind_words import KINDS
from storefront.model import Product

_NAMED = {kind.word: kind for kind in KINDS}

_GENERIC = {
    *(
        "set",
        "box",
        "boxes",
        "pack",
        "kit",
        "case",
        "cover",
        "machine",
        "holder",
        "pad",
        "one",
        "pair",
        "pouch",
        "table",
    ),
    *("light", "scale", "pot", "shell", "mat", "slides", "desk", "tips", "cubes", "bag", "gift", "card"),
    *("套装", "礼盒", "用品", "产品"),
}
"""Too weak alone: as the end of a name they only count together with the word before."""

_PARENTHESES = re.compile(r"[(（][^)）]*[)）]")
_TAIL = re.compile(r"(?:\s+(?:with|for)\s.*$)|(?:\s+(?:[\d.]+\+?|[A-Z]{1,4}\+*|ml|cm|kg|oz|g|l)(?=\s|$))+\s*$")
_HAN_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]*[\u4e00-\u9fff]")


def kinds_said(text: str) -> tuple[tuple[int, int, str], ...]:
    """The kinds a text names as (start, end, word); where two overlap the longer one counts."""
    found = [(match.start(), match.end(), kind.word) for kind in KINDS for match in kind.said.finditer(text)]
    return _longest(found)


def endings_said(text: str, catalogue: Iterable[Product]) -> tuple[tuple[int, int, str], ...]:
    """Ends of product names that occur in a text as (start, end, ending), such as "ear tips" or "天幕"."""
    lowered = text.lower()
    found = []
    for product in catalogue:
        for ending in _telling_ends(product.name, product.name_zh):
            pattern = ending if not ending.isascii() else rf"\b{re.escape(ending.removesuffix('s'))}s?\b"
            found += [(match.start(), match.end(), ending) for match in re.finditer(pattern, lowered)]
    return _longest(found)


def is_called(product: Product, word: str) -> bool:
    """Whether the product is of the kind `word`: one of `KINDS`, or the end of a product's name."""
    kind = _NAMED.get(word)
    endings = kind.endings if kind else (word,)
    names = _names(product.name, product.name_zh)
    if kind and any(_ends_with(name, ending) for name in names for ending in kind.other):
        return False
    return any(_ends_with(name, ending) for name in names for ending in endings)


def _ends_with(name: str, ending: str) -> bool:
    if not ending.isascii():
        return name.endswith(ending)
    forms = (ending, f"{ending}s", ending.removesuffix("s"))
    return any(name == form or name.endswith(f" {form}") for form in forms)


@lru_cache(maxsize=65536)
def _names(name: str, name_zh: str) -> tuple[str, ...]:
    """The names without sizes, counts and what they are for, in small letters."""
    return tuple(cleaned for cleaned in (_cleaned(name), _cleaned(name_zh)) if cleaned)


def _cleaned(name: str) -> str:
    bare = _PARENTHESES.sub("", name).strip()
    if re.search(r"[\u4e00-\u9fff]", bare):
        runs = _HAN_NAME.findall(bare)
        return str(runs[-1]).lower().removesuffix("套装").removesuffix("一对") if runs else ""
    return re.sub(r"\s+set$", " set", _TAIL.sub("", bare)).lower()


@lru_cache(maxsize=65536)
def _telling_ends(name: str, name_zh: str) -> tuple[str, ...]:
    """Ends of the names that tell the kind: the last word or two, the last two to four characters."""
    ends: list[str] = []
    for cleaned in _names(name, name_zh):
        if not cleaned.isascii():
            ends += [cleaned[-size:] for size in (2, 3, 4) if len(cleaned) >= size and not cleaned[-size:].isascii()]
            continue
        words = cleaned.split()
        ends += [end for end in (words[-1], " ".join(words[-2:])) if len(words) > 1 or end == words[-1]]
    return tuple(end for end in dict.fromkeys(ends) if end not in _GENERIC and len(end) > 1)


def _longest(found: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    kept: list[tuple[int, int, str]] = []
    for start, end, word in sorted(set(found), key=lambda one: (one[0] - one[1], one[0], one[2])):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in kept):
            kept.append((start, end, word))
    return tuple(sorted(kept))
