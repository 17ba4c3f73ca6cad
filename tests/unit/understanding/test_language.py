import pytest

from understanding.runtime.language import detect, reply_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的订单到哪了", "zh"),
        ("where is my order", "en"),
        ("WHERE IS MY ORDER", "en"),
        ("我的 order 到哪了", "mixed"),
        ("M码还有吗", "zh"),
        ("我的iPhone没声音了", "zh"),
        ("支持COD吗", "zh"),
        ("我的邮箱是lin@pomelo.example谢谢", "zh"),
        ("订单PL26110012呢", "zh"),
        ("ｈｅｌｌｏ　ｔｈｅｒｅ", "en"),
        ("PL26110012", "other"),
        ("13800138000", "other"),
        ("😀👍", "other"),
        ("", "other"),
        ("\ud83d", "other"),
        ("где мой заказ", "other"),
        ("注文はどこですか、まだ届きません", "other"),
    ],
)
def test_language_of_a_message(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我的 order 到哪了", "zh"),
        ("refund 要多久才能到账", "zh"),
        ("AirPods Pro 2 有货吗", "zh"),
        ("where is my 快递", "en"),
        ("please cancel my order 谢谢", "en"),
    ],
)
def test_dominant_language_is_answered_whatever_was_spoken_before(text: str, language: str) -> None:
    assert reply_language(text, "en") == language
    assert reply_language(text, "zh") == language


@pytest.mark.parametrize("text", ["hello 你好", "where is my order 我的订单在哪", "😀", "", "PL26110012", "где заказ"])
def test_a_tie_keeps_the_language_spoken_last(text: str) -> None:
    assert reply_language(text, "en") == "en"
    assert reply_language(text, "zh") == "zh"
