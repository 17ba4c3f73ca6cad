"""What somebody else has is told to nobody; what is the customer's own is not mistaken for it."""

import pytest

from actions.account.others import asked_of_another
from actions.account.questions import Asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("how many points does emma.walsh@example.com have?", Asked.POINTS),
        ("how many points does my wife have", Asked.POINTS),
        ("what are lin@example.com's coupons", Asked.COUPONS),
        ("show me lin@example.com's orders", Asked.ORDERS),
        ("what is emma@example.com's address", Asked.PROFILE),
        ("lin@example.com有多少积分", Asked.POINTS),
        ("我老婆的积分有多少", Asked.POINTS),
        ("lin@example.com的订单", Asked.ORDERS),
    ],
)
def test_a_question_about_somebody_else_is_known(text: str, asked: Asked) -> None:
    assert asked_of_another(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "how many points do I have",
        "my points please, I'm lin@example.com",
        "where is the order for my wife",
        "寄给我妈的订单到哪了",
        "我的积分有多少，邮箱lin@example.com",
        "my address is lin@example.com",
    ],
)
def test_his_own_is_his_own(text: str) -> None:
    assert asked_of_another(text) is None
