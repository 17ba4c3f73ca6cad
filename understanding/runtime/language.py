"""Which language a message is written in, and which one to answer in."""

from __future__ import annotations

import re

from understanding.runtime.model import Language, ReplyLanguage
from understanding.runtime.numerals import FULL_WIDTH

CHARACTERS_A_CHINESE_WORD = 1.5
TIE = 1.5
"""Two languages tie when neither has this many times the words of the other."""

_NO_LANGUAGE = re.compile(
    r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|#?(?<![A-Za-z])[A-Za-z]{0,4}-?[0-9][A-Za-z0-9-]*"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ENGLISH_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")
_OTHER_LETTER = re.compile(
    r"[\u0370-\u1cff\u1f00-\u1fff\u3041-\u3096\u30a1-\u30fa\ua4d0-\uabff\uac00-\ud7af\ufb1d-\ufdff\ufe70-\ufefc]"
)


def detect(text: str) -> Language:
    """The language of a message: `mixed` has words of both, `other` has neither or more of a third script."""
    chinese, english, other = _count(text)
    if other > chinese + english * 2 or (not chinese and not english):
        return "other"
    if chinese and english:
        return "mixed"
    return "zh" if chinese else "en"


def reply_language(text: str, last: ReplyLanguage) -> ReplyLanguage:
    """The dominant language of a message; where none dominates, the one the bot spoke last."""
    chinese, english, other = _count(text)
    if other > chinese + english * 2:
        return last
    words = chinese / CHARACTERS_A_CHINESE_WORD
    if words > TIE * english:
        return "zh"
    if english > TIE * words:
        return "en"
    return last


def _count(text: str) -> tuple[int, int, int]:
    """Chinese characters, English words, letters of other scripts; numbers and addresses have no language."""
    plain = _NO_LANGUAGE.sub(" ", text.translate(FULL_WIDTH))
    chinese = len(_HAN.findall(plain))
    words = _ENGLISH_WORD.findall(plain)
    if chinese:
        words = [word for word in words if not _is_name(word)]
    return chinese, len(words), len(_OTHER_LETTER.findall(plain))


def _is_name(word: str) -> bool:
    """Inside Chinese, sizes, abbreviations and brands (XL, COD, iPhone) are no English."""
    return len(word) == 1 or (len(word) <= 5 and word.isupper()) or word[1:] != word[1:].lower()
