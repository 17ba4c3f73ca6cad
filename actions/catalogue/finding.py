"""Which product a text names, and which of its options it asks about; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.reading.goods import names_goods
from actions.reading.option_glossary import ways_to_say_key
from actions.reading.options import Mention, choices, mentions
from actions.reading.places import named_places
from actions.reading.relative import compared
from actions.reading.words import said
from storefront.model import OrderLine, Product

SURE = 0.8
"""How surely a text must name a product before the catalogue answers for it."""

_TOLD_APART_BY = ("color", "colour", "size")
"""Options whose values mean the same for all goods, so that one a product lacks can be told from other words."""


@dataclass(frozen=True)
class Named:
    """The products a text may mean, and where it names them."""

    products: tuple[Product, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def left_out(self, text: str) -> str:
        """The text without their names, whose words are no options: the seat cushion is not the variant "seat"."""
        for start, end in sorted(self.spans, reverse=True):
            text = f"{text[:start]} it {text[end:]}"
        return text


def named_in(text: str, catalogue: Sequence[Product]) -> Named:
    """The products that the text names; where it names one in two ways, what both ways mean."""
    sure = {product.product_id: product for product in catalogue if names_goods(text, product) >= SURE}
    places = named_places(said(text), [_as_line(product) for product in sure.values()], sure)
    meant: list[str] = []
    for place in places:
        here = [line.product_id for line in place.lines]
        meant = [one for one in meant if one in here] or [*meant, *here]
    products = tuple(sure[product_id] for product_id in dict.fromkeys(meant))
    return Named(products, tuple((place.start, place.end) for place in places))


def options_named(text: str, product: Product, catalogue: Sequence[Product]) -> tuple[tuple[int, int], ...]:
    """Where the text names options of the product, or colours and sizes that only other goods come in."""
    whole, own = said(text), choices(product)
    return tuple(
        (one.start, one.end) for offered in (own, _values_of_all(catalogue, own)) for one in mentions(whole, offered)
    )


def keys_asked(text: str, product: Product) -> tuple[str, ...]:
    """The options of the product that the text calls by name: colour, size, 尺码."""
    whole = said(text)
    return tuple(key for key in choices(product) if any(whole.places(form) for form in ways_to_say_key(key)))


def options_not_sold(text: str, product: Product, catalogue: Sequence[Product]) -> tuple[str, ...]:
    """Colours and sizes that the text names and other goods come in, but not this product."""
    whole, own = said(text), choices(product)
    elsewhere = _values_of_all(catalogue, own)
    has = mentions(whole, own)
    meant = compared(whole, own, {})  # "the small one" of 60, 90 and 120 cm is the first
    strange = [one for one in mentions(whole, elsewhere) if one.key not in meant and one.value not in own[one.key]]
    return tuple(dict.fromkeys(one.value for one in strange if not any(_overlaps(one, other) for other in has)))


def _values_of_all(catalogue: Sequence[Product], own: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    values: dict[str, dict[str, None]] = {key: {} for key in own if key.lower() in _TOLD_APART_BY}
    for product in catalogue:
        for key, offered in choices(product).items():
            if key in values:
                values[key] |= dict.fromkeys(offered)
    return {key: tuple(offered) for key, offered in values.items()}


def _overlaps(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _as_line(product: Product) -> OrderLine:
    """A product as the readers of orders see it."""
    return OrderLine(product.product_id, "", product.product_id, product.name, {}, Decimal(0), 1)
