"""The lexical expert: what the words alone say of a label; it knows rare words that the encoder has hardly seen."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.session import existing

_UNIT = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
SHORTEST_PART, LONGEST_PART = 3, 5


def grams(text: str) -> list[str]:
    """Words, Chinese characters and signs, their neighbours in pairs, and parts of words of 3 to 5 letters."""
    units = _UNIT.findall(unicodedata.normalize("NFKC", text).lower())
    found = units + [f"{a} {b}" for a, b in pairwise(units)]
    for unit in units:
        if len(unit) > 1:
            edged = f"<{unit}>"
            for size in range(SHORTEST_PART, LONGEST_PART + 1):
                found += [edged[i : i + size] for i in range(len(edged) - size + 1)]
    return found


def hashed(gram: str) -> int:
    """The number a gram is known by."""
    return zlib.crc32(gram.encode("utf-8", "replace"))


@dataclass(frozen=True)
class LexicalExpert:
    """Linear models over tf-idf weighted grams (sublinear counts, length 1), one for each head.

    `known` are the sorted hashes of the grams, `idf` their weights, `tables` [grams, labels] and `biases` [labels]
    the model of each head.
    """

    known: NDArray[np.uint32]
    idf: NDArray[np.float32]
    tables: Mapping[str, NDArray[np.float16]]
    biases: Mapping[str, NDArray[np.float32]]

    @classmethod
    def read(cls, file: Path) -> LexicalExpert:
        """Read what `write` wrote; raise ModelMissingError when there is none."""
        with np.load(existing(file), allow_pickle=False) as stored:
            arrays = dict(stored)
        heads = [name.removeprefix("table_") for name in arrays if name.startswith("table_")]
        return cls(
            arrays["known"],
            arrays["idf"],
            {head: arrays[f"table_{head}"] for head in heads},
            {head: arrays[f"bias_{head}"] for head in heads},
        )

    def write(self, file: Path) -> None:
        """Store all arrays in one compressed file."""
        arrays: dict[str, NDArray[np.generic]] = {"known": self.known, "idf": self.idf}
        arrays |= {f"table_{head}": table for head, table in self.tables.items()}
        arrays |= {f"bias_{head}": bias for head, bias in self.biases.items()}
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]

    def margins(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The margin of every label of every head for each text: [texts, labels]."""
        found = {head: np.tile(bias, (len(texts), 1)) for head, bias in self.biases.items()}
        for row, text in enumerate(texts):
            counts = Counter(map(hashed, grams(text)))
            hashes = np.fromiter(counts, np.uint32, len(counts))
            places = np.searchsorted(self.known, hashes)
            places[places == len(self.known)] = 0
            there = self.known[places] == hashes if len(self.known) else np.zeros(len(hashes), bool)
            if not there.any():
                continue
            places = places[there]
            times = np.fromiter(counts.values(), np.float32, len(counts))[there]
            weights = (1.0 + np.log(times)) * self.idf[places]
            weights /= np.linalg.norm(weights)
            for head, table in self.tables.items():
                found[head][row] += weights @ table[places].astype(np.float32)
        return found
