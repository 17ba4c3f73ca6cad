"""Which variant a customer wants."""

import pytest

from actions.reading.variants import Wanted, by_price, fitting, option_words, swaps, variant_words, wanted
from storefront.model import Product
from tests.unit.actions.reading.goods import (
    ALL,
    BOARD,
    CAMP_CHAIR,
    CANS,
    CHAIR,
    COOKER,
    CROSSBODY,
    EARBUDS,
    ESPRESSO,
    KEYS,
    MOUSE,
    PEBBLE,
    PHONE,
    POLES,
    POT,
    PUZZLE,
    RACERS,
    READING_LAMP,
    SHADES,
    SHOES,
    SLATE,
    SOCKS,
    STANDING_DESK,
    STEAMER,
    SUIT,
    TABLE,
    TEE,
    TENT,
    VEST,
    line,
)

SLATE_OLD = {"color": "silver", "screen size": "8-inch", "storage": "64GB"}
POT_OLD = {"color": "white", "capacity": "1.5L", "material": "glass"}
TEE_OLD = {"color": "white", "size": "L"}
SHOES_OLD = {"color": "white", "size": "EU 40"}
KEYS_OLD = {"switch type": "clicky", "backlight": "RGB", "color": "black"}
SUIT_OLD = {"size": "M", "color": "navy", "waterproof": "no"}
LAMP_OLD = {"color": "white", "brightness": "medium", "power source": "USB"}
SHADES_OLD = {"frame color": "black", "lens color": "green", "lens type": "polarized"}


def options(text: str, product: Product, old: dict[str, str] | None = None) -> str:
    """The options wanted, as `key=value` in the catalogue's order."""
    found = wanted(text, product, old).options
    return ", ".join(f"{key}={found[key]}" for key in product.variants[0].options if key in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 10-inch one with 128GB", "screen size=10-inch, storage=128GB"),
        ("10 inch", "screen size=10-inch"),
        ("10寸的", "screen size=10-inch"),
        ("十寸的", "screen size=10-inch"),
        ("a ten inch one", "screen size=10-inch"),
        ('7" in gold', "color=gold, screen size=7-inch"),
        ("128 gigs", "storage=128GB"),
        ("128", "storage=128GB"),
        ("change it from 64GB to 128GB", "storage=128GB"),
        ("128 instead of 64", "storage=128GB"),
        ("bigger screen", "screen size=10-inch"),
        ("smaller one in black please", "color=black, screen size=7-inch"),
        ("more storage", "storage=128GB"),
        ("less storage but gold", "color=gold, storage=32GB"),
        ("存储大一点", "storage=128GB"),
        ("屏幕大一点的", "screen size=10-inch"),
        ("the biggest screen", "screen size=10-inch"),
        ("exchange the silver one for gold", "color=gold"),
        ("exchange the silver one", ""),
        ("not silver, black", "color=black"),
        ("I ordered the silver one but I want black", "color=black"),
        ("I got silver, black would be nice", "color=black"),
        ("换成黑色", "color=black"),
        ("不要银色，要金色", "color=gold"),
        ("银色的换成黑色的", "color=black"),
        ("把银色换成金色，存储换成128GB", "color=gold, storage=128GB"),
        ("收到的是银色，想要黑色", "color=black"),
        ("black or gold", "color=black"),
        ("the gold, no wait, the black one", "color=black"),
        ("same size but black", "color=black, screen size=8-inch"),
        ("颜色不变，要10寸", "color=silver, screen size=10-inch"),
        ("order W1281280 please", ""),
        ("it cost 128 dollars", ""),
        ("where is my parcel", ""),
        ("silvre", "color=silver"),
    ],
)
def test_options_of_a_tablet_are_read(text: str, expected: str):
    assert options(text, SLATE, SLATE_OLD) == expected


