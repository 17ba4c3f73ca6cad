from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from storefront.demo.images import COLOURS, DRAWINGS, product_image
from storefront.demo.source import source
from storefront.model import Product, Variant

SVG = "{http://www.w3.org/2000/svg}"


def product(name: str, *colours: str, category: str = "audio", brand: str = "Orlune") -> Product:
    variants = tuple(
        Variant(f"S{index}", {"color": colour}, Decimal(1), "CNY", 1) for index, colour in enumerate(colours)
    )
    return Product("P1", name, variants, category=category, brand=brand)


def test_every_product_of_the_demo_shop_has_a_picture_of_its_own_category():
    for traits in source().traits.values():
        picture = ElementTree.fromstring(product_image(traits.product))
        assert picture.findtext(f"{SVG}title") == traits.product.name
        assert traits.product.category in DRAWINGS


def test_the_same_product_always_looks_the_same_and_another_colour_does_not():
    assert product_image(product("A", "navy")) == product_image(product("A", "navy"))
    assert product_image(product("A", "navy")) != product_image(product("A", "lime"))


def test_brands_have_their_own_background():
    assert product_image(product("A", "navy")) != product_image(product("A", "navy", brand="Tuobu"))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('</title><script>alert("1")</script>', '</title><script>alert("1")</script>'),
        ("Tom & Jerry's <b>", "Tom & Jerry's <b>"),
        ("bell\x07\x00 \ud800end", "bell end"),
    ],
)
def test_a_hostile_name_stays_text(name: str, shown: str):
    picture = ElementTree.fromstring(product_image(product(name, "navy")))
    assert picture.findtext(f"{SVG}title") == shown
    assert picture.find(f".//{SVG}script") is None


def test_hostile_options_and_brands_never_reach_the_picture():
    hostile = 'navy" onload="alert(1)'
    text = product_image(product("A", hostile, category=hostile, brand=hostile + "\ud800"))
    ElementTree.fromstring(text)
    assert "onload" not in text


def test_a_product_without_colour_category_or_variant_has_a_picture_too():
    ElementTree.fromstring(product_image(Product("P1", "Thing", ())))
    ElementTree.fromstring(product_image(product("A", "unheard of")))


def test_the_longest_colour_name_wins():
    text = product_image(product("A", "Light Grey"))
    assert COLOURS["light grey"] in text
    assert COLOURS["grey"] not in text


def test_swatches_are_few_and_each_colour_once():
    many = product("A", *list(COLOURS)[:12], *list(COLOURS)[:12])
    picture = ElementTree.fromstring(product_image(many))
    assert (
        len(
            [circle for circle in picture.iter(f"{SVG}circle") if circle.get("r") == "11" and circle.get("cy") == "366"]
        )
        == 5
    )
    assert product_image(replace(many, variants=many.variants[:1])).count('cy="366"') == 0
