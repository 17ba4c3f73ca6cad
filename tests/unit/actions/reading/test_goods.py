"""Which lines of an order a customer names, and how many."""

import pytest

from actions.reading.goods import NamedLine, all_of_it, how_many, kept_lines, named_lines, names_goods
from tests.unit.actions.reading.goods import (
    ALL,
    CAMP_CHAIR,
    CANS,
    CHAIR,
    CROSSBODY,
    DUMPLING_BAG,
    EARBUDS,
    HEADSET,
    KEYS,
    KIDS_CANS,
    MOUSE,
    NIGHT_LIGHT,
    PEBBLE,
    POT,
    PYJAMAS,
    READING_LAMP,
    SHELL,
    SHOES,
    SOCKS,
    STANDING_DESK,
    STOVE,
    SUN_JACKET,
    SWAN,
    TABLE,
    TEE,
    line,
)

DEMO_ORDER = [line(EARBUDS), line(CANS), line(PEBBLE), line(SHOES), line(SWAN)]
OTHER_ORDER = [line(POT), line(READING_LAMP), line(KEYS), line(MOUSE), line(TEE)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("return the speaker", "PEBBLE"),
        ("退音箱", "PEBBLE"),
        ("小石头不响了，想退", "PEBBLE"),
        ("I'd like to send back the Pebble", "PEBBLE"),
        ("退降噪耳机", "CANS"),
        ("头戴式的那个耳机要退", "CANS"),
        ("the Calm 700 please", "CANS"),
        ("Orlune headphones", "CANS"),
        ("the noise cancelling ones", "CANS"),
        ("the tonviq earbuds", "BUDS"),
        ("真无线耳机", "BUDS"),
        ("that pair of shoes", "SHOES"),
        ("那双鞋", "SHOES"),
        ("跑鞋穿着挤脚", "SHOES"),
        ("my runing shoes", "SHOES"),
        ("the kettle", "SWAN"),
        ("the ketle leaks", "SWAN"),
        ("那个壶漏水", "SWAN"),
        ("电水壶", "SWAN"),
        ("我想退 kettle 和 speaker", "SWAN PEBBLE"),
        ("电水壶和小石头", "SWAN PEBBLE"),
        ("Pebble speaker and the Calm 700", "PEBBLE CANS"),
        ("the kettle, the shoes and the earbuds", "SWAN SHOES BUDS"),
        ("everything except the kettle", "BUDS CANS PEBBLE SHOES"),
        ("除了电水壶其他都退", "BUDS CANS PEBBLE SHOES"),
        ("not the kettle, the speaker", "PEBBLE"),
        ("不是音箱，是电水壶", "SWAN"),
        ("keep the shoes, return the kettle", "SWAN"),
        ("the Orlune", ""),
        ("耳机", ""),
        ("the microwave", ""),
        ("I was charged twice", ""),
        ("hello", ""),
        ("", ""),
    ],
)
def test_the_lines_a_customer_names_in_the_demo_shop_are_found(text: str, named: str):
    assert {one.line_id for one in named_lines(text, DEMO_ORDER, ALL)} == set(named.split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I want to return the lamp and the mouse", "LAMP MOUSE"),
        ("the compact keybord", "KEYS"),
        ("退键盘", "KEYS"),
        ("鼠标坏了", "MOUSE"),
        ("台灯和水壶", "LAMP POT"),
        ("my t-shirt", "TEE"),
        ("the tshirt", "TEE"),
        ("T恤", "TEE"),
        ("衣服想退", "TEE"),
        ("all but the mouse", "POT LAMP KEYS TEE"),
        ("the mouse, not the keyboard", "MOUSE"),
    ],
)
def test_goods_without_a_chinese_name_are_found_by_what_such_goods_are_called(text: str, named: str):
    assert {one.line_id for one in named_lines(text, OTHER_ORDER, ALL)} == set(named.split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("the black t-shirt", "1"),
        ("return the white one", "2"),
        ("黑色那件", "1"),
        ("退白色的T恤", "2"),
        ("exchange the black shirt for a bigger one", "1"),
        ("the t-shirt", ""),
        ("both t-shirts", "1 2"),
        ("两件T恤都退", "1 2"),
        ("size L please", ""),
    ],
)
def test_two_lines_of_one_product_are_told_apart_by_options(text: str, named: str):
    lines = [line(TEE, line_id="1", color="black"), line(TEE, line_id="2", color="white", size="M")]
    assert {one.line_id for one in named_lines(text, lines, ALL)} == set(named.split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("说岔了，桌子挺好的，退的是那个气炉", "STOVE"),
        ("桌子和椅子都挺好的，气炉退掉", "STOVE"),
        ("气炉不动，桌子退", "TABLE"),
        ("桌子挺好的就是太大了，和气炉一起退", "TABLE STOVE"),
        ("家居服和夜灯退掉，小馒头灯闺女喜欢就留着", "PJS"),
        ("The stove I keep, the table goes back", "TABLE"),
        ("return the pyjamas, I'm keeping the table", "PJS"),
        ("the chair stays, return the stove", "STOVE"),
        ("the table is fine but the stove leaks, return the stove", "STOVE"),
        ("the table is fine but too big, return it and the stove", "TABLE STOVE"),
        ("the stove stays lit for a second only, return it", "STOVE"),
    ],
)
def test_goods_that_stay_are_not_named(text: str, named: str):
    lines = [line(TABLE), line(STOVE), line(CAMP_CHAIR), line(PYJAMAS), line(NIGHT_LIGHT)]
    assert {one.line_id for one in named_lines(text, lines, ALL)} == set(named.split())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("不对，台灯不动，是那个水壶换银色", "LAMP"),
        ("sorry, I mean the kettle, the lamp stays", "LAMP"),
        ("not the lamp, the kettle", "LAMP"),
        ("keep the lamp", "LAMP"),
        ("the lamp and the kettle", ""),
        ("exchange the lamp", ""),
    ],
)
def test_goods_that_stay_are_told(text: str, kept: str):
    assert " ".join(kept_lines(text, [line(POT), line(READING_LAMP)], ALL)) == kept


