"""Which product a question is about, and what the catalogue says of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.catalogue.facts import in_stock, keys, nearest, price_range, values
from actions.catalogue.finding import keys_asked, named_in, options_not_sold
from actions.catalogue.questions import Fact, Question
from actions.catalogue.telling import read
from storefront.model import Product, Variant
from tests.shop_samples import MUG, TENT
from tests.unit.actions.reading.goods import TABLE, goods


def variant(sku: str, price: str, stock: int, **options: str) -> Variant:
    return Variant(sku, options, Decimal(price), "CNY", stock)


SHIRT = Product(
    "P-SHIRT",
    "Larkin Linen Shirt",
    (
        variant("S-1", "199", 3, color="white", size="M"),
        variant("S-2", "199", 0, color="white", size="L"),
        variant("S-3", "219", 2, color="navy", size="L"),
    ),
    name_zh="拉金 亚麻衬衫",
)
HAT = goods("HAT", "Straw Sun Hat", size="small|large")
CUSHION = Product(
    "P-CUSHION", "Seat Cushion", (variant("C-1", "99", 1, type="seat"), variant("C-2", "89", 1, type="lumbar"))
)
CATALOGUE = (MUG, TENT, SHIRT, CUSHION)
STOCK = Question(Fact.STOCK)


def test_a_product_is_found_by_its_name_in_either_language() -> None:
    assert named_in("is the Tide Mug in stock?", CATALOGUE).products == (MUG,)
    assert named_in("潮汐马克杯有货吗", CATALOGUE).products == (MUG,)
    assert named_in("do you sell umbrellas?", CATALOGUE).products == ()


def test_two_ways_to_name_one_product_mean_what_both_mean() -> None:
    other = replace(MUG, product_id="P-MUG-2", name="Harbour Mug", name_zh="")
    assert named_in("how much is a mug", (MUG, other)).products == (MUG, other)
    assert named_in("how much is the Harbour, that mug?", (MUG, other)).products == (other,)


def test_the_words_of_a_name_are_no_options() -> None:
    named = named_in("seat cushion price?", CATALOGUE)
    assert read(STOCK, named.left_out("seat cushion price?"), CUSHION, CATALOGUE).options == {}
    assert read(STOCK, "seat cushion price?", CUSHION, CATALOGUE).options == {"type": "seat"}


def test_the_options_in_a_question_choose_the_variants() -> None:
    asked = read(STOCK, "do you have it in white, size M?", SHIRT, CATALOGUE)
    assert [one.sku for one in asked.matching] == ["S-1"]
    assert [one.sku for one in read(STOCK, "有没有白色的", SHIRT, CATALOGUE).matching] == ["S-1", "S-2"]
    assert not asked.not_sold


def test_a_no_before_an_option_asks_for_it() -> None:
    assert [one.sku for one in read(STOCK, "no L?", SHIRT, CATALOGUE).matching] == ["S-2", "S-3"]
    assert [one.sku for one in read(STOCK, "白色的没有吗", SHIRT, CATALOGUE).matching] == ["S-1", "S-2"]


def test_what_a_product_does_not_come_in_is_told_from_other_words() -> None:
    assert options_not_sold("do you have it in clay?", SHIRT, CATALOGUE) == ("clay",)
    assert options_not_sold("do you have it in white?", SHIRT, CATALOGUE) == ()
    assert read(STOCK, "is it there in navy, size M?", SHIRT, CATALOGUE).not_sold
    assert not read(STOCK, "is it there?", SHIRT, CATALOGUE).not_sold


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("what does the small one cost?", "60 cm"),
        ("小的那个多少钱", "60 cm"),
        ("how much is the large one?", "120 cm"),
        ("大的那款多少钱", "120 cm"),
    ],
)
def test_the_small_one_is_the_smallest_it_comes_in(text: str, size: str) -> None:
    asked = read(Question(Fact.PRICE), text, TABLE, (*CATALOGUE, TABLE, HAT))
    assert [one.options["size"] for one in asked.matching] == [size]
    assert not asked.not_sold


def test_an_option_can_be_asked_for_by_its_name() -> None:
    assert keys_asked("which sizes are in stock?", SHIRT) == ("size",)
    assert keys_asked("有哪些颜色", SHIRT) == ("color",)
    assert keys_asked("is it in stock?", SHIRT) == ()


def test_what_can_be_bought_has_a_price() -> None:
    left = in_stock(SHIRT.variants)
    assert [one.sku for one in left] == ["S-1", "S-3"]
    assert price_range(left) == (Decimal("199"), Decimal("219"))
    assert values(left, "size") == ("M", "L")
    assert keys(TENT) == ("persons",)


def test_the_nearest_to_what_is_sold_out_comes_first() -> None:
    near = nearest(in_stock(SHIRT.variants), {"color": "navy", "size": "M"}, 1)
    assert len(near) == 1
    assert [one.sku for one in nearest(in_stock(SHIRT.variants), {"color": "navy"}, 2)] == ["S-3", "S-1"]
