"""The vectors that are searched: encoded, each language's mean taken away, known ones read from the trained file."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol
from zipfile import BadZipFile

import numpy as np

from knowledge_base.entries import Question
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.scoring import LanguageMeans
from understanding.runtime.language import detect

Kind = Literal["query", "passage"]


class TextEncoder(Protocol):
    """What is needed of an encoder."""

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors of shape [texts, dimensions]."""


class CentredVectors:
    """Vectors of questions and answers; texts that training has seen are not encoded again."""

    def __init__(self, encoder: TextEncoder, means: LanguageMeans, known: Mapping[str, Vectors] | None = None) -> None:
        self._encoder = encoder
        self._means = means
        self._known = known or {}
        self.fingerprint = means.fingerprint

    def query(self, text: str) -> Vectors:
        """The vector of what a customer asks, shape [dimensions]."""
        vector: Vectors = self.queries([text], self._encoder.encode([text], "query"))[0]
        return vector

    def queries(self, texts: Sequence[str], encoded: Vectors) -> Vectors:
        """The vectors of what customers ask, shape [texts, dimensions], from what the encoder made of them."""
        return self._means.centred(encoded, "query", [detect(text) for text in texts])

    def wordings(self, questions: Sequence[Question]) -> Vectors:
        """See ``library.TextVectors``."""
        return self._centred([one.text for one in questions], "query", [one.language for one in questions])

    def answers(self, answers: Sequence[tuple[str, str]]) -> Vectors:
        """See ``library.TextVectors``."""
        return self._centred([text for _, text in answers], "passage", [language for language, _ in answers])

    def _centred(self, texts: Sequence[str], kind: Kind, languages: Sequence[str]) -> Vectors:
        keys = [key_of(text, kind) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        encoded = dict(zip(missing, self._encoder.encode(list(missing.values()), kind), strict=True)) if missing else {}
        rows = [encoded[key] if key in encoded else self._known[key] for key in keys]
        return self._means.centred(np.stack(rows), kind, languages) if rows else np.zeros((0, 0), np.float32)


def load_vectors(path: Path) -> dict[str, Vectors]:
    """The vectors that training wrote; a missing or damaged file is empty, since they can be computed again."""
    try:
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def save_vectors(texts: Mapping[tuple[str, Kind], Vectors], path: Path) -> None:
    """Write vectors in half precision under their texts' hashes."""
    keys = [key_of(text, kind) for text, kind in texts]
    np.savez(path, keys=np.array(keys), vectors=np.stack(list(texts.values())).astype(np.float16))


def key_of(text: str, kind: Kind) -> str:
    """A hash of a text and what it is."""
    return hashlib.sha256(f"{kind}: {text}".encode()).hexdigest()[:32]
