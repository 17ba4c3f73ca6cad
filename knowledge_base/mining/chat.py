"""Personal data in a whole conversation: what one message gives away is found in all the others."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.mining.asked import Asked, answers, asked_in, bare_digits
from knowledge_base.mining.names_zh import family_of, surname_alone, surname_told
from knowledge_base.mining.personal import Found, find_personal, is_of_goods, merged, names_in
from knowledge_base.mining.phrases import Phrases
from knowledge_base.mining.transcripts import Turn
from understanding.runtime.model import Entity

_NUMBERS = ("phone", "order", "card", "id")
_SHORT_NUMBER = re.compile(
    r"(?!(?:19|20)\d\d(?!\d))(?<![A-Za-z\d.¥$£€#-])\d{2,6}[A-Za-z]?(?![A-Za-z\d%.]|-\d)(?! ?(?:元|块|天|个|件|cm|kg|g|ml|W|V)\b)"
)
_CORRECTS = re.compile(r"不是|应该|應該|是|改|should be|\bnot\b|instead of|\bi mean\b|wrong|写错|打错", re.I)
_HOUSE = re.compile(r"(?<!\d)\d{2,5}[A-Za-z]?(?![\dA-Za-z])")
_NO_DIGIT = re.compile(r"\D")
LEAST_KNOWN = 4
"""Digits of a number, or of the end of a longer one, that is found again by itself."""

_FAR = 14
_LEAST_PIECE = {True: 6, False: 4}
"""Characters of a piece of an address, in Latin letters or not, that is found again by itself."""


@dataclass(frozen=True)
class _Known:
    """What a conversation has given away: pieces of addresses and codes, ends of numbers, Chinese surnames."""

    pieces: Mapping[str, Phrases]
    numbers: frozenset[str]
    surnames: frozenset[str]


def personal_in(
    turns: Sequence[Turn], read: Mapping[int, Sequence[Entity]], keep: Iterable[str] = ()
) -> dict[int, tuple[Found, ...]]:
    """Personal data of every turn by its number.

    ``read`` holds the entities that the classifier sees in each turn, ``keep`` what is nobody's: the shop's own phone,
    the agents' names.
    """
    kept = frozenset(keep)
    replies = _replies(turns)
    told = [turn.text[one.start : one.end] for turn in turns for one in replies[turn.number] if one.kind == "name"]
    read = _of_people(turns, read)
    entities = (entity for turn in turns for entity in read[turn.number])
    names_known = names_in((turn.text for turn in turns), entities, told) - kept
    names = Phrases(names_known)
    first = {
        turn.number: find_personal(turn.text, names, kept, read[turn.number], replies[turn.number]) for turn in turns
    }
    pieces, numbers = _told_once(turns, first)
    phrases = {kind: Phrases(texts - {one.strip() for one in kept}) for kind, texts in pieces.items()}
    known = _Known(phrases, numbers, _surnames(names_known))
    return {
        turn.number: merged(turn.text, (*first[turn.number], *_again(turn.text, known, first[turn.number])), kept)
        for turn in turns
    }


def _of_people(turns: Sequence[Turn], read: Mapping[int, Sequence[Entity]]) -> dict[int, list[Entity]]:
    """The entities without those that are spoken of as goods anywhere, as a film star on a mug is."""
    goods = {entity.text.casefold() for turn in turns for entity in read[turn.number] if is_of_goods(turn.text, entity)}
    return {number: [one for one in entities if one.text.casefold() not in goods] for number, entities in read.items()}


def _surnames(names: Iterable[str]) -> frozenset[str]:
    return frozenset(surname for name in names if (surname := surname_told(name) or family_of(name)[0]))


def _replies(turns: Sequence[Turn]) -> dict[int, list[Found]]:
    """What customers say in reply to what was asked, and the numbers that they write in several messages."""
    replies: dict[int, list[Found]] = {turn.number: [] for turn in turns}
    asked: Asked = frozenset()
    before: Turn | None = None
    for turn in turns:
        if turn.role == "agent":
            asked = asked_in(turn.text) | (asked if before and before.role == "agent" else frozenset())
        else:
            replies[turn.number] += (Found(*one) for one in answers(turn.text, asked))
            if before and before.role == "customer" and bare_digits(before.text) and bare_digits(turn.text):
                for one in (before, turn):
                    replies[one.number].append(Found("phone", 0, len(one.text)))
        before = turn
    return replies


def _told_once(
    turns: Sequence[Turn], found: Mapping[int, Sequence[Found]]
) -> tuple[dict[str, set[str]], frozenset[str]]:
    """Pieces of addresses and codes found anywhere by their kind, and the numbers and ends of numbers in them."""
    pieces: dict[str, set[str]] = {}
    numbers: set[str] = set()
    for turn in turns:
        for one in found[turn.number]:
            text = turn.text[one.start : one.end]
            if one.kind == "address":
                pieces.setdefault(one.kind, set()).update(_pieces(text))
                numbers.update(_HOUSE.findall(text))
            elif one.kind in ("handle", "email"):
                pieces.setdefault(one.kind, set()).add(text)
            elif one.kind in _NUMBERS and len(digits := _NO_DIGIT.sub("", text)) >= LEAST_KNOWN:
                pieces.setdefault(one.kind, set()).add(text.strip())
                numbers.add(digits if len(digits) < 2 * LEAST_KNOWN else digits[-LEAST_KNOWN:])
    return pieces, frozenset(numbers)


def _pieces(address: str) -> Iterator[str]:
    """The address itself, and those of its pieces between commas that are no city's name."""
    yield address
    parts = [part.strip() for part in re.split(r"[,，\n]", address)]
    for part in parts:
        latin = part[:1].isascii()
        is_house = latin and part == parts[0] and " " in part
        if len(part) >= _LEAST_PIECE[latin] and (is_house or any(map(str.isdigit, part))):
            yield part


def _again(text: str, known: _Known, found: Sequence[Found]) -> Iterator[Found]:
    """What is known from other messages, and a number that corrects one that is known."""
    for kind, phrases in known.pieces.items():
        yield from (Found(kind, *span) for span in phrases.find(text))
    yield from (Found("name", *span) for span in surname_alone(text, known.surnames))
    taken = [(one.start, one.end) for one in found]
    free = [
        match
        for match in _SHORT_NUMBER.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    told = [match for match in free if len(match[0]) >= LEAST_KNOWN and match[0] in known.numbers]
    yield from (Found("order", *match.span()) for match in told)
    anchors = [*(match.span() for match in told), *((one.start, one.end) for one in found if one.kind == "address")]
    for match in free:
        for start, end in anchors:
            between = text[end : match.start()] if end <= match.start() else text[match.end() : start]
            if match.span() != (start, end) and len(between) <= _FAR and _CORRECTS.search(between):
                yield Found("address", *match.span())
