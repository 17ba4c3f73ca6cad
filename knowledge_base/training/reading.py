"""Read every text of the entries once: its vector and its tokens come from one pass of the encoder."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.reranker import Packed, TokenEncoder, TokenSpace, packed, save_tokens, texts_of
from knowledge_base.retrieval.vectors import Kind, key_of, save_vectors
from understanding.progress import Progress

DIMENSIONS = 128
"""Directions in which tokens are compared, chosen on the validation questions."""

SAMPLE = 1500
"""Texts on which these directions are measured."""

BATCH = 256

Text = tuple[str, Kind]


@dataclass(frozen=True)
class Read:
    """The vectors of texts, their tokens by ``key_of``, and the space in which these are compared."""

    vectors: dict[Text, Vectors]
    tokens: dict[str, Packed]
    space: TokenSpace

    def save(self, folder: Path) -> None:
        """Write what serving loads again."""
        save_vectors(self.vectors, folder / "vectors.npz")
        save_tokens(self.tokens, folder / "tokens.npz")
        self.space.save(folder / "token_space.npz")


def read_entries(entries: Sequence[Entry], encoder: TokenEncoder, seed: int, progress: Progress) -> Read:
    """Read all wordings and answers; some, drawn by ``seed``, are read first to measure how tokens differ."""
    texts = list(dict.fromkeys(text for entry in entries for text in texts_of(entry)))
    random.Random(seed).shuffle(texts)
    vectors: dict[Text, Vectors] = {}
    sample: dict[Text, Vectors] = {}
    for text, vector, states in _passes(texts[:SAMPLE], encoder):
        vectors[text], sample[text] = vector, states
    space = TokenSpace.measured(np.concatenate(list(sample.values())), DIMENSIONS)
    tokens = {key_of(*text): packed(space.turned(states)) for text, states in sample.items()}
    for text, vector, states in _passes(texts[SAMPLE:], encoder):
        vectors[text], tokens[key_of(*text)] = vector, packed(space.turned(states))
        if len(vectors) % BATCH == 0:
            progress(len(vectors) / len(texts), "reading past answers")
    return Read(vectors, tokens, space)


def _passes(texts: Sequence[Text], encoder: TokenEncoder) -> Iterator[tuple[Text, Vectors, Vectors]]:
    """Each text with its vector and the states of its tokens; texts of like length go side by side."""
    for kind in ("query", "passage"):
        ordered = sorted((text for text, its_kind in texts if its_kind == kind), key=len)
        for start in range(0, len(ordered), BATCH):
            block = ordered[start : start + BATCH]
            found = zip(block, *encoder.encode_with_tokens(block, kind), strict=True)
            yield from (((text, kind), vector, states) for text, vector, states in found)
