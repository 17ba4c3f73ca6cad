"""Token tags to entities: the best legal sequence of begin, inside and outside tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"
_FORBIDDEN = -1e9
_WHOLE = re.compile(r"[a-zà-öø-ɏ]+|\d+(?:[.,]\d+)*", re.IGNORECASE)
"""Words of letters and numbers, which no entity ends within."""


def tag_names(types: Sequence[str]) -> tuple[str, ...]:
    """The tags of entity types: outside, then begin and inside for each."""
    return (OUTSIDE, *(f"{part}-{kind}" for kind in types for part in "BI"))


def legal_moves(tags: Sequence[str]) -> NDArray[np.float32]:
    """0 where tag [row] may be followed by tag [column], else very little: an entity's inside follows only its own."""
    moves = np.zeros((len(tags), len(tags)), np.float32)
    for column, tag in enumerate(tags):
        if tag.startswith("I-"):
            allowed = [row for row, before in enumerate(tags) if before[2:] == tag[2:]]
            moves[:, column] = _FORBIDDEN
            moves[allowed, column] = 0.0
    return moves


def best_tags(logits: NDArray[np.float32], moves: NDArray[np.float32]) -> list[int]:
    """The legal sequence of tags with the highest sum of logits [tokens, tags] (Viterbi 1967)."""
    if not len(logits):
        return []
    scores = logits[0] + moves[0]
    back = np.zeros(logits.shape, np.int64)
    for token in range(1, len(logits)):
        paths = scores[:, None] + moves
        back[token] = paths.argmax(0)
        scores = paths.max(0) + logits[token]
    best = [int(scores.argmax())]
    for token in range(len(logits) - 1, 0, -1):
        best.append(int(back[token][best[-1]]))
    return best[::-1]


def find_spans(
    logits: NDArray[np.float32],
    offsets: Sequence[tuple[int, int]],
    text: str,
    tags: Sequence[str],
    moves: NDArray[np.float32],
    first: int,
) -> list[tuple[str, int, int]]:
    """Entities as (type, start, end) in a text from its tokens' logits; what stands before `first` is no part of it.

    Marks of beginning and end have no place in the text; they carry no tag, whatever their logits say.
    """
    rows = [row for row, (start, end) in enumerate(offsets) if end > start and end > first]
    path = [tags[tag] for tag in best_tags(logits[rows], moves)]
    spans = spans_of(path, [(max(offsets[row][0], first), offsets[row][1]) for row in rows], text)
    return whole_words(spans, text, first)


def spans_of(tags: Sequence[str], offsets: Sequence[tuple[int, int]], text: str) -> list[tuple[str, int, int]]:
    """Entities as (type, start, end) from one tag a token; blanks at their edges are cut off."""
    found: list[tuple[str, int, int]] = []
    kind, start, end = "", 0, 0
    for tag, (first, last) in [*zip(tags, offsets, strict=True), (OUTSIDE, (0, 0))]:
        if kind and tag == f"I-{kind}":
            end = last
            continue
        if kind:
            while start < end and text[start].isspace():
                start += 1
            while start < end and text[end - 1].isspace():
                end -= 1
            if start < end:
                found.append((kind, start, end))
        kind, start, end = (tag[2:], first, last) if tag != OUTSIDE else ("", 0, 0)
    return found


def whole_words(spans: Sequence[tuple[str, int, int]], text: str, first: int = 0) -> list[tuple[str, int, int]]:
    """The entities with their edges moved out to those of the words and numbers they would cut in two.

    A piece of a word knows less than the word, so a tagger tags "roll" and forgets the "s". Of two entities in one
    word the first keeps it, the second what else it has.
    """
    if not spans:
        return []
    words = [match.span() for match in _WHOLE.finditer(text, first)]
    whole: list[tuple[str, int, int]] = []
    for kind, start, end in spans:
        start = next((a for a, b in words if a < start < b), start)
        end = next((b for a, b in words if a < end < b), end)
        start = max(start, whole[-1][2] if whole else first)
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            whole.append((kind, start, end))
    return whole
