"""English typed in a hurry, spelled out."""

import pytest

from actions.reading.shorthand import spelled_out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("wen will u ship it", "when will you ship it"),
        ("whats in my last order", "what's in my last order"),
        ("n the money?", "and the money?"),
        ("hw much r the boots pls", "how much are the boots please"),
    ],
)
def test_words_typed_short_are_written_in_full(text: str, written: str) -> None:
    assert spelled_out(text) == written


@pytest.mark.parametrize("text", ["u.n.owen@example.com", "size R", "R2-D2", "don't", "rock n' roll", "K&N filter"])
def test_letters_of_names_and_sizes_stay(text: str) -> None:
    assert spelled_out(text) == text
