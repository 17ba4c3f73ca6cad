"""Messages of both languages read in one."""

import pytest

from actions.reading.mixed import in_chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("我的 coupons 还有哪些", "我的优惠券还有哪些"),
        ("那 sand 色 have or not", "那sand色有没有"),
        ("问一下 return window 一般是 how many days", "问一下退货期限一般是多少天"),
        ("我的orders列一下", "我的订单列一下"),
        ("订单 PL12345678 paid 了多少", "订单PL12345678付了多少"),
    ],
)
def test_usual_shop_words_are_put_in_chinese(text: str, chinese: str) -> None:
    assert in_chinese(text) == chinese


def test_one_language_stays_as_it_is() -> None:
    assert in_chinese("where is my order") == "where is my order"
    assert in_chinese("我的订单呢") == "我的订单呢"


def test_names_that_hold_a_shop_word_are_left_alone() -> None:
    assert in_chinese("Pointsman 背包的颜色") == "Pointsman背包的颜色"
