"""Looks at the first candidates word by word: how well each token of a question is met somewhere in an entry.

One vector for a whole question puts "is there a student discount" beside "is there a teachers' discount". Here every
token of the question, as the encoder sees it in its sentence after two thirds of its layers, looks for its nearest
token in any of the entry's wordings and answers (late interaction: Khattab and Zaharia 2020). An entry's tokens are
computed once, a question costs one pass through those layers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.vectors import Kind, key_of
from understanding.runtime.session import TextSession

MODEL, TOKENIZER, TOKENS, CARD = "reranker.onnx", "reranker_tokenizer.json", "reranker_tokens.npz", "reranker.json"
START, STATES = "start", "states"
"""Outputs of the model: the states of each text's first token and of all its tokens."""

REMEMBERED = 20_000
"""Texts that training has not seen whose tokens are kept in memory."""

Packed = NDArray[np.int8]
"""Token vectors [tokens, dimensions], each stretched to the full range; its length means nothing."""


@dataclass(frozen=True)
class Match:
    """Of the question's tokens, the cosines with the nearest token of an entry: mean, smallest, standard deviation."""

    mean: float = 0.0
    least: float = 0.0
    spread: float = 0.0


class Reranker:
    """Matches questions with entries; ``known`` spares encoding the texts that training has seen.

    ``prefixes`` are what the encoder wants to see before either kind of text; their own tokens are not compared.
    """

    def __init__(
        self, session: TextSession, prefixes: Mapping[str, str], known: Mapping[str, Packed] | None = None
    ) -> None:
        self._session = session
        self._prefixes = prefixes
        self._known = known or {}
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._packed)

    @classmethod
    def load(cls, folder: Path) -> "Reranker | None":
        """What training wrote into a folder; None when it wrote none."""
        if not (folder / MODEL).exists():
            return None
        card = json.loads((folder / CARD).read_text("utf-8"))
        session = TextSession(folder / MODEL, folder / TOKENIZER, card["max_tokens"])
        return cls(session, card["prefixes"], load_tokens(folder / TOKENS))

    def matches(self, text: str, entries: Sequence[Entry]) -> list[Match]:
        """How well each entry meets what ``text`` says."""
        asked = self.states(text, "query")
        if not len(asked):
            return [Match()] * len(entries)
        return [_match(asked, self._tokens_of(entry)) for entry in entries]

    def states(self, text: str, kind: Kind) -> Vectors:
        """Unit vectors of a text's own tokens [tokens, dimensions]."""
        prefix = self._prefixes[kind]
        _, (found,) = self._session.run_with_tokens([prefix + text], (START,), STATES)
        own = [row for row, (start, end) in enumerate(found.offsets) if end > max(start, len(prefix))]
        states: Vectors = found.values[own]
        return states

    def _tokens_of(self, entry: Entry) -> Vectors:
        texts: list[tuple[str, Kind]] = [(one.text, "query") for one in entry.questions]
        texts += [(text, "passage") for text in entry.answers.values()]
        keys = [(key_of(text, kind), text, kind) for text, kind in texts]
        parts = [self._known[key] if key in self._known else self._remembered(text, kind) for key, text, kind in keys]
        tokens = np.concatenate(parts).astype(np.float32)
        unit: Vectors = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-6)
        return unit

    def _packed(self, text: str, kind: Kind) -> Packed:
        return packed(self.states(text, kind))


def packed(states: Vectors) -> Packed:
    """Vectors in a byte a number."""
    largest = np.maximum(np.abs(states).max(axis=1, keepdims=True), 1e-6)
    result: Packed = np.round(states * (127 / largest)).astype(np.int8)
    return result


def save_tokens(tokens: Mapping[str, Packed], path: Path) -> None:
    """Write the tokens of texts under their keys (``vectors.key_of``)."""
    lengths = np.array([len(one) for one in tokens.values()])
    np.savez(path, keys=np.array(list(tokens)), lengths=lengths, tokens=np.concatenate(list(tokens.values())))


def load_tokens(path: Path) -> dict[str, Packed]:
    """Read what ``save_tokens`` wrote; a missing or damaged file is empty, since tokens can be computed again."""
    try:
        with np.load(path) as stored:
            ends = np.cumsum(stored["lengths"])[:-1]
            return dict(zip(stored["keys"].tolist(), np.split(stored["tokens"], ends), strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _match(asked: Vectors, told: Vectors) -> Match:
    if not len(told):
        return Match()
    nearest = (asked @ told.T).max(axis=1)
    return Match(float(nearest.mean()), float(nearest.min()), float(nearest.std()))
