"""A guess at a text's language by its script, for moments when the action server cannot be asked."""

from typing import Literal

Language = Literal["zh", "en", "mixed", "other"]


def guess(text: str) -> Language:
    """Say zh, en, mixed or other from the scripts alone."""
    chinese, latin = _count(text)
    if chinese and latin:
        return "mixed"
    if chinese:
        return "zh"
    return "en" if latin else "other"


def reply_language(text: str, last: str) -> str:
    """The dominant script's language; a tie or no letters at all keep the last one."""
    chinese, latin = _count(text)
    if chinese == latin:
        return last
    return "zh" if chinese > latin else "en"


def only_names(text: str) -> bool:
    """Whether all words are capitalised Latin ones, as in a name or an address: they speak no language."""
    words = "".join(c if c.isalpha() else " " for c in text).split()
    return all(word.isascii() and word[0].isupper() for word in words)


def _count(text: str) -> tuple[int, int]:
    chinese = sum("\u3400" <= character <= "\u9fff" for character in text)
    words = "".join(c if c.isascii() and c.isalpha() else " " for c in text).split()
    # A Chinese character carries about as much as half an English word; words are compared with pairs of characters.
    return (chinese + 1) // 2, len(words)