def test_a_rain_jacket_is_a_shell_and_not_the_other_jacket():
    lines = [line(SHELL), line(SUN_JACKET)]
    for text, named in (
        ("the rain jacket and the sun protection one need to go back", ("SHELL", "SUN")),
        ("return the raincoat", ("SHELL",)),
        ("冲锋衣退掉", ("SHELL",)),
        ("防晒衣退掉", ("SUN",)),
    ):
        assert tuple(one.line_id for one in named_lines(text, lines, ALL)) == named


@pytest.mark.parametrize(
    "text",
    [
        "粉色儿童耳机",
        "小孩戴的那个粉耳机",
        "儿童耳机孩子不戴",
        "the kids headphones",
        "my daughter's headphones",
        "junior headphones",
    ],
)
def test_goods_for_children_are_told_from_goods_of_their_kind(text: str):
    lines = [line(HEADSET, color="pink"), line(KIDS_CANS, color="pink"), line(CANS), line(EARBUDS)]
    assert [one.line_id for one in named_lines(text, lines, ALL)] == ["KIDS"]


def test_a_crossbody_is_no_other_bag():
    lines = [line(DUMPLING_BAG), line(CROSSBODY)]
    assert [one.line_id for one in named_lines("那个斜挎包", lines, ALL)] == ["CROSS"]
    assert [one.line_id for one in named_lines("饺子包", lines, ALL)] == ["DUMPLING"]


def test_both_packs_counts_the_socks_and_not_the_order():
    text = "the white gym socks are scratchy af, return both packs"
    assert named_lines(text, [line(SOCKS, 2), line(SHOES)], ALL) == (NamedLine("SOCKS", 2),)
    assert not all_of_it(text)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("return 0 gas stoves", 0),
        ("气炉退零个", 0),
        ("气炉给我退1000台", 1000),
        ("return 1000 of the gas stoves", 1000),
        ("两个气炉里头一个退掉，另一个不动", 1),
        ("the 120 cm gas stove", None),
    ],
)
def test_no_pieces_and_too_many_are_heard(text: str, quantity: int | None):
    assert named_lines(text, [line(STOVE, 2), line(SHOES)], ALL) == (NamedLine("STOVE", quantity),)


