"""Wishes without their verb."""

import pytest

from actions.tasks.hints import hint
from storefront.changes import Kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.CHANGE_ADDRESS, "can my tent please go to my neighbour, Elm Street 21?"),
        (Kind.CHANGE_ADDRESS, "The parcel has to go to my office."),
        (Kind.CHANGE_ADDRESS, "it should be delivered to my mum"),
        (Kind.CHANGE_ADDRESS, "the courier will find nobody there"),
        (Kind.CHANGE_ADDRESS, "Nobody will be home that week"),
        (Kind.CHANGE_ADDRESS, "I've moved house since I ordered"),
        (Kind.CHANGE_ADDRESS, "howya, need to change me home address on the account"),
        (Kind.CHANGE_ADDRESS, "那边到时候没人收"),
        (Kind.CHANGE_ADDRESS, "家里白天没人签收"),
        (Kind.CHANGE_ADDRESS, "我已经搬走了"),
        (Kind.EXCHANGE_ITEMS, "Is it still possible that I get the blender in matcha and not peach?"),
        (Kind.EXCHANGE_ITEMS, "could I have the white one instead"),
        (Kind.EXCHANGE_ITEMS, "another size of the inflatable pad pls"),
        (Kind.EXCHANGE_ITEMS, "I'd like a different colour"),
        (Kind.EXCHANGE_ITEMS, "想要大一码的"),
        (Kind.EXCHANGE_ITEMS, "the shoes are a bit too small"),
        (Kind.EXCHANGE_ITEMS, "My laptop doesn't fit in the briefcase :( what bigger ones are there?"),
        (Kind.EXCHANGE_ITEMS, "鞋子买小了"),
        (Kind.EXCHANGE_ITEMS, "这件衣服我穿不上"),
        (Kind.RETURN_ITEMS, "The poles are too short for me. I'd like my money back, please."),
        (Kind.RETURN_ITEMS, "I would like a full refund"),
        (Kind.RETURN_ITEMS, "Can I have my money back?"),
        (Kind.RETURN_ITEMS, "不喜欢，把钱退给我吧"),
    ],
)
def test_what_is_only_hinted_at_is_understood(kind: Kind, text: str) -> None:
    assert hint(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "is EU 40 too small for wide feet?",
        "if it's too small can I return it?",
        "what if the shoes are too small?",
        "do you have another size?",
        "will I get my money back if I return it?",
        "I want my money back, I cancelled last week",
        "I'd like to know when I get a refund",
        "退的钱什么时候到",
        "can it be delivered to Canada if I pay?",
        "where should my parcel be sent to?",
        "nobody was home when the courier came",
        "鞋子会不会太小了",
        "如果小了一码能换吗",
        "声音太小了",
        "家里没人喜欢这个颜色",
    ],
)
def test_questions_and_mere_cases_are_no_wish(text: str) -> None:
    assert hint(text) is None
