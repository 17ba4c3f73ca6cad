"""English as it is typed with two thumbs, spelled out: "wen will u ship it", "whats", "n the money"."""

import re

_WORDS = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "n": "and",
    "y": "why",
    "hw": "how",
    "wat": "what",
    "wot": "what",
    "wut": "what",
    "wats": "what's",
    "whats": "what's",
    "wheres": "where's",
    "whens": "when's",
    "hows": "how's",
    "wen": "when",
    "wer": "where",
    "wich": "which",
    "witch": "which",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ty": "thanks",
    "k": "ok",
    "em": "them",
    "gimme": "give me",
    "wanna": "want to",
    "gonna": "going to",
    "b4": "before",
    "2day": "today",
    "2moro": "tomorrow",
    "recieve": "receive",
    "recieved": "received",
    "adress": "address",
    "delivry": "delivery",
    "trackin": "tracking",
}
_PATTERN = re.compile(rf"(?<![\w'’@.-])(?:{'|'.join(_WORDS)})(?![\w'’@-]|\.\w)", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:sizes?|kids?|\d+)\s*$", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """The text with such words written in full; letters that are part of a name, an address or a size stay."""
    return _PATTERN.sub(lambda match: match[0] if _is_a_size(text, match) else _WORDS[match[0].lower()], text)


def _is_a_size(text: str, match: re.Match[str]) -> bool:
    return len(match[0]) == 1 and (match[0].isupper() or _SIZE.search(text, 0, match.start()) is not None)
