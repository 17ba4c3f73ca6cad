"""Makes the reranker out of the served encoder: its first layers, a projection measured on the entries' own texts.

No gradients: the tokens' directions come from a principal component analysis. Light interaction networks trained on
wordings and near misses for five minutes told right from wrong worse than these cosines alone (docs/adr/0007).
"""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.utils import Extractor

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.retrieval.reranker import (
    CARD,
    MODEL,
    START,
    STATES,
    TOKENIZER,
    TOKENS,
    Packed,
    Reranker,
    packed,
    save_tokens,
)
from knowledge_base.retrieval.vectors import Kind, key_of
from understanding.runtime.session import TextSession

LAYERS = 2 / 3
"""Share of the encoder's layers; with half of them, or with all, right and wrong first entries were told apart less."""

DIMENSIONS = 128
MAX_TOKENS = 96
SAMPLE = 1500
"""Texts that the projection is measured on."""

THREADS = 2
BLOCK = 256
PROJECTED = "projected"
Progress = Callable[[float, str], None]


class NoLayersError(ValueError):
    """An encoder's graph does not show where its layers end."""


def make_reranker(encoder: Path, entries: Sequence[Entry], target: Path, seed: int, progress: Progress) -> Reranker:
    """Write model, tokeniser, card and the entries' tokens into ``target``; raise NoLayersError where none can be."""
    texts = texts_of(entries)
    sample = random.Random(seed).sample(texts, min(SAMPLE, len(texts)))
    of_encoder = json.loads((encoder / "card.json").read_text("utf-8"))
    prefixes, max_tokens = of_encoder["prefixes"], min(MAX_TOKENS, of_encoder["max_tokens"])
    (target / CARD).write_text(json.dumps({"prefixes": prefixes, "max_tokens": max_tokens}), "utf-8")
    shutil.copy(encoder / "tokenizer.json", target / TOKENIZER)
    progress(0.0, "measuring how tokens differ")
    layers, last = _cut(onnx.load(encoder / "encoder.onnx"))
    with TemporaryDirectory(prefix="concierge-reranker-") as scratch:
        onnx.save(_served(layers, last), Path(scratch) / MODEL)
        plain = Reranker(TextSession(Path(scratch) / MODEL, target / TOKENIZER, max_tokens), prefixes)
        mean, directions = principal(np.concatenate(_mapped(plain, sample)), DIMENSIONS)
    _project(layers, last, mean, directions)
    onnx.save(_served(layers, PROJECTED), target / MODEL)
    session = TextSession(target / MODEL, target / TOKENIZER, max_tokens)
    reranker, tokens = Reranker(session, prefixes), dict[str, Packed]()
    for start in range(0, len(texts), BLOCK):
        part = texts[start : start + BLOCK]
        found = _mapped(reranker, part)
        tokens.update((key_of(*text), packed(one)) for text, one in zip(part, found, strict=True))
        progress(0.1 + 0.9 * start / len(texts), "reading past answers word by word")
    save_tokens(tokens, target / TOKENS)
    return Reranker(session, prefixes, tokens)


def texts_of(entries: Sequence[Entry]) -> list[tuple[str, Kind]]:
    """Every text of the entries once."""
    found: dict[tuple[str, Kind], None] = {}
    for entry in entries:
        found.update(dict.fromkeys((one.text, "query") for one in entry.questions))
        found.update(dict.fromkeys((text, "passage") for text in entry.answers.values()))
    return list(found)


def principal(states: Vectors, dimensions: int) -> tuple[Vectors, Vectors]:
    """The mean [width] of states [tokens, width] and their directions of largest variance [width, dimensions]."""
    mean = states.mean(axis=0)
    shifted = states - mean
    _, directions = np.linalg.eigh(shifted.T @ shifted / len(shifted))
    return mean, np.ascontiguousarray(directions[:, ::-1][:, :dimensions])


def _mapped(reranker: Reranker, texts: Sequence[tuple[str, Kind]]) -> list[Vectors]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda text: reranker.states(*text), texts))


def _cut(model: onnx.ModelProto) -> tuple[onnx.ModelProto, str]:
    """The first layers of a BERT and the name of their states.

    Each layer ends with its second normalisation; before the first one, the embeddings are normalised too.
    """
    ends = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"]
    layers = (len(ends) - 1) // 2
    if layers < 1 or len(ends) != 2 * layers + 1:
        raise NoLayersError(f"the encoder's graph has {len(ends)} normalisations, not two a layer and one more")
    last = ends[2 * max(1, round(LAYERS * layers))]
    model.graph.output.append(helper.make_tensor_value_info(last, onnx.TensorProto.FLOAT, ("batch", "tokens", "width")))
    return Extractor(model).extract_model([one.name for one in model.graph.input], [last]), last


def _project(model: onnx.ModelProto, states: str, mean: Vectors, directions: Vectors) -> None:
    """Shift the states, turn them and scale them to length 1."""
    for name, value in (("mean", mean), ("directions", directions)):
        model.graph.initializer.append(numpy_helper.from_array(value.astype(np.float32), name))
    model.graph.node.extend(
        [
            helper.make_node("Sub", [states, "mean"], ["shifted"]),
            helper.make_node("MatMul", ["shifted", "directions"], ["turned"]),
            helper.make_node("LpNormalization", ["turned"], [PROJECTED], axis=-1, p=2),
        ]
    )


def _served(model: onnx.ModelProto, states: str) -> onnx.ModelProto:
    """A copy that gives these states as the reranker wants them."""
    served = onnx.ModelProto()
    served.CopyFrom(model)
    served.graph.initializer.append(numpy_helper.from_array(np.array(0, np.int64), "first"))
    served.graph.node.append(helper.make_node("Gather", [states, "first"], [START], axis=1))
    served.graph.node.append(helper.make_node("Identity", [states], [STATES]))
    del served.graph.output[:]
    for name, shape in ((START, ("batch", "size")), (STATES, ("batch", "tokens", "size"))):
        served.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))
    return served
