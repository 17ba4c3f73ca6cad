"""What the catalogue says of variants: which are in stock, what they cost, which values their options have; pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from storefront.model import Product, Variant


def in_stock(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """The variants that can be bought now."""
    return tuple(variant for variant in variants if variant.stock > 0)


def price_range(variants: Sequence[Variant]) -> tuple[Decimal, Decimal]:
    """The lowest and the highest price of some variants, of which there must be one."""
    prices = [variant.price for variant in variants]
    return min(prices), max(prices)


def at_price(variants: Sequence[Variant], price: Decimal) -> tuple[Variant, ...]:
    """The variants at this very price."""
    return tuple(variant for variant in variants if variant.price == price)


def nearest(variants: Sequence[Variant], options: Mapping[str, str], most: int) -> tuple[Variant, ...]:
    """The variants that share most of these options, the nearest first."""
    return tuple(sorted(variants, key=lambda variant: -len(options.items() & variant.options.items()))[:most])


def values(variants: Sequence[Variant], key: str) -> tuple[str, ...]:
    """The values of one option, in the catalogue's order."""
    return tuple(dict.fromkeys(variant.options[key] for variant in variants if key in variant.options))


def keys(product: Product) -> tuple[str, ...]:
    """The options that tell the product's variants apart."""
    every = dict.fromkeys(key for variant in product.variants for key in variant.options)
    return tuple(key for key in every if len(values(product.variants, key)) > 1) or tuple(every)
