"""Looks at the first candidates word by word: how well each token of a question is met somewhere in an entry.

One vector for a whole question puts "is there a student discount" beside "is there a teachers' discount". Here every
token of the question, as the encoder sees it in its sentence after two thirds of its layers, looks for its nearest
token in any of the entry's wordings and answers (late interaction: Khattab and Zaharia 2020). A question's tokens come
with its vector from one pass, an entry's are computed once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.vectors import Kind, key_of
from understanding.runtime.session import existing

REMEMBERED = 1_500_000
"""Tokens of texts that training has not seen that are kept in memory, 128 bytes each; those read first go first."""

Packed = NDArray[np.int8]
"""Token vectors [tokens, dimensions], each stretched to the full range; its length means nothing."""


class TokenEncoder(Protocol):
    """What is needed of an encoder."""

    def encode_with_tokens(self, texts: Sequence[str], kind: Kind) -> tuple[Vectors, Sequence[Vectors]]:
        """Unit vectors [texts, width], and for each text the states of its tokens [tokens, width]."""


@dataclass(frozen=True)
class TokenSpace:
    """How tokens are compared: their mean [width] is taken away, then few directions [width, dimensions] count."""

    mean: Vectors
    directions: Vectors

    @classmethod
    def measured(cls, states: Vectors, dimensions: int) -> "TokenSpace":
        """The directions of largest variance (principal components) of states [tokens, width]."""
        mean = states.mean(axis=0)
        shifted = states - mean
        _, directions = np.linalg.eigh(shifted.T @ shifted / len(shifted))
        return cls(mean, np.ascontiguousarray(directions[:, ::-1][:, :dimensions]))

    def turned(self, states: Vectors) -> Vectors:
        """Unit vectors [tokens, dimensions] of states [tokens, width]."""
        return _unit(((states - self.mean) @ self.directions).astype(np.float32))

    def save(self, path: Path) -> None:
        """Write as npz."""
        np.savez(path, mean=self.mean, directions=self.directions)

    @classmethod
    def load(cls, path: Path) -> "TokenSpace":
        """Read what ``save`` wrote; raise ModelMissingError when there is nothing."""
        with np.load(existing(path)) as stored:
            return cls(stored["mean"], stored["directions"])


@dataclass(frozen=True)
class Match:
    """Of the question's tokens, the cosines with the nearest token of an entry: mean, smallest, standard deviation."""

    mean: float = 0.0
    least: float = 0.0
    spread: float = 0.0


class Reranker:
    """Matches questions with entries; ``known`` spares reading again what training has read."""

    def __init__(self, encoder: TokenEncoder, space: TokenSpace, known: Mapping[str, Packed] | None = None) -> None:
        self._encoder = encoder
        self._space = space
        self._known = known or {}
        self._fresh: dict[str, Packed] = {}
        self._kept = 0
        self._lock = Lock()

    def read(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Questions' vectors [texts, width] as the encoder gives them, and their tokens [tokens, dimensions]."""
        vectors, states = self._encoder.encode_with_tokens(texts, "query")
        return vectors, [self._space.turned(one) for one in states]

    def matches(self, asked: Vectors, entries: Sequence[Entry]) -> list[Match]:
        """How well each entry meets the tokens of a question [tokens, dimensions]."""
        if not len(asked):
            return [Match()] * len(entries)
        return [_match(asked, tokens) for tokens in self._tokens_of(entries)]

    def warm(self, entries: Sequence[Entry]) -> None:
        """Read entries before a question needs them, as long as there is room."""
        for entry in entries:
            if self._kept >= REMEMBERED:
                return
            self._tokens_by_key(_keyed(entry))

    def _tokens_of(self, entries: Sequence[Entry]) -> Iterator[Vectors]:
        texts = [_keyed(entry) for entry in entries]
        tokens = self._tokens_by_key({key: text for own in texts for key, text in own.items()})
        for own in texts:
            yield _unit(np.concatenate([tokens[key] for key in own]).astype(np.float32))

    def _tokens_by_key(self, texts: Mapping[str, tuple[str, Kind]]) -> Mapping[str, Packed]:
        """The tokens of texts; what is new is read and remembered."""
        known = ((key, self._known.get(key, self._fresh.get(key))) for key in texts)
        found = {key: tokens for key, tokens in known if tokens is not None}
        missing = {key: text for key, text in texts.items() if key not in found}
        if missing:
            read = dict(zip(missing, read_tokens(list(missing.values()), self._encoder, self._space), strict=True))
            self._remember(read)
            found.update(read)
        return found

    def _remember(self, read: Mapping[str, Packed]) -> None:
        with self._lock:
            for key, tokens in read.items():
                if key not in self._fresh:
                    self._fresh[key] = tokens
                    self._kept += len(tokens)
            while self._kept > REMEMBERED:
                self._kept -= len(self._fresh.pop(next(iter(self._fresh))))


def _keyed(entry: Entry) -> dict[str, tuple[str, Kind]]:
    return {key_of(*text): text for text in texts_of(entry)}


def texts_of(entry: Entry) -> list[tuple[str, Kind]]:
    """The texts of an entry whose tokens count."""
    texts: list[tuple[str, Kind]] = [(one.text, "query") for one in entry.questions]
    return [*texts, *((text, "passage") for text in entry.answers.values())]


def read_tokens(texts: Sequence[tuple[str, Kind]], encoder: TokenEncoder, space: TokenSpace) -> list[Packed]:
    """The packed tokens of texts, in their order."""
    found: dict[tuple[str, Kind], Packed] = {}
    for kind in dict.fromkeys(kind for _, kind in texts):
        own = [text for text, its_kind in texts if its_kind == kind]
        _, states = encoder.encode_with_tokens(own, kind)
        found.update(((text, kind), packed(space.turned(one))) for text, one in zip(own, states, strict=True))
    return [found[text] for text in texts]


def packed(vectors: Vectors) -> Packed:
    """Vectors in a byte a number."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-6)
    result: Packed = np.round(vectors * (127 / largest)).astype(np.int8)
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


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return unit
