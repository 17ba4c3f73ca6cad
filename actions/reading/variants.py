"""Which variant of a product a customer wants, and how an option is said to him."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.reading.counts import how_many
from actions.reading.measures import measure_of
from actions.reading.option_glossary import chinese_for, chinese_key
from actions.reading.places import meant, named_places, quantity_at
from actions.reading.wishes import Prefers, Wanted, wanted
from actions.reading.words import said
from storefront.model import OrderLine, Product, Variant

__all__ = ["Wanted", "WantedSwap", "by_price", "fitting", "option_words", "swaps", "variant_words", "wanted"]

_LIST_END = re.compile(r"(?:\band|\bplus|,|，|、|和|跟|与|还有|以及|\bas well as)\s*$")
_LETTER_SIZE = re.compile(r"^(?:\d?x{0,3}[sl]|m)$", re.IGNORECASE)


@dataclass(frozen=True)
class WantedSwap:
    """A line to be exchanged and what is wanted for it; quantity None when none was said."""

    line_id: str
    quantity: int | None
    wanted: Wanted


def fitting(product: Product, wanted: Wanted, old: Mapping[str, str]) -> tuple[Variant, ...]:
    """The variants with all that is wanted, sold out or not; if some keep the rest of `old` as it was, only those.

    The old variant itself is among them only when the wish names its options or wants the same again.
    """
    if wanted.unknown:
        return ()
    if wanted.same_again:
        return tuple(variant for variant in product.variants if variant.options == old)
    having = [
        variant
        for variant in product.variants
        if wanted.options.items() <= variant.options.items() and not wanted.refused & set(variant.options.items())
    ]
    if not wanted.options:
        having = [variant for variant in having if variant.options != old]
    if wanted.prefers:
        return tuple(having)
    changed = {*wanted.options, *wanted.open_keys, *(key for key, _ in wanted.refused)}
    kept = {key: value for key, value in old.items() if key not in changed}
    keeping = [variant for variant in having if kept.items() <= variant.options.items()]
    return tuple(keeping or having)


def by_price(variants: Sequence[Variant], prefers: Prefers) -> Variant | None:
    """The cheapest or dearest of the variants; None without a preference or without variants."""
    if not variants or not prefers:
        return None
    pick = min if prefers == "cheapest" else max
    return pick(variants, key=lambda variant: variant.price)


def swaps(text: str, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[WantedSwap, ...]:
    """Every line that the text names, with what is wanted for it by the words that belong to it.

    When no line is named, the only line is meant, or else the only one of whose product the text wants something.
    """
    whole = said(text)
    found: dict[str, WantedSwap] = {}
    later: _Piece | None = None
    for place in reversed(named_places(whole, lines, products)):
        own = _Piece(whole.original[place.piece[0] : place.piece[1]], place.end - place.piece[0])
        for line in meant(whole, place, products):
            wish = _of_line(own, later, line, products)
            if (known := found.get(line.line_id)) and not known.wanted.is_empty:
                wish = _joined(wish, known.wanted)
            found[line.line_id] = WantedSwap(line.line_id, quantity_at(whole, place), wish)
        later = own if later is None or not _lists(own.text) else later
    return tuple(reversed(found.values())) or _unnamed(text, lines, products)


def option_words(value: str, language: str) -> str:
    """An option's value in the customer's language; one that is not known stays as it is."""
    return chinese_for(value) if language == "zh" and not _LETTER_SIZE.match(value) else value


def language_of_goods(product: Product | None, language: str) -> str:
    """The language for a product's options: Chinese only where its name is, else as the catalogue has them."""
    return language if product is not None and product.name_zh else "en"


def variant_words(options: Mapping[str, str], language: str) -> str:
    """The options of a variant in a row: "black, size M", 黑色、M码."""
    words = [_with_key(key, value, language) for key, value in options.items()]
    return ("、" if language == "zh" else ", ").join(words)


@dataclass(frozen=True)
class _Piece:
    """A stretch of text about one place; `goods_end` is where the goods were named in it."""

    text: str
    goods_end: int


def _unnamed(text: str, lines: Sequence[OrderLine], products: Mapping[str, Product]) -> tuple[WantedSwap, ...]:
    found = [WantedSwap(line.line_id, how_many(text), _for_line(text, None, line, products)) for line in lines]
    if len(found) > 1:
        found = [one for one in found if one.wanted.options] or [one for one in found if one.wanted.unknown]
    return tuple(found) if len(found) == 1 else ()


def _of_line(own: _Piece, later: _Piece | None, line: OrderLine, products: Mapping[str, Product]) -> Wanted:
    """What a piece wants for a line; in "the shirt and the sweater in L" the shirt shares what follows."""
    wish = _for_line(own.text, own.goods_end, line, products)
    if wish.is_empty and later is not None and _lists(own.text):
        return _for_line(later.text, later.goods_end, line, products)
    return wish


def _for_line(text: str, goods_end: int | None, line: OrderLine, products: Mapping[str, Product]) -> Wanted:
    product = products.get(line.product_id)
    return wanted(text, product, line.options, goods_end) if product else Wanted()


def _lists(text: str) -> bool:
    """Whether a piece ends as one of a list does: "the shirt and"."""
    return _LIST_END.search(text.lower()) is not None


def _joined(first: Wanted, second: Wanted) -> Wanted:
    return Wanted(
        {**first.options, **second.options},
        second.prefers or first.prefers,
        (first.same_again or second.same_again) and not (first.options or second.options),
        first.open_keys | second.open_keys,
        first.refused | second.refused,
        tuple(dict.fromkeys((*first.unknown, *second.unknown))),
    )


def _with_key(key: str, value: str, language: str) -> str:
    """A value with what it needs to be understood: a bare 42 is a size, a yes belongs to its question."""
    name = key.lower()
    bare = value.lower() in {"yes", "no", "none"}
    if language != "zh":
        if bare:
            return f"{key}: {value}"
        return f"{key} {value}" if _LETTER_SIZE.match(value) or value.isdigit() else value
    if bare:
        return f"{chinese_key(key)}：{chinese_for(value)}"
    is_size = "size" in name and ((sized := measure_of(value)) is None or sized.unit in {"", "size"})
    if is_size and (_LETTER_SIZE.match(value) or value.isdigit() or value.upper().startswith("EU ")):
        return f"{value.upper().removeprefix('EU ')}码"
    return option_words(value, language)
