"""The tokenizer's cutting, without Rasa."""

import pytest

pytest.importorskip("jieba")

from bot.components.segmentation import tokens


def words(text: str) -> list[str]:
    return [word for word, _ in tokens(text)]


def test_every_token_stands_where_its_offset_says() -> None:
    for text in (
        "我的order PL20260315到哪了？ETA是多少",
        "Where's my parcel, it's #W1234567!",
        "😀 想要L码的T恤，预算￥300.50以内",
        "邮箱 lin.xiaoyu@example.com 谢谢",
    ):
        assert all(text[start : start + len(word)] == word for word, start in tokens(text))


def test_chinese_is_cut_into_words_and_english_at_blanks() -> None:
    assert words("我想退货") == ["我", "想", "退货"]
    assert words("where is it") == ["where", "is", "it"]


def test_both_languages_in_one_sentence() -> None:
    assert words("帮我check一下shipping进度") == ["帮", "我", "check", "一下", "shipping", "进度"]


def test_order_numbers_prices_mails_and_contractions_stay_whole() -> None:
    assert words("order #PL2026-0315 costs 1,299.50, don't mail a.b+c@x-y.example")[1:] == [
        "#PL2026-0315",
        "costs",
        "1,299.50",
        "don't",
        "mail",
        "a.b+c@x-y.example",
    ]


def test_nothing_to_cut_gives_no_tokens() -> None:
    assert words("") == words(" ?!。😀 ") == []