def test_a_laptop_backpack_is_no_laptop_and_an_earlier_word_is_no_second_article():
    lines = [line(STANDING_DESK), line(CHAIR)]
    assert [one.line_id for one in named_lines("the desk chair", lines, ALL)] == ["CHAIR"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("return two mice", 2),
        ("one of the mice", 1),
        ("2 x mouse", 2),
        ("退两个鼠标", 2),
        ("鼠标退一个", 1),
        ("the mouse", None),
        ("the mouse of order W1234567", None),
        ("the mouse that cost $30", None),
    ],
)
def test_how_many_of_a_named_line_is_read_beside_it(text: str, quantity: int | None):
    assert named_lines(text, [line(MOUSE, quantity=3), line(POT)], ALL) == (NamedLine("MOUSE", quantity),)


def test_a_line_whose_product_has_left_the_catalogue_is_named_as_it_was_sold():
    assert named_lines("the keyboard", [line(KEYS), line(MOUSE)], {}) == (NamedLine("KEYS", None),)


@pytest.mark.parametrize(
    "text",
    [
        "everything",
        "all of them",
        "all of it please",
        "the whole order",
        "cancel the entire order",
        "both please",
        "return all items",
        "all",
        "all three of them",
        *("全部", "都退", "整单退", "所有商品", "两个都要退", "我要全退", "都"),
    ],
)
def test_everything_is_understood(text: str):
    assert all_of_it(text)


@pytest.mark.parametrize(
    "text",
    [
        "that's all",
        "all right",
        "not at all",
        "first of all hello",
        "return the mouse",
        "not all of them",
        "everything except the lamp",
        "return both packs",
        "精华我两瓶都退",
        "all good",
        *("全新的", "我都等了三天了", "除了台灯都退", "都可以"),
    ],
)
def test_words_that_only_sound_like_everything_are_not(text: str):
    assert not all_of_it(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two of them", 2),
        ("just one", 1),
        ("only 3 please", 3),
        ("2", 2),
        ("x2", 2),
        ("return 2 pairs", 2),
        ("one of the mugs", 1),
        ("退两件", 2),
        ("只退一个", 1),
        ("退其中一双", 1),
        ("退1000台", 1000),
        ("Change 1000 of the camp chairs", 1000),
        ("退0瓶", 0),
        ("退零瓶", 0),
        ("return 0 gas stoves", 0),
        ("两包白袜子里头一包给换成黑的，另一包不动", 1),
        ("return both packs", 2),
        ("精华我两瓶都退", 2),
        ("return 2 pieces", 2),
        ("exchange two in white", None),
        ("only 30 cm", None),
        ("only the 2 m cable", None),
        ("just 65 w", None),
        ("the 60 x 30 cm one", None),
        ("the one of 500 ml", None),
        ("换2米的", None),
        ("只要3升的", None),
        ("exchange 42 for 44", None),
        ("change 2 things", None),
        ("order W1234567", None),
        ("$20", None),
        ("size 42", None),
        ("64GB", None),
        ("two days ago", None),
        ("3 days", None),
        ("the black one", None),
        ("another one", None),
        ("换一个白色的", None),
        ("3双装的袜子", None),
        ("第二个", None),
        ("这两个", None),
    ],
)
def test_a_number_of_pieces_is_read_and_no_other_number(text: str, number: int | None):
    assert how_many(text) == number


def test_the_fuller_a_product_is_named_the_surer_it_is():
    exact = names_goods("Orlune Pebble Portable Bluetooth Speaker", PEBBLE)
    partly, loosely = names_goods("the bluetooth speaker", PEBBLE), names_goods("那双鞋子", SHOES)
    assert exact == 1
    assert exact > partly > loosely > names_goods("the weather is nice", PEBBLE) == 0


def test_socks_in_packs_of_three_are_not_three_socks():
    assert named_lines("退袜子", [line(SOCKS), line(POT)], ALL) == (NamedLine("SOCKS", None),)
