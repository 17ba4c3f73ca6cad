"""Cleaning of customers' text, the slash, and the guess at a language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.conversations.language import guess, reply_language
from desk.conversations.text import LONGEST, BlankTextError, TextTooLongError, clean, for_rasa

anything = st.text(st.characters(exclude_categories=()), max_size=200)


@given(anything)
def test_cleaned_text_can_be_stored_sent_and_cleaned_again(text):
    try:
        cleaned = clean(text)
    except BlankTextError:
        return
    assert cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@given(anything)
def test_no_text_reaches_rasa_with_a_leading_slash(text):
    assert not for_rasa(text).strip().startswith("/")
    try:
        cleaned = clean(text)
    except BlankTextError:
        return
    assert not for_rasa(cleaned).lstrip().startswith("/")


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=50))
def test_ordinary_text_stays_as_it_is(text):
    assert clean(text) == text


def test_text_above_the_limit_is_refused_and_at_the_limit_taken():
    assert len(clean("好" * LONGEST)) == LONGEST
    with pytest.raises(TextTooLongError):
        clean("好" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "language", "reply"),
    [
        ("我的订单在哪里", "zh", "zh"),
        ("where is my order", "en", "en"),
        ("我的 order 什么时候到啊", "mixed", "zh"),
        ("please cancel my order 谢谢", "mixed", "en"),
        ("12345 !!!", "other", "zh"),
        ("😀", "other", "zh"),
    ],
)
def test_the_dominant_script_decides_and_a_tie_keeps_the_last(text, language, reply):
    assert guess(text) == language
    assert reply_language(text, "zh") == reply
