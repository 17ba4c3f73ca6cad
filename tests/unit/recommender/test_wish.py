from decimal import Decimal

import pytest

from recommender.kinds import is_called
from recommender.wish import Wish, read_wish
from storefront.model import Product, Variant


def product(product_id: str, name: str, name_zh: str, category: str) -> Product:
    return Product(product_id, name, (Variant(product_id, {}, Decimal(10), "CNY", 1),), name_zh, category=category)


CATALOGUE = (
    product("BUDS", "Air 2 True Wireless Earbuds", "Air 2 真无线蓝牙耳机", "audio"),
    product("CANS", "Calm 700 Noise-Cancelling Headphones", "Calm 700 头戴式降噪耳机", "audio"),
    product("TIPS", "Memory Foam Ear Tips (3 pairs)", "记忆海绵耳塞套（3对装）", "audio"),
    product("TENT", "Ridge Freestanding Tent", "双层自立帐篷", "outdoor"),
    product("SBAG", "Cocoon Down Sleeping Bag", "鹅绒睡袋", "outdoor"),
    product("CAMP", "Moon Folding Camp Chair", "月亮折叠椅", "outdoor"),
    product("TARP", "Canopy Sun Tarp", "黑胶天幕", "outdoor"),
    product("SPINE", "Spine Mesh Ergonomic Chair", "网面人体工学椅", "home"),
    product("DESK", "Lift Electric Standing Desk", "双电机升降桌", "home"),
    product("MAT", "Wool Felt Desk Mat", "羊毛毡桌垫", "home"),
    product("LAMP", "Arc Clamp Desk Lamp", "夹持护眼台灯", "home"),
    product("RUN", "Drift 3 Daily Running Shoes", "Drift 3 日常慢跑鞋", "shoes"),
    product("SOCK", "Crew Sports Socks (3 pairs)", "中筒运动袜（3双装）", "shoes"),
    product("SUN", "Airy Sunscreen SPF 50+ PA++++", "轻感防晒乳 SPF50+ PA++++", "skincare"),
    product("PACK", "Transit Commuter Backpack 18 L", "通勤双肩包 18L", "bags"),
)


def found(text: str) -> set[str]:
    """Ids of the products a wish's kinds let through; all of them when it names none."""
    wish = read_wish(text, CATALOGUE, "zh")
    return {
        one.product_id
        for one in CATALOGUE
        if (not wish.words or any(is_called(one, word) for word in wish.words))
        and (not wish.category or one.category == wish.category)
        and not any(is_called(one, word) for word in wish.exclude_words)
    }


EVERYTHING = {one.product_id for one in CATALOGUE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推荐个耳机", {"BUDS", "CANS"}),
        ("headphones please", {"BUDS", "CANS"}),
        ("earbuds under 300", {"BUDS"}),
        ("do you have any tents?", {"TENT"}),
        ("有没有天幕", {"TARP"}),
        ("ear tips", {"TIPS"}),
        ("desk mat", {"MAT"}),
        ("想买个包", {"PACK"}),
        ("a bag for work", {"PACK"}),
        ("户外的椅子", {"CAMP"}),
        ("防晒霜", {"SUN"}),
        ("running shoes for my dad", {"RUN"}),
        ("camping headphones", {"BUDS", "CANS"}),
        ("something outdoor", {"TENT", "SBAG", "CAMP", "TARP"}),
        ("护肤品有什么推荐", {"SUN"}),
        ("I have a new desk, what lamp?", {"LAMP"}),
        ("headphones, but not earbuds", {"CANS"}),
        ("想要 wireless earbuds", {"BUDS"}),
        ("推荐一款不要太贵的耳机", {"BUDS", "CANS"}),
        ("鞋子和袜子", {"RUN", "SOCK"}),
    ],
)
def test_kinds_and_categories_are_understood_in_both_languages(text: str, expected: set[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["送妈妈的生日礼物", "a gift for mum", "包邮吗", "recommend something", "", "🙂🙂", "搭配我的帐篷的东西"]
)
def test_texts_without_a_kind_leave_everything_open(text: str) -> None:
    assert found(text) == EVERYTHING


def test_what_the_customer_refuses_is_left_out() -> None:
    assert found("除了耳机都行") == EVERYTHING - {"BUDS", "CANS"}
    assert found("no shoes please") == EVERYTHING - {"RUN"}


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("300以内的耳机", None, 300),
        ("under $50", None, 50),
        ("between 100 and 200", 100, 200),
        ("至少500块的", 500, None),
        ("我有300块", None, 300),
        ("耳机", None, None),
    ],
)
def test_price_limits_are_read(text: str, least: int | None, most: int | None) -> None:
    wish = read_wish(text, CATALOGUE, "en")
    assert (wish.min_price, wish.max_price) == (least, most)


def test_a_kind_the_shop_has_nothing_of_still_narrows_the_wish() -> None:
    wish = read_wish("a toothbrush", CATALOGUE, "en")
    assert wish.words == ("toothbrush",)
    assert found("a toothbrush") == set()


def test_a_wish_knows_its_language_and_whether_it_is_open() -> None:
    assert read_wish("anything", CATALOGUE, "zh") == Wish(language="zh")
    assert Wish().is_open
    assert not read_wish("tents", CATALOGUE, "en").is_open


def test_endless_text_is_read_in_no_time() -> None:
    assert read_wish("耳机 not " * 5000, CATALOGUE, "en").words == ("headphones",)
