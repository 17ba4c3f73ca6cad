"""Customers' text: cleaned once at the edge, and neutralised before it reaches Rasa."""

import unicodedata

LONGEST = 4000
"""Code points a message may have."""

_KEPT_CONTROLS = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")  # emoji sequences and several scripts need them


class BlankTextError(ValueError):
    """The text has nothing to read in it."""


class TextTooLongError(ValueError):
    """The text has more than LONGEST code points."""


def clean(text: str) -> str:
    """The text without control characters, broken surrogates and invisible tricks, trimmed.

    Raises BlankTextError when nothing is left and TextTooLongError above LONGEST code points.
    """
    if len(text) > LONGEST:
        raise TextTooLongError
    text = without_surrogates(text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    cleaned = "".join(character for character in text if _is_kept(character)).strip()
    if not cleaned.strip("\u200c\u200d").strip():
        raise BlankTextError
    return cleaned


def without_surrogates(text: str) -> str:
    """The text with lone surrogates, which no database and no socket takes, replaced by U+FFFD."""
    return "".join("\ufffd" if 0xD800 <= ord(character) <= 0xDFFF else character for character in text)


def for_rasa(text: str) -> str:
    """The text with a leading slash made full-width, because Rasa obeys ``/intent{...}`` also after blanks."""
    trimmed = text.strip()
    return "\uff0f" + trimmed[1:] if trimmed.startswith("/") else trimmed


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _JOINERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