@pytest.mark.parametrize(
    ("text", "product", "old", "expected"),
    [
        ("1 liter", POT, POT_OLD, "capacity=1L"),
        ("1000ml", POT, POT_OLD, "capacity=1L"),
        ("两升的", POT, POT_OLD, "capacity=2L"),
        ("2L steel", POT, POT_OLD, "capacity=2L, material=stainless steel"),
        ("一升的不锈钢", POT, POT_OLD, "capacity=1L, material=stainless steel"),
        ("the 2 liter glass version", POT, POT_OLD, "capacity=2L, material=glass"),
        ("my kettle is too small", POT, POT_OLD, "capacity=2L"),
        ("大一点的", POT, POT_OLD, "capacity=2L"),
        ("no glass please, plastic", POT, POT_OLD, "material=plastic"),
        ("塑料的银色", POT, POT_OLD, "color=silver, material=plastic"),
        ("L", TEE, TEE_OLD, "size=L"),
        ("size xl in black", TEE, TEE_OLD, "color=black, size=XL"),
        ("换XL码", TEE, TEE_OLD, "size=XL"),
        ("大一号", TEE, TEE_OLD, "size=XL"),
        ("小一码", TEE, TEE_OLD, "size=M"),
        ("one size down", TEE, TEE_OLD, "size=M"),
        ("extra large", TEE, TEE_OLD, "size=XL"),
        ("要黑色中号的", TEE, TEE_OLD, "color=black, size=M"),
        ("M码黑色", TEE, TEE_OLD, "color=black, size=M"),
        ("42码", SHOES, SHOES_OLD, "size=EU 42"),
        ("换42", SHOES, SHOES_OLD, "size=EU 42"),
        ("size 44 please", SHOES, SHOES_OLD, "size=EU 44"),
        ("EU42 black", SHOES, SHOES_OLD, "color=black, size=EU 42"),
        ("one size up", SHOES, SHOES_OLD, "size=EU 42"),
        ("大两码", SHOES, SHOES_OLD, "size=EU 44"),
        ("太小了，换一双", SHOES, SHOES_OLD, "size=EU 42"),
        ("45码", SHOES, SHOES_OLD, ""),
        ("I waited 42 days", SHOES, SHOES_OLD, ""),
        ("我穿39码", SOCKS, {}, "size=EU 36-40"),
        ("41-44", SOCKS, {}, "size=EU 41-44"),
        ("waterproof please", SUIT, SUIT_OLD, "waterproof=yes"),
        ("one that is not waterproof", SUIT, {}, "waterproof=no"),
        ("防水的红色", SUIT, SUIT_OLD, "color=red, waterproof=yes"),
        ("不防水的", SUIT, {}, "waterproof=no"),
        ("带脚托的灰色", CHAIR, {}, "color=grey, footrest=yes"),
        ("without footrest", CHAIR, {}, "footrest=no"),
        ("white backlight", KEYS, KEYS_OLD, "backlight=white"),
        ("a white keyboard, keep the RGB", KEYS, {**KEYS_OLD, "backlight": "white"}, "backlight=RGB, color=white"),
        ("no backlight", KEYS, KEYS_OLD, "backlight=none"),
        ("linear without backlight", KEYS, KEYS_OLD, "switch type=linear, backlight=none"),
        ("brighter", READING_LAMP, LAMP_OLD, "brightness=high"),
        ("a less bright one", READING_LAMP, LAMP_OLD, "brightness=low"),
        ("亮一点的", READING_LAMP, LAMP_OLD, "brightness=high"),
        ("silver, low, battery", READING_LAMP, LAMP_OLD, "color=silver, brightness=low, power source=battery"),
        ("the price is too high", READING_LAMP, LAMP_OLD, ""),
        ("the battery died after two days and I am really unhappy about it", READING_LAMP, LAMP_OLD, ""),
        ("brown frame and black lenses", SHADES, SHADES_OLD, "frame color=brown, lens color=black"),
        ("棕色镜框", SHADES, SHADES_OLD, "frame color=brown"),
        ("not polarized", SHADES, SHADES_OLD, "lens type=non-polarized"),
        ("I prefer an optical mouse over a laser mouse", MOUSE, {}, "sensor type=optical"),
        (
            "a longer one in maple",
            BOARD,
            {"deck material": "bamboo", "length": "28 inch"},
            "deck material=maple, length=31 inch",
        ),
        ("the longest", BOARD, {"deck material": "bamboo", "length": "28 inch"}, "length=34 inch"),
        ("1000 pieces", PUZZLE, {}, "pieces=1000"),
        ("the 2000-piece one with animals", PUZZLE, {}, "pieces=2000, theme=animals"),
        ("1TB", PHONE, {}, "storage=1TB"),
        ("1000GB gold", PHONE, {}, "color=gold, storage=1TB"),
        ("more storage", PHONE, {"color": "black", "storage": "512GB"}, "storage=1TB"),
        ("more storage", PHONE, {"color": "black", "storage": "1TB"}, ""),
        ("green ones", EARBUDS, {}, "color=sage green"),
        ("绿色的", EARBUDS, {}, "color=sage green"),
        ("蓝色", CANS, {}, "color=navy"),
        ("藏青色的", CANS, {}, "color=navy"),
        ("the blue one", PEBBLE, {}, "color=sky blue"),
        ("天蓝", PEBBLE, {}, "color=sky blue"),
        ("三升白色", COOKER, {}, "capacity=3 L, color=white"),
        ("140 cm", STANDING_DESK, {}, "size=140x70 cm"),
        ("140x70", STANDING_DESK, {}, "size=140x70 cm"),
        ("双层的", STEAMER, {}, "tiers=two"),
        ("a white one", STEAMER, {}, ""),
        ("红的换蓝的", PEBBLE, {}, "color=sky blue"),
        ("斜挎包能换成橄榄绿的么，藏青的配不了我的衣服", CROSSBODY, {"color": "navy"}, "color=olive"),
        ("navy 跟我衣服不搭，换 olive", CROSSBODY, {"color": "navy"}, "color=olive"),
        ("羽绒马甲想换卡其色，黑的家里一堆了", VEST, {"color": "black", "size": "L"}, "color=khaki"),
        ("蛋卷桌60公分的摆不下火锅，换九十的那个", TABLE, {"size": "60 cm"}, "size=90 cm"),
        ("Then sixty centimetres, please.", TABLE, {"size": "90 cm"}, "size=60 cm"),
        ("the small one please", TABLE, {"size": "90 cm"}, "size=60 cm"),
        ("要大的那个", TABLE, {"size": "60 cm"}, "size=120 cm"),
        ("换一百二的", TABLE, {"size": "60 cm"}, "size=120 cm"),
        ("咖啡机我想要哑光黑，拉丝钢的太容易留指纹，换一下", ESPRESSO, {"color": "brushed steel"}, "color=matte black"),
        ("need 43 same colour", RACERS, {"color": "lime", "size": "EU 41"}, "color=lime, size=EU 43"),
        ("the one for three persons, in forest", TENT, {}, "capacity=3 person, color=forest"),
        ("Can I have the 120 cm egg roll table instead of the 90?", TABLE, {"size": "90 cm"}, "size=120 cm"),
        ("want the carbon version of PL87393746", POLES, {"material": "aluminium"}, "material=carbon"),
        ("the carbon poles in place of the aluminium ones", POLES, {"material": "aluminium"}, "material=carbon"),
        ("these canvas shoes pinch, got a bigger one?", SHOES, SHOES_OLD, "size=EU 42"),
        ("PL88603838 the shoes, one in black 42 for my daughter instead", SHOES, SHOES_OLD, "color=black, size=EU 42"),
        ("no the black one, 42", SHOES, SHOES_OLD, "color=black, size=EU 42"),
        ("nope - no, make it black", SHOES, SHOES_OLD, "color=black"),
        ("no black please, white 42", SHOES, SHOES_OLD, "color=white, size=EU 42"),
        ("I meant low, sorry", CAMP_CHAIR, {"back": "high", "color": "khaki"}, "back=low"),
        ("我说的是低的那把", CAMP_CHAIR, {"back": "high", "color": "khaki"}, "back=low"),
    ],
)
def test_options_are_read_however_they_are_said(text: str, product: Product, old: dict[str, str], expected: str):
    assert options(text, product, old) == expected


