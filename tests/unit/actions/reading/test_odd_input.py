"""Whatever customers type is read without an error, and quickly."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.reading.addresses import address_in, completed, means_profile, means_same_as_order, missing
from actions.reading.clauses import clauses
from actions.reading.goods import all_of_it, how_many, named_lines, names_goods
from actions.reading.methods import means_original, named_kinds, named_method
from actions.reading.variants import fitting, swaps, wanted
from storefront.model import Address, PaymentMethod
from tests.unit.actions.reading.goods import ALL, CANS, KEYS, POT, READING_LAMP, SHOES, SLATE, line

LINES = [line(POT), line(READING_LAMP), line(SHOES), line(CANS), line(SLATE)]
METHODS = (PaymentMethod("card-1", "card", "Visa 4242"), PaymentMethod("ali-1", "alipay", "Alipay"))
WORDS = st.sampled_from(
    "the kettle lamp 耳机 换成 黑色 not from to 64GB 10-inch size L 大一号 and , 。 W1234567 the other one 816 "
    "Alderby Row "
    "IN 46227 杭州市 文三路 90号 501室 both 全部 2 两个 🎧 İ ß except for paypal \n ' \" - ( ) # $".split()
)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=14).map("".join)
)
MILLISECONDS = 20
"""Ten times what a message may take: a busy machine must not fail the test."""


def read_everything(text: str) -> None:
    named_lines(text, LINES, ALL)
    swaps(text, LINES, ALL)
    names_goods(text, CANS)
    fitting(SLATE, wanted(text, SLATE, LINES[-1].options), LINES[-1].options)
    wanted(text, KEYS)
    named_method(text, METHODS, not_this="card-1")
    found = address_in(text) or Address()
    missing(completed(found, Address("a", "b")))
    for read in (clauses, all_of_it, how_many, means_original, named_kinds, means_profile, means_same_as_order):
        read(text)


@given(TEXTS)
def test_nothing_a_customer_types_raises(text: str):
    read_everything(text)


@pytest.mark.parametrize(
    "text", ["", " ", "😀" * 4000, "a" * 4000, "1" * 4000, "the kettle and " * 300, "换成黑色，" * 800, "İ" * 50]
)
def test_long_and_odd_messages_are_read(text: str):
    read_everything(text)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_only_lines_of_the_order_are_named_and_only_options_of_the_product_wanted(text: str):
    assert {one.line_id for one in named_lines(text, LINES, ALL)} <= {one.line_id for one in LINES}
    offered = {(key, value) for variant in SLATE.variants for key, value in variant.options.items()}
    assert set(wanted(text, SLATE, {}).options.items()) <= offered


def test_a_message_about_an_order_of_five_lines_is_read_at_once():
    swaps("warm up the kettle for a black one", LINES, ALL)
    started = time.perf_counter()
    for number in range(20):
        named_lines(f"exchange the lamp for a silver one and the kettle for the 2L glass version {number}", LINES, ALL)
    assert (time.perf_counter() - started) / 20 * 1000 < MILLISECONDS
