"""Prunes a unigram vocabulary to the pieces that Chinese and English text can use."""

import json
import unicodedata
from collections.abc import Sequence

from tokenizers import Tokenizer

LOAN_CHARACTERS = frozenset("éèêñüöçÉÜÖ\u306e\ufe0f")
"""Beyond the scripts themselves: letters of loan words, a Japanese particle shops like, the emoji selector."""

_METASPACE = "\u2581"
_CJK = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def is_chinese_or_english(piece: str) -> bool:
    """Whether every character may stand in Chinese or English text."""
    return all(_is_kept(character) for character in piece) or _is_single_latin_letter(piece.strip(_METASPACE))


def prunable(tokenizer: Tokenizer) -> bool:
    """Only a unigram model can lose pieces and still cut the rest as before."""
    return bool(json.loads(tokenizer.to_str())["model"]["type"] == "Unigram")


def prune(tokenizer: Tokenizer) -> tuple[Tokenizer, tuple[int, ...]]:
    """The smaller tokeniser and, for each of its ids, the id the piece had before.

    Special tokens are kept. A unigram model picks the best-scored cut of a text, and a piece with a foreign
    character is in no cut of a Chinese or English text, so their tokens stay the same.
    """
    state = json.loads(tokenizer.to_str())
    pieces: Sequence[tuple[str, float]] = state["model"]["vocab"]
    special = {token["content"] for token in state["added_tokens"]}
    kept = tuple(i for i, (piece, _) in enumerate(pieces) if piece in special or is_chinese_or_english(piece))
    new_ids = {pieces[old][0]: new for new, old in enumerate(kept)}
    state["model"]["vocab"] = [pieces[old] for old in kept]
    state["model"]["unk_id"] = kept.index(state["model"]["unk_id"])
    state["added_tokens"] = [token | {"id": new_ids[token["content"]]} for token in state["added_tokens"]]
    for name, token in state["post_processor"].get("special_tokens", {}).items():
        token["ids"] = [new_ids[name]]
    return Tokenizer.from_str(json.dumps(state)), kept


def _is_kept(character: str) -> bool:
    code = ord(character)
    if code < 0x80 or character == _METASPACE or character in LOAN_CHARACTERS:
        return True
    if any(first <= code <= last for first, last in _CJK):
        return True
    category = unicodedata.category(character)
    if category[0] in "PS" or category in {"No", "Nl"}:
        return unicodedata.name(character, "").split(" ")[0] not in _FOREIGN_SIGNS
    return False


def _is_single_latin_letter(text: str) -> bool:
    return len(text) == 1 and ord(text) < 0x250 and text.isalpha()


_FOREIGN_SIGNS = frozenset(
    "ARABIC ARMENIAN BENGALI CYRILLIC DEVANAGARI ETHIOPIC GEORGIAN GREEK GUJARATI GURMUKHI HANGUL HEBREW KANNADA KHMER "
    "LAO MALAYALAM MONGOLIAN MYANMAR ORIYA SINHALA SYRIAC TAMIL TELUGU THAI TIBETAN KATAKANA HIRAGANA TIFINAGH".split()
)