@pytest.mark.parametrize(
    ("text", "prefers"),
    [
        ("the cheapest one", "cheapest"),
        ("whichever is cheaper", "cheapest"),
        ("最便宜的", "cheapest"),
        ("the most expensive", "dearest"),
        ("最贵的那个", "dearest"),
        ("a black one", ""),
    ],
)
def test_a_wish_for_a_price_is_read(text: str, prefers: str):
    assert wanted(text, SLATE, SLATE_OLD).prefers == prefers


@pytest.mark.parametrize("text", ["the same one again", "a replacement please", "换个一样的", "换个新的", "same item"])
def test_the_same_again_is_understood(text: str):
    assert wanted(text, SLATE, SLATE_OLD).same_again


@pytest.mark.parametrize(
    "text", ["the same one but in black", "same size in gold", "换个一样的，要黑色", "a bigger one"]
)
def test_the_same_with_a_difference_is_not_the_same_again(text: str):
    assert not wanted(text, SLATE, SLATE_OLD).same_again


def skus(product: Product, wish: Wanted, old: dict[str, str]) -> list[dict[str, str]]:
    return [dict(variant.options) for variant in fitting(product, wish, old)]


@pytest.mark.parametrize(
    ("text", "product", "unknown"),
    [
        ("有紫的没，有就给我换紫的", VEST, "紫"),
        ("purple", TEE, "purple"),
        ("exchange the white one for a red one", TEE, "red"),
        ("those racers need to be EU 97", RACERS, "EU 97"),
        ("换45码的", RACERS, "45码"),
        ("I want an XXL", TEE, "XXL"),
        ("换150公分的", TABLE, "150公分"),
        ("the blue one", PEBBLE, ""),
        ("耳机想 exchange 一个 green 的，有吗给我换", CANS, "green"),
        ("I'd like to exchange them for another purple one", CANS, "purple"),
        ("swap the crossbody for the canvas tote", CROSSBODY, "canvas tote"),
        ("can I exchange it for a backpack instead?", CROSSBODY, "backpack"),
        ("斜挎包换成托特包吧", CROSSBODY, "托特包"),
        ("exchange the crossbody for one that fits my laptop", CROSSBODY, ""),
        ("exchange the crossbody for my daughter", CROSSBODY, ""),
        ("swap it for the olive bag", CROSSBODY, ""),
        ("换成装得下电脑的", CROSSBODY, ""),
        ("exchange the green headphones", CANS, ""),
        ("purple, or if you have none, black", TEE, ""),
        ("the red box was crushed, I want the same shirt again", TEE, ""),
        ("not the red one, black", TEE, ""),
        ("return the red one", TEE, ""),
        ("I want XL in black", TEE, ""),
        ("hello", TEE, ""),
    ],
)
def test_a_colour_or_size_that_no_variant_has_is_told(text: str, product: Product, unknown: str):
    wish = wanted(text, product, {})
    assert " ".join(wish.unknown) == unknown
    if unknown:
        assert not wish.is_empty
        assert fitting(product, wish, {}) == ()


