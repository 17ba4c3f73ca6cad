"""What a mentioned option is in its sentence: what the customer wants, what he has, or what he does not want."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from actions.reading.options import Mention, mentions
from actions.reading.words import Said


class Role(Enum):
    """The part a mention plays."""

    WANTED = "wanted"
    PLAIN = "plain"
    HAS = "has"
    REFUSED = "refused"


_WORD = r"[\s+]+(?!but\b|and\b|want|need|prefer|for\b|to\b|with\b|into\b)[\w'/-]+(?:\.\w+)*"
_FILL = rf"(?:{_WORD}){{0,4}}\s*$"
_LONG_FILL = rf"(?:{_WORD}){{0,10}}\s*$"
_REFUSED_BEFORE = re.compile(
    rf"\b(?:instead of|rather than|in place of){_LONG_FILL}|(?:\b(?:not|other than|except|without|unlike|over|than"
    # "no the black one" says no to what was said before
    r"|no(?![\s-]+(?:the|that|this|those|i|it|make|give|sorry|rather|actually|in|my|size)\b))"
    rf"|n't (?:want|like|need|love|take))\b{_FILL}"
    r"|(?:不要|不想要|不是|不喜欢|别要|别给我|除了|而不是|不选)[^，。,;；!！?？换改要是]{0,6}$"
)
_HAS_BEFORE = re.compile(
    rf"(?:\bfrom|\b(?:i|we)(?:'ve| have| had)?(?: just| already| currently| accidentally| mistakenly)?"
    rf" (?:ordered|bought|received|purchased|got|chose|picked|have|own)(?! to\b)"
    rf"|\bsent me|\bcame (?:in|as|with)|\b(?:current|currently|now) (?:is|it's|have)?|\bordered)\b{_FILL}"
    r"|(?:买的是|买了|买的|收到的?是?|发来的?是?|发的是|发成了?|现在是|现在的|原来是|原来的|之前的|之前是|本来是"
    r"|下单的是|拍的是|拍了|拍成了?|拍错了?|选了|选成了?|把|将|从)[^，。,;；!！?？换改要想]{0,8}$"
)
_ASKING = re.compile(r"\b(?:can|could|may|should)\s*$")
_DESCRIBED_BEFORE = re.compile(r"(?:\b(?:too|a bit|a little|very|so|runs?|fits?|slightly|looks?)|[太偏有]点?)\s*$")
_DESCRIBED_AFTER = re.compile(
    r"\s*(?:ones?|version|size|colou?r)?\s*(?:is|was|are|were|'s)\s+(?:too|not|wrong|ugly|broken|out|a bit|so)\b"
    r"|(?:色|的|码|号)?[^，。,要换]{0,2}(?:太|偏|不合适|不好看|不想要|不要了|不喜欢|穿不下|拍错|坏)"
    r"|(?:色|的|码|号)?[^，。,;；!！?？换要改]{0,8}?(?:配不|不搭|不配|摆不下|放不下|装不下|塞不下|一堆|家里|穿不了|用不了"
    r"|难看|扎眼|显[黑胖老]|看腻|不喜欢)"
)
_WANTED_BEFORE = re.compile(
    r"(?:\b(?:want|need|prefer|like|get|choose|pick|take|make it|give me|go for|go with|switch to"
    r"|change to)\b[\w\s'-]{0,24}"
    r"|(?:要|想要|换成?|改成?|选|来|给我)[^，。,;；!！?？]{0,4})$"
)
_PREFERRED = {"change": ("to", "into", "from"), "replace": ("with", "by", "for")}
_VERB = re.compile(
    r"\b(?:(?P<trade>exchang\w*|swap\w*|trad(?:e|ing)|return\w*)|(?P<change>chang\w*|switch\w*|modif\w*|convert\w*)"
    r"|(?P<replace>replac\w*|substitut\w*))\b"
)
_FROM_TO = re.compile(r"\bfrom\b[^.;!?]{1,50}?\b(to|into)\b|(?:->|→|=>)")
_TURN = re.compile(r"换成|换为|换到|改成|改为|改到|变成|(?<!替)换(?!货|季)|改|->|→|=>")
_OBJECT = re.compile(r"(?:\s+(?!to\b|for\b|into\b|with\b)[\w'-]+){0,5}\s*")
_DENYING = re.compile(r"(?:not|no|non|without|don't)\b|[不无没]")
_BREAK = re.compile(r"[，,。;；!！?？\n]|\.(?=\s)")
_SENTENCE = re.compile(r"[.;!?。；！？\n](?!\d)")


@dataclass(frozen=True)
class Heard:
    """A mention with its part; `is_object` when a verb of exchanging has it as its object: "exchange the black one"."""

    mention: Mention
    role: Role
    is_object: bool = False


def heard(said: Said, offered: Mapping[str, tuple[str, ...]], goods_end: int | None = None) -> tuple[Heard, ...]:
    """Every mention of an offered value with its part; `goods_end` is where the goods were named, if they were."""
    turn = turn_of(said, goods_end)
    found, floor = [], 0
    for mention in mentions(said, offered):
        part = _role(said, mention, turn, floor)
        found.append(Heard(mention, part, turn is None and _is_object(said, mention)))
        if _DENYING.match(said.text, mention.start):
            # "not waterproof silver": the "not" is spent
            floor = mention.end
    return tuple(found)


def role_of(said: Said, mention: Mention, goods_end: int | None = None) -> Role:
    """The part that one mention plays, whatever else is mentioned."""
    return _role(said, mention, turn_of(said, goods_end), 0)


def turn_of(said: Said, goods_end: int | None = None) -> tuple[int, int] | None:
    """From where to where a text speaks of what the customer has, before "for", "to", 换成; None when nothing says so.

    `goods_end` is where the goods were named: "the lamp for a silver one" needs no verb.
    """
    text = said.text
    if match := _FROM_TO.search(text):
        return match.start(), match.end()
    for verb in _VERB.finditer(text):
        if found := _english_turn(text, verb.start(), verb.end(), verb.lastgroup or "trade"):
            return found
    if goods_end is not None and (found := _english_turn(text, 0, goods_end, "trade")):
        return found
    return _chinese_turn(text)


def _role(said: Said, mention: Mention, turn: tuple[int, int] | None, floor: int) -> Role:
    before = said.before(mention.start)
    before = before[max(0, len(before) - (mention.start - floor)) :] if floor < mention.start else ""
    clause = before[_last_break(before) :]
    if _REFUSED_BEFORE.search(clause):
        return Role.REFUSED
    if turn and turn[0] <= mention.start < turn[1]:
        return Role.HAS
    if _is_what_he_has(clause, said.text[mention.end : mention.end + 24]):
        return Role.HAS
    after_turn = turn is not None and mention.start >= turn[1]
    return Role.WANTED if after_turn or _WANTED_BEFORE.search(clause) else Role.PLAIN


def _is_object(said: Said, mention: Mention) -> bool:
    before = said.before(mention.start)
    verbs = list(_VERB.finditer(before))
    between = before[verbs[-1].end() :] if verbs else "."
    return _OBJECT.fullmatch(between) is not None


def _english_turn(text: str, start: int, search_from: int, kind: str) -> tuple[int, int] | None:
    broken = _SENTENCE.search(text, search_from)
    end = broken.start() if broken else len(text)
    for words in (_PREFERRED.get(kind, ("for",)), ("for", "to", "into", "with", "by")):
        pattern = re.compile(
            rf"\b(?:{'|'.join(word for word in words if word != 'from')})\b(?!\s+(?:me|my|this|return|refund)\b)"
        )
        if match := pattern.search(text, search_from, end):
            return start, match.end()
    return None


def _chinese_turn(text: str) -> tuple[int, int] | None:
    """The first 换 or 改 of a sentence with something on both sides of it."""
    if not (match := _TURN.search(text)):
        return None
    start = max((text.rfind(mark, 0, match.start()) for mark in "。！？；"), default=-1) + 1
    has_after = re.match(r"(?!一下|一换|换|[吧呗了嘛么吗])[^，。,;；]{0,3}[\w\u4e00-\u9fff]", text[match.end() :])
    return (start, match.end()) if has_after and match.start() > start else None


def _is_what_he_has(clause: str, after: str) -> bool:
    if _DESCRIBED_BEFORE.search(clause) or _DESCRIBED_AFTER.match(after):
        return True
    found = _HAS_BEFORE.search(clause)
    return found is not None and not _ASKING.search(clause[: found.start()])


def _last_break(before: str) -> int:
    return max((match.end() for match in _BREAK.finditer(before)), default=0)
