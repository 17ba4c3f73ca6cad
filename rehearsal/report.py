"""Results and coverage as people and as programs read them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rehearsal.coverage import Coverage
from rehearsal.heard import Heard
from rehearsal.playing import Result


def line(result: Result) -> str:
    """One line a conversation."""
    mark = "ok  " if result.passed else "FAIL"
    one = result.conversation
    return f"{mark} {one.name}  ({one.language}, {result.seconds:.1f} s)"


def story(result: Result) -> str:
    """Place, transcript and what is wrong with it."""
    said = [line for turn in result.turns for message in turn.messages for line in _lines(message)]
    return "\n".join([f"  {result.conversation.place}", *said, *(f"  ! {problem}" for problem in result.problems)])


def summary(results: Sequence[Result], covered: Coverage) -> Iterator[str]:
    """How many passed, by language, and what was not covered."""
    for language, own in _by_language(results):
        yield f"{language:<6} {sum(result.passed for result in own)} of {len(own)} conversations"
    yield f"all    {sum(result.passed for result in results)} of {len(results)} conversations"
    for name, share in covered.shares().items():
        yield f"{name:<10} {len(share.seen)} of {len(share.all)}"
        if share.missing:
            yield f"  not seen: {', '.join(share.missing)}"


def document(results: Sequence[Result], covered: Coverage) -> dict[str, Any]:
    """All of it for programs."""
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "languages": {
            language: {"passed": sum(result.passed for result in own), "of": len(own)}
            for language, own in _by_language(results)
        },
        "conversations": [_result(result) for result in results],
        "coverage": {
            name: {"seen": len(share.seen), "of": len(share.all), "missing": list(share.missing)}
            for name, share in covered.shares().items()
        },
    }


def _by_language(results: Iterable[Result]) -> Iterator[tuple[str, list[Result]]]:
    def language(result: Result) -> str:
        return result.conversation.language

    for name, own in groupby(sorted(results, key=language), key=language):
        yield name, list(own)


def _result(result: Result) -> dict[str, Any]:
    return {
        "conversation": result.conversation.name,
        "place": result.conversation.place,
        "language": result.conversation.language,
        "passed": result.passed,
        "seconds": round(result.seconds, 2),
        "problems": list(result.problems),
        "messages": [
            {
                "role": message.role,
                "text": message.text,
                "response": message.response or None,
                "intent": message.intent or None,
                "choices": list(message.choices),
            }
            for message in result.messages
        ],
    }


def _lines(message: Heard) -> Iterator[str]:
    name = message.response or message.intent
    text = message.text.replace("\n", "\n" + " " * 13)
    yield f"  {message.role:<9}  {f'[{name}] ' if name else ''}{text}"
    if message.choices:
        yield f"{'':<13}choices: {' | '.join(message.choices)}"
    if message.products:
        yield f"{'':<13}products: {' | '.join(message.products)}"