def test_what_a_customer_does_not_mention_stays_as_it_was():
    assert skus(SLATE, wanted("gold", SLATE, SLATE_OLD), SLATE_OLD) == [{**SLATE_OLD, "color": "gold"}]


def test_when_nothing_keeps_the_rest_all_variants_with_the_wanted_options_fit():
    rare = Product("R", "Tablet", tuple(one for one in SLATE.variants if one.options["storage"] != "64GB"))
    assert len(fitting(rare, Wanted({"color": "gold", "screen size": "8-inch"}), SLATE_OLD)) == 2


def test_the_old_variant_fits_only_when_it_is_asked_for():
    assert SLATE_OLD not in skus(SLATE, Wanted(), SLATE_OLD)
    assert skus(SLATE, Wanted({"color": "silver"}), SLATE_OLD) == [SLATE_OLD]
    assert skus(SLATE, Wanted(same_again=True), SLATE_OLD) == [SLATE_OLD]


def test_a_refused_value_is_left_out_and_the_rest_is_kept():
    found = skus(SLATE, wanted("not silver please", SLATE, SLATE_OLD), SLATE_OLD)
    assert found == [{**SLATE_OLD, "color": "black"}, {**SLATE_OLD, "color": "gold"}]


def test_an_option_left_to_the_shop_is_not_kept():
    wish = wanted("10-inch, any color", SLATE, SLATE_OLD)
    assert {one["color"] for one in skus(SLATE, wish, SLATE_OLD)} == {"black", "silver", "gold"}


