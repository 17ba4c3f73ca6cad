"""Variants in words: one with its options, several in a list, the values of options; facts for the responses."""

from collections.abc import Mapping, Sequence

from actions import formats
from actions.catalogue.facts import in_stock, values
from actions.reading.option_glossary import chinese_key
from actions.reading.variants import language_of_goods, option_words, variant_words
from actions.replies import Replies
from storefront.model import Product, Variant

MOST_VARIANTS = 6
"""Variants that are named one by one; of more the values of their options are told."""


def item(product: Product, options: Mapping[str, str], replies: Replies) -> str:
    """A product with the options that are meant; without any when it comes in one version only."""
    title = product.title(replies.language)
    if not options or len(product.variants) == 1:
        return title
    return replies.part("utter_part_with_options", item=title, options=_words(product, options, replies))


def variants(product: Product, some: Sequence[Variant], keys: Sequence[str], replies: Replies) -> str:
    """Some variants of a product: the values of the options asked for, else each variant, else all values."""
    if keys:
        return options(product, some, keys, replies)
    if len(some) <= MOST_VARIANTS:
        named = [_words(product, variant.options, replies) or product.title(replies.language) for variant in some]
        return _row(named, replies)
    every = dict.fromkeys(key for variant in some for key in variant.options)
    return options(product, some, tuple(every), replies)


def options(product: Product, some: Sequence[Variant], keys: Sequence[str], replies: Replies) -> str:
    """The values that options have among some variants: "color: black, white; size: M, L"."""
    language = replies.language
    parts = []
    for key in keys:
        named = [_word(product, value, replies) for value in values(some, key)]
        if named:
            name = chinese_key(key) if language == "zh" else key
            parts.append(replies.part("utter_part_option", option=name, values=formats.listed(named, language)))
    return _row(parts, replies)


def options_with_stock(product: Product, keys: Sequence[str], replies: Replies) -> str:
    """All values of options; those of which nothing is left say so."""
    language, left = replies.language, in_stock(product.variants)
    parts = []
    for key in keys:
        sold = set(values(left, key))
        named = [
            _word(product, value, replies)
            if value in sold
            else replies.part("utter_part_option_sold_out", value=_word(product, value, replies))
            for value in values(product.variants, key)
        ]
        name = chinese_key(key) if language == "zh" else key
        parts.append(replies.part("utter_part_option", option=name, values=formats.listed(named, language)))
    return _row(parts, replies)


def _word(product: Product, value: str, replies: Replies) -> str:
    return option_words(value, language_of_goods(product, replies.language))


def _words(product: Product, options: Mapping[str, str], replies: Replies) -> str:
    return variant_words(options, language_of_goods(product, replies.language))


def _row(parts: Sequence[str], replies: Replies) -> str:
    return ("；" if replies.language == "zh" else "; ").join(parts)
