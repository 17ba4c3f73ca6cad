"""What was expected of a turn or a conversation held against what was heard; pure, one sentence a problem."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from rehearsal.heard import Heard, Turn
from rehearsal.script import Expected, OnRecord

FAILED_TURN = frozenset({"desk_failed", "desk_holding"})
"""What the desk says when the bot did not answer, or not in time."""


def turn_problems(expected: Expected, turn: Turn, known: frozenset[str]) -> Iterator[str]:
    """Where a turn is not as expected; ``known`` are all named responses there are."""
    said = turn.responses
    failed = [name for name in said if name in FAILED_TURN and not _is_wanted(name, expected)]
    if failed:
        yield f"the turn failed: {', '.join(failed)}"
    if expected.bot is not None and not turn.by_bot:
        yield "the bot said nothing"
    elif expected.bot is not None and not _in_order(expected.bot, said):
        wanted = ", ".join(" | ".join(names) for names in expected.bot)
        yield f"said [{', '.join(said)}], expected in this order [{wanted}]"
    yield from unwanted(expected.unwanted, said, known, "not")
    yield from (f"fact {fact!r} is not told" for fact in expected.facts if fact not in turn.text)
    for words in expected.choices:
        if not any(words in title for title in turn.choices):
            yield f"choice {words!r} is not offered, but [{', '.join(turn.choices)}]"
    if expected.state is not None and turn.state != expected.state:
        yield f"the conversation is {turn.state}, expected {expected.state}"


def unwanted(patterns: Iterable[str], said: Iterable[str], known: frozenset[str], key: str) -> Iterator[str]:
    """Named responses that must not be said and were; a pattern that fits no response cannot fail and is a problem."""
    heard = tuple(said)
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in known):
            yield f"{key}: no response is named {pattern}"
        for name in heard:
            if fnmatchcase(name, pattern):
                yield f"{name} was said, which {key} forbids ({pattern})"


def leaked(never: Iterable[str], messages: Iterable[Heard]) -> Iterator[str]:
    """Texts that no message of the shop may hold and one does; the customer himself may say them."""
    words = [message.words for message in messages if message.role != "customer"]
    for text in never:
        for one in words:
            if text in one:
                yield f"never {text!r}, but: {one!r}"


def unlike_told(wanted: Mapping[str, object], told: Mapping[str, object] | None) -> Iterator[str]:
    """Where what a customer said of the conversation is not as agents must read it."""
    if told is None:
        yield "satisfaction was not asked"
        return
    for name, value in wanted.items():
        if told[name] != value:
            yield f"satisfaction.{name} is {told[name]!r}, must be {value!r}"


def off_the_record(wanted: Sequence[OnRecord], found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Where the complaints on record, as the agent API gives them, are not those expected."""
    if len(wanted) != len(found):
        yield f"complaints has {len(found)} entries, not {len(wanted)}: {[one['texts'] for one in found]}"
        return
    for number, (one, complaint) in enumerate(zip(wanted, found, strict=True), start=1):
        for name, value in one.named.items():
            actual = complaint[f"{name}_id" if name in ("order", "customer") else name]
            if actual != value:
                yield f"complaints[{number}].{name} is {actual!r}, must be {value!r}"
        for text in one.texts:
            if not any(text in said for said in complaint["texts"]):
                yield f"complaints[{number}] does not hold {text!r}: {complaint['texts']}"


def _is_wanted(name: str, expected: Expected) -> bool:
    return any(fnmatchcase(name, pattern) for names in expected.bot or () for pattern in names)


def _in_order(wanted: tuple[tuple[str, ...], ...], said: tuple[str, ...]) -> bool:
    """Whether the wanted names are a subsequence of those said."""
    rest = iter(said)
    return all(any(any(fnmatchcase(name, one) for one in names) for name in rest) for names in wanted)