def test_either_of_two_values_will_do_when_the_price_decides():
    wish = wanted("white, optical or laser, whichever is cheaper", MOUSE, {"color": "black", "sensor type": "laser"})
    assert (wish.options, wish.prefers, wish.open_keys) == ({"color": "white"}, "cheapest", {"sensor type"})


def test_the_cheapest_is_looked_for_among_all_with_the_wanted_options():
    wish = wanted("the cheapest black one", SLATE, SLATE_OLD)
    found = fitting(SLATE, wish, SLATE_OLD)
    assert {one.options["storage"] for one in found} == {"32GB", "64GB", "128GB"}
    assert by_price(found, wish.prefers) == min(found, key=lambda one: one.price)
    assert by_price(found, "") is None


ORDER = [
    line(POT, color="white", capacity="1L", material="plastic"),
    line(READING_LAMP, color="black", brightness="medium"),
    line(TEE, color="white", size="M"),
    line(CANS, color="graphite"),
    line(CHAIR, color="black", footrest="no"),
]


def swapped(text: str) -> dict[str, dict[str, str]]:
    return {one.line_id: dict(one.wanted.options) for one in swaps(text, ORDER, ALL)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the lamp for a silver one and the kettle for the 2L glass version",
            {"LAMP": {"color": "silver"}, "POT": {"capacity": "2L", "material": "glass"}},
        ),
        ("耳机要藏青色的，T恤换L码", {"CANS": {"color": "navy"}, "TEE": {"size": "L"}}),
        ("swap the kettle for a 2L kettle", {"POT": {"capacity": "2L"}}),
        (
            "Exchange the t-shirt for size XL. The lamp should be brighter",
            {"TEE": {"size": "XL"}, "LAMP": {"brightness": "high"}},
        ),
        ("exchange the white kettle to the black one", {"POT": {"color": "black"}}),
        ("I want a silver lamp and a grey chair", {"LAMP": {"color": "silver"}, "CHAIR": {"color": "grey"}}),
        ("exchange the t-shirt and the kettle for black ones", {"TEE": {"color": "black"}, "POT": {"color": "black"}}),
        ("T恤和水壶都换成黑色", {"TEE": {"color": "black"}, "POT": {"color": "black"}}),
        ("exchange the chair", {"CHAIR": {}}),
        ("I want the 2 liter one", {"POT": {"capacity": "2L"}}),
        (
            "把黑色的台灯换成银色的，椅子换灰色带脚托的",
            {"LAMP": {"color": "silver"}, "CHAIR": {"color": "grey", "footrest": "yes"}},
        ),
        ("thank you", {}),
    ],
)
def test_several_exchanges_in_one_message_are_told_apart(text: str, expected: dict[str, dict[str, str]]):
    assert swapped(text) == expected


def test_two_lines_of_one_product_are_exchanged_each_for_its_own():
    lines = [line(TEE, line_id="1", color="black", size="M"), line(TEE, line_id="2", color="white", size="M")]
    found = swaps("the black shirt for size L and the white shirt for size XL", lines, ALL)
    assert {one.line_id: dict(one.wanted.options) for one in found} == {"1": {"size": "L"}, "2": {"size": "XL"}}


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("navy", "zh", "藏青色"),
        ("navy", "en", "navy"),
        ("stainless steel", "zh", "不锈钢"),
        ("grey", "zh", "灰色"),
        ("64GB", "zh", "64GB"),
        ("paisley", "zh", "paisley"),
    ],
)
def test_options_are_said_in_the_customers_language(value: str, language: str, words: str):
    assert option_words(value, language) == words


def test_variants_are_said_in_the_customers_language():
    assert variant_words({"color": "black", "size": "M"}, "en") == "black, size M"
    assert variant_words({"color": "black", "size": "M"}, "zh") == "黑色、M码"
    assert variant_words({"color": "navy", "size": "EU 42"}, "zh") == "藏青色、42码"
    assert variant_words({"footrest": "yes"}, "zh") == "脚托：有"
    assert variant_words({"waterproof": "no"}, "en") == "waterproof: no"
