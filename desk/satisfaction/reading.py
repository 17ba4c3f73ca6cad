"""Answers to the survey in the customer's own words, read so that no wish is ever taken for one; pure."""

import re
import unicodedata

from desk.conversations.model import Understood
from desk.satisfaction.words import FILLERS, LEAVE, SCORES, VERDICT, YES

SURE = 0.5
"""Confidence from which a wish that the classifier reads is one."""

LONGEST_WORD = 1000
"""Characters of a word that are kept."""

_POINTS = re.compile(r"([1-5一二三四五两])\s*(?:分|颗?星|points?|stars?|/\s*5|out of (?:5|five))?")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_ENGLISH_POINTS = re.compile(r"(one|two|three|four|five)(?: (?:points?|stars?|out of (?:5|five)))?")
_STARS = re.compile(r"[⭐★🌟]{1,5}")
_ASKS = re.compile(
    r"[?？]|[吗呢么]\W*$|怎么|什么时候|为什么|哪[里个儿]|多少|能不能|可不可以|有没有|是不是|[请帮]|我想要?|我要"
    r"|^\W*(?:can|could|do|does|did|is|are|will|would|what|when|where|which|who|why|how|may|shall|please|help)\b(?!')"
    r"|\bi (?:want|need|would like)\b|\bi'd like\b|\bplease\b",
    re.IGNORECASE,
)
_WANTS_TO_COMPLAIN = re.compile(
    r"(?:要|想|去|给我)\W*投诉|^\W*投诉\W*$|\b(?:want|like|need|wish|how) to (?:file |make |lodge )?(?:a )?complain"
    r"|\bfile a complaint\b",
    re.IGNORECASE,
)
_NAMED = frozenset({"order_number", "tracking_number", "email", "phone", "code"})
_REMARKS = frozenset({"oos", "complaint", "insult", "chitchat", "bot_challenge"})
_COURTESIES = frozenset({"greet", "goodbye", "thanks", "affirm"})
_DECLINES = frozenset({"deny", "abort"})


def read_score(text: str) -> int | None:
    """The score that the text says and nothing else; None for any other text."""
    plain = _plain(text)
    if _STARS.fullmatch(plain):
        return len(plain)
    if found := _POINTS.fullmatch(plain):
        return _NUMBERS.get(found[1]) or int(found[1])
    if found := _ENGLISH_POINTS.fullmatch(plain):
        return _ENGLISH[found[1]]
    return SCORES.get(plain)


def says_yes(text: str) -> bool:
    """Whether the text takes up an offer and says nothing else."""
    return _plain(text) in YES


def has_nothing_to_add(text: str, understood: Understood | None) -> bool:
    """Whether the customer lets the question for a word pass."""
    intent = understood.analysis.intent if understood is not None else ""
    return _plain(text) in LEAVE or (intent in _DECLINES and _is_short(text))


def is_courtesy(text: str, understood: Understood) -> bool:
    """Whether the text is a bare thanks, goodbye or the like."""
    return understood.analysis.intent in _COURTESIES and _is_short(text)


def is_remark(text: str, understood: Understood) -> bool:
    """Whether the text is a word on how it went; a wish, a question and a bare thanks or goodbye are none."""
    intent, confidence = understood.analysis.intent, understood.analysis.confidence
    named = any(entity.type in _NAMED for entity in understood.analysis.entities)
    if named or _ASKS.search(text) or _WANTS_TO_COMPLAIN.search(text):
        return False
    if intent in _COURTESIES:
        return not is_courtesy(text, understood)
    return intent in _REMARKS or confidence < SURE or VERDICT.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """The text in small letters without marks, politeness and what frames a verdict."""
    small = unicodedata.normalize("NFKC", text).casefold().replace("\ufe0f", "").replace("’", "'")
    return FILLERS.sub("", small.strip(" \t\n.,;:!~。，、；：！～…\"'“”()")).strip(" ,.，。!！")


def _is_short(text: str) -> bool:
    """Whether nothing can be said in it beyond a bare word or two."""
    chinese = sum("\u3400" <= character <= "\u9fff" for character in text)
    return chinese <= 4 and len(re.findall(r"[A-Za-z']+", text)) <= 3
