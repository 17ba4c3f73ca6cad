"""Cleans examples before training and counts what it did."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from understanding.training.examples import Example
from understanding.training.groups import near_duplicate_groups

_DECODED_TWICE: Final = ("Ã", "â€", "锟斤拷", "烫烫烫", "ï¼", "\ufffd")
"""What UTF-8 looks like after it was read as something else."""


@dataclass(frozen=True)
class Cleaned:
    """The examples that are kept, what was taken out (reason to count), and where (reason to places, the first few)."""

    examples: tuple[Example, ...]
    near_duplicates: int
    removed: dict[str, int]
    places: dict[str, tuple[str, ...]]


PLACES_NAMED: Final = 20


def clean(examples: Sequence[Example]) -> Cleaned:
    """Drop empty texts, encoding faults, repeats and contradictory labels; count near-duplicates, which are kept.

    Two labels for one text contradict: neither can be believed, so all of that text's labels for the head go.
    Near-duplicates are kept because the split never separates them.
    """
    removed: Counter[str] = Counter()
    places: defaultdict[str, list[str]] = defaultdict(list)

    def drop(reason: str, example: Example) -> None:
        removed[reason] += 1
        if len(places[reason]) < PLACES_NAMED:
            places[reason].append(example.place)

    readable = []
    for example in examples:
        if not comparable(example):
            drop("empty", example)
        elif any(sign in example.text for sign in _DECODED_TWICE):
            drop("encoding fault", example)
        else:
            readable.append(example)
    given: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for example in readable:
        for head, label in example.labels.items():
            given[head, comparable(example)].add(label)
    kept: list[Example] = []
    seen: set[tuple[str, str]] = set()
    for example in readable:
        text = comparable(example)
        sound = {head: label for head, label in example.labels.items() if len(given[head, text]) == 1}
        fresh = {head: label for head, label in sound.items() if (head, text) not in seen}
        spans = example.spans if ("entities", text) not in seen else None
        if len(sound) < len(example.labels):
            drop("contradictory", example)
        elif not fresh and spans is None:
            drop("repeated", example)
        if fresh or spans is not None:
            kept.append(replace(example, labels=fresh, spans=spans))
            seen |= {(head, text) for head in fresh} | ({("entities", text)} if spans is not None else set())
    groups = Counter(near_duplicate_groups([example.text for example in kept]).tolist()) if kept else Counter[int]()
    near = sum(count - 1 for count in groups.values())
    named = {reason: tuple(found) for reason, found in places.items()}
    return Cleaned(tuple(kept), near, dict(sorted(removed.items())), named)


def comparable(example: Example) -> str:
    """What of a text tells it from others: not case, width or blanks."""
    text = " ".join(unicodedata.normalize("NFKC", example.text).casefold().split())
    return f"{example.aspect}: {text}" if example.aspect and text else text
