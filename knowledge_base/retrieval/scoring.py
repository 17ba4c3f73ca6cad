"""How well an entry fits a question: pure arithmetic on unit vectors.

Raw vectors of a multilingual encoder lie close together and lean towards their language; taking the mean of each
language away first makes a Chinese and an English wording of one question neighbours.
"""

import hashlib
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

    @property
    def fingerprint(self) -> str:
        """Changes with the encoder and the texts that the means were measured on."""
        digest = hashlib.sha256()
        for label in sorted(self.means):
            digest.update(" ".join(label).encode() + np.asarray(self.means[label], np.float32).round(5).tobytes())
        return digest.hexdigest()

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

    def near(self, query: Vectors) -> "Nearness":
        """How near a question is to the entry."""
        cosines = self.questions @ query
        centre = self.questions.sum(axis=0)
        return Nearness(
            wording=int(cosines.argmax()),
            nearest=float(cosines.max()),
            centre=float(centre @ query) / max(float(np.linalg.norm(centre)), 1e-6),
            answers=float((self.answers @ query).mean()),
        )


@dataclass(frozen=True)
class Nearness:
    """Cosines of a question with an entry: its nearest wording (and which), the wordings' centre, the answers."""

    wording: int
    nearest: float
    centre: float
    answers: float

    @property
    def fit(self) -> float:
        """Their mean."""
        return (self.nearest + self.centre + self.answers) / 3
