"""How well an entry fits a question: pure arithmetic on unit vectors.

Raw vectors of a multilingual encoder lie close together and lean towards their language; taking the mean of each
language away first makes a Chinese and an English wording of one question neighbours.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge_base.index.port import Vectors

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class LanguageMeans:
    """The mean vector of each kind of text (query, passage) in each language."""

    means: Mapping[tuple[str, str], Vectors]

    @classmethod
    def measured(cls, vectors: Vectors, labels: Sequence[tuple[str, str]]) -> "LanguageMeans":
        """Means over vectors of shape [texts, dimensions] labelled (kind, language)."""
        groups: dict[tuple[str, str], list[int]] = {}
        for row, label in enumerate(labels):
            groups.setdefault(label, []).append(row)
        return cls({label: vectors[rows].mean(axis=0) for label, rows in groups.items()})

    def centred(self, vectors: Vectors, kind: str, languages: Sequence[str]) -> Vectors:
        """Unit vectors with their language's mean taken away; a mixed text loses half of each."""
        shifted = vectors - np.stack([self._mean(kind, language) for language in languages])
        lengths = np.linalg.norm(shifted, axis=1, keepdims=True)
        unit: Vectors = (shifted / np.maximum(lengths, 1e-6)).astype(np.float32)
        return unit

    def _mean(self, kind: str, language: str) -> Vectors:
        if (kind, language) in self.means:
            return self.means[kind, language]
        mean: Vectors = np.mean([self.means[kind, known] for known in LANGUAGES], axis=0)
        return mean

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(
            json.dumps({f"{kind} {language}": mean.tolist() for (kind, language), mean in self.means.items()})
        )

    @classmethod
    def load(cls, path: Path) -> "LanguageMeans":
        """Read what ``save`` wrote."""
        record = json.loads(path.read_text())
        pairs = {tuple(label.split(" ")): np.array(mean, dtype=np.float32) for label, mean in record.items()}
        return cls({(kind, language): mean for (kind, language), mean in pairs.items()})


@dataclass(frozen=True)
class EntryVectors:
    """Centred vectors of an entry: its wordings [wordings, dimensions] and its answers [languages, dimensions]."""

    questions: Vectors
    answers: Vectors

    def fit(self, query: Vectors) -> float:
        """Mean of how near the question is to the nearest wording, to the wordings' centre and to the answers."""
        if not len(self.questions):
            return float((self.answers @ query).mean())
        centre = self.questions.sum(axis=0)
        centre = centre / max(float(np.linalg.norm(centre)), 1e-6)
        nearest = float((self.questions @ query).max())
        answers = float((self.answers @ query).mean())
        return (nearest + float(centre @ query) + 2 * answers) / 4

    def nearest(self, query: Vectors) -> tuple[int, float]:
        """Row of the nearest wording and its cosine; (0, 0) when there is no wording."""
        cosines = self.questions @ query
        return (int(cosines.argmax()), float(cosines.max())) if len(cosines) else (0, 0.0)

    def without(self, rows: Sequence[int]) -> "EntryVectors":
        """The same entry as if some of its wordings had never been written."""
        return EntryVectors(np.delete(self.questions, list(rows), axis=0), self.answers)
