"""Which language a message speaks when only its script is known."""

import pytest

from desk.conversations.language import guess, only_names, reply_language


@pytest.mark.parametrize("text", ["Sofia Rossi, 78784", "Emma Walsh", "12 Hill Road", "PL12345678", "482913", ""])
def test_a_bare_name_speaks_no_language(text):
    assert only_names(text)


@pytest.mark.parametrize("text", ["my name is Sofia Rossi", "the second one", "我叫 Sofia", "yes"])
def test_a_sentence_does(text):
    assert not only_names(text)


@pytest.mark.parametrize(
    ("text", "language", "answered"),
    [
        ("退款什么时候到", "zh", "zh"),
        ("where is it", "en", "en"),
        ("free shipping 要满多少钱", "mixed", "zh"),
        ("123 😀", "other", "zh"),
    ],
)
def test_the_script_decides_and_nothing_keeps_the_last(text, language, answered):
    assert guess(text) == language
    assert reply_language(text, "zh") == answered
