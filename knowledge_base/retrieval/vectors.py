"""Vectors of texts, computed once: a cache on disk keyed by the text's hash."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from knowledge_base.index.port import Vectors

Kind = Literal["query", "passage"]


class TextEncoder(Protocol):
    """What the cache needs of an encoder."""

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Unit vectors of shape [texts, dimensions]."""


class VectorCache:
    """Encodes only what neither the trained cache nor the state folder's holds yet."""

    def __init__(self, encoder: TextEncoder, trained: Path, own: Path) -> None:
        self._encoder = encoder
        self._trained = trained
        self._own = own
        self._known: dict[str, Vectors] | None = None

    def vectors(self, texts: Sequence[str], kind: Kind) -> Vectors:
        """Vectors of the texts in their order; new ones are kept for the next start."""
        known = self._load()
        keys = [_key(text, kind) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known.update(zip(missing, self._encoder.encode(list(missing.values()), kind), strict=True))
            save_vectors(known, self._own)
        if not keys:
            return np.zeros((0, 1), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def query(self, text: str) -> Vectors:
        """The vector of one question, shape [dimensions]; not kept."""
        vector: Vectors = self._encoder.encode([text], "query")[0]
        return vector

    def _load(self) -> dict[str, Vectors]:
        if self._known is None:
            self._known = {}
            for path in (self._trained, self._own):
                self._known.update(load_vectors(path))
        return self._known


def load_vectors(path: Path) -> dict[str, Vectors]:
    """The vectors in a cache file; a missing or damaged one is empty, since it can be computed again."""
    try:
        with np.load(path) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def save_vectors(known: dict[str, Vectors], path: Path) -> None:
    """Write a cache file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, suffix=".npz")
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    Path(draft).replace(path)


def _key(text: str, kind: Kind) -> str:
    return hashlib.sha256(f"{kind}: {text}".encode()).hexdigest()[:32]
