"""Ways to break a trained part while it still loads; each returns what the house must be told besides."""

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from tests.taste import shuffle_weights

SEED = 3


def shuffle_classifier(models: Path) -> dict[str, str]:
    """The classifier's large weights in random order."""
    path = models / "understanding" / "classifier.onnx"
    model = onnx.load(str(path))
    chance = np.random.default_rng(SEED)
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim == 2 and values.size > 4096:
            shuffled = chance.permutation(values.ravel()).reshape(values.shape)
            tensor.CopyFrom(numpy_helper.from_array(shuffled, tensor.name))
    onnx.save(model, str(path))
    return {}


def empty_index(models: Path) -> dict[str, str]:
    """No past answers to search."""
    return {"HOUSE_EMPTY_ANSWERS": "1"}


def shuffle_recommender(models: Path) -> dict[str, str]:
    """GPT-2's weights in random order."""
    shuffle_weights(models / "recommender", SEED)
    return {}
