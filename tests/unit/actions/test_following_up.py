"""Messages that ask again what was asked before, of another order or for the customer himself."""

import pytest

from actions.context import Mention, TurnContext
from actions.following_up import asks_again, asks_of_himself, is_elliptic

NUMBER = "PL72280332"


def saying(text: str) -> TurnContext:
    mentions = {"order_number": Mention(NUMBER, NUMBER)} if NUMBER in text else {}
    return TurnContext("c1", "t1", "en", text, "inform", mentions)


@pytest.mark.parametrize(
    "text",
    [
        "and the other one?",
        "what about my other order",
        "ok, and PL72280332",
        "PL72280332?",
        "how about the second one",
        "那另一单呢",
        "还有PL72280332那笔呢",
        "另外那个呢",
        "那个包裹呢？",
        "第二单呢",
    ],
)
def test_another_order_asks_the_question_again(text: str) -> None:
    assert asks_again(saying(text))


@pytest.mark.parametrize(
    "text",
    [
        "and where is the other one?",
        "what about returning PL72280332",
        "cancel PL72280332",
        "那PL72280332怎么退呢",
        "另一单帮我取消呢",
        "and you?",
        "呢",
        "thanks",
    ],
)
def test_what_asks_or_wants_something_itself_asks_nothing_again(text: str) -> None:
    assert not asks_again(saying(text))


def test_goods_alone_are_elliptic() -> None:
    assert is_elliptic("and the trail shoes?")
    assert is_elliptic("那双登山鞋呢")
    assert not is_elliptic("the trail shoes pinch")
    assert not is_elliptic("and are the trail shoes waterproof?")


@pytest.mark.parametrize(
    "text",
    ["fine, how many have I got myself?", "and mine?", "what about me", "那我自己的呢", "我有多少", "好吧，我的呢？"],
)
def test_himself_is_what_he_asks_for(text: str) -> None:
    assert asks_of_himself(text)


@pytest.mark.parametrize(
    "text", ["who are you", "how many do you have", "他的呢", "我要退货", "tell me about your shop"]
)
def test_others_are_not_himself(text: str) -> None:
    assert not asks_of_himself(text)


@pytest.mark.parametrize("text", ["and " * 2000, "呢" * 4000, "ok, " * 2000, "我" * 4000, "🙂" * 4000])
def test_odd_input_is_read_in_no_time(text: str) -> None:
    assert not asks_of_himself(text)
    assert not asks_again(saying(text))
