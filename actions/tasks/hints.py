"""Wishes that are put without their verb: the parcel would find nobody at home, the shoes are too small."""

from __future__ import annotations

import re

from storefront.changes import Kind

_GOODS = r"(?:it|they|these|those|this|that|(?:the|my|our|that|this) [\w' -]{2,40}?)"
_MOVED = r"(?:go|be (?:sent|shipped|delivered|brought|dropped off|redirected)) (?:to|at)\b"
_SIZE = r"(?:small|big|large|tight|short|long|loose|narrow|wide)"

_HINTS = (
    (
        Kind.RETURN_ITEMS,
        r"\b(?:i'?d like|i would like|i want|i need|can i (?:have|get)|could i (?:have|get)|give me|may i have)\b"
        r".{0,16}\b(?:money back|a (?:full )?refund)\b"
        r"|把钱退|退我钱|给我退钱|[想要]退钱",
    ),
    (
        Kind.CHANGE_ADDRESS,
        rf"\b(?:can|could|should|must|let) {_GOODS} (?:please |instead |rather )?{_MOVED}"
        rf"|\b{_GOODS} (?:can|could|should|must|needs? to|ha(?:s|ve)(?: got)? to) (?:please |instead |rather )?{_MOVED}"
        r"|\b(?:need|want|like|have|got) to (?:change|update|correct|fix)\b.{0,24}\baddress\b"
        r"|\b(?:nobody|no one|noone) (?:will|is going to|'ll) be (?:there|home|at home|in)\b"
        r"|\b(?:will|'ll|going to) find (?:nobody|no one|noone)\b|\bthere(?:'ll| will) be (?:nobody|no one|noone)\b"
        r"|\b(?:i|we)(?:'ve| have|'m| am|'re| are)? (?:just |since |recently )?mov(?:ed|ing) (?:house|flat|out|to)\b"
        r"|(?:那边|那里|家里|公司|到时候?|那几?天|白天)[^，。,]{0,8}没有?人(?:在|收|签|能收)"
        r"|搬家了|搬走了|已经搬|不住那|不住在那|不在那[边儿里]住",
    ),
    (
        Kind.EXCHANGE_ITEMS,
        r"\b(?:can|could|may) (?:i|we|you) (?:still |please |maybe )?(?:get|have|take|make|send)\b.{0,60}"
        r"\b(?:instead|rather than|and not|not the)\b"
        r"|\bpossible (?:that|for me|to)\b.{0,60}\b(?:instead|rather than|and not|not the)\b"
        r"|\b(?:another|a different|the other|a bigger|a larger|a smaller|the next) (?:size|colou?r|version|scent)\b"
        r".{0,40}\b(?:please|pls|plz)\b"
        r"|\b(?:want|need|like|prefer|please|pls)\b.{0,16}\b(?:another|a different|the other|a bigger|a larger"
        r"|a smaller|the next) (?:size|colou?r|version|scent)\b"
        r"|[想要][^，。,？?]{0,2}(?:大|小)一?[号码]的?",
    ),
    (
        Kind.EXCHANGE_ITEMS,
        rf"\b{_GOODS}(?:'s|'re| is| are| was| were| feels?| runs?| came| turned out)(?: [\w']+){{0,3}}? too {_SIZE}\b"
        r"|\b(?:doesn'?t|don'?t|does not|do not|didn'?t) (?:really |quite |even )?fit\b"
        r"|(?:码|号|尺寸|鞋|衣服?|裤子?|裙子?|帽子?|穿[着起]?来?|买|拍)[^，。,]{0,6}(?:太|偏|有点)?[小大紧松短长]了"
        r"|穿不[上下进]|[小大]了[一两]?[码号]|不合[身脚]|(?:装|塞|放)不下",
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE | re.ASCII)) for kind, words in _HINTS)
_SENTENCE_END = re.compile(r"(?<=[?？])|[.!。！;；\n]|:-?[()]")
_SUPPOSED = re.compile(
    r"如果|要是|万一|假如|会不会|怕|吗|怎么|多久|什么时候|没到|还没|取消"
    r"|\b(?:if|in case|whether|would (?:it|they|the|this|that|be)|when|where|which|what|how|yet|already|waiting"
    r"|still (?:no|not|nothing)|cancel\w*|returned|haven'?t|promised)\b",
    re.IGNORECASE | re.ASCII,
)
_ASKED = re.compile(r"^\s*(?:and |but |so |hi,? |hello,? )?(?:is|are|was|were|do|does|did|will)\b|[?？]", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\b(?:can|could|may|possible)\b", re.IGNORECASE | re.ASCII)


def hint(text: str) -> Kind | None:
    """The change that the words come to though none of its verbs is said; None for a question or a mere case."""
    stated = [one for one in _SENTENCE_END.split(text) if not _is_question(one)]
    return next((kind for kind, pattern in _PATTERNS if any(map(pattern.search, stated))), None)


def _is_question(sentence: str) -> bool:
    """Whether a sentence asks for knowledge or speaks of what might be; "can I have" asks for a deed."""
    if _SUPPOSED.search(sentence):
        return True
    return _ASKED.search(sentence) is not None and _ASKED_FOR.search(sentence) is None
