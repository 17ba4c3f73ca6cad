"""Builds the encoder's folder: pruned torch model, SentenceTransformer modules, int8 ONNX file, card."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedTokenizerFast

from understanding.encoder.export import PROBES, SentenceEncoder, export_int8
from understanding.encoder.source import Weights, find_weights, quiet_transformers
from understanding.encoder.vocabulary import prunable, prune
from understanding.progress import Progress, part_of, silent

MAX_TOKENS: Final = 256
LEAST_AGREEMENT: Final = 0.95


class DisagreementError(RuntimeError):
    """The quantised encoder is too far from the one in torch."""


def build_encoder(source: str, target: Path, progress: Progress = silent) -> None:
    """Write the encoder that `source` (folder, hub name or empty for the default) names into the folder `target`.

    Raises EncoderUnavailableError, CorruptWeightsError or DisagreementError; `target` changes only at the end.
    """
    weights = find_weights(source, part_of(progress, 0.0, 0.5))
    partial = target.with_name(target.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    write_encoder(weights, partial, part_of(progress, 0.5, 1.0))
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    progress(1.0, "the encoder is ready")


def write_encoder(weights: Weights, folder: Path, progress: Progress = silent) -> None:
    """Prune, save and export `weights` into an existing folder."""
    progress(0.0, "pruning the vocabulary to Chinese and English")
    before = weights.tokenizer.get_vocab_size()
    tokenizer = _pruned(weights) if prunable(weights.tokenizer) else weights.tokenizer
    with quiet_transformers():
        weights.model.save_pretrained(folder)
    save_tokenizer(tokenizer, folder)
    _write_sentence_transformer(folder, weights.model.config.hidden_size)
    progress(0.2, "exporting the encoder for ONNX Runtime in eight bits")
    module = SentenceEncoder(weights.model)
    export_int8(module, ["embedding"], folder / "encoder.onnx", tokenizer, weights.prefixes.query, ["states"])
    progress(0.8, "comparing the quantised encoder with the original")
    card = {
        "source": weights.origin,
        "sha256": weights.sha256,
        "prefixes": asdict(weights.prefixes),
        "max_tokens": min(MAX_TOKENS, weights.model.config.max_position_embeddings),
        "vocabulary_before": before,
        "vocabulary": tokenizer.get_vocab_size(),
        "agreement": _agreement(module, tokenizer, weights.prefixes.query, folder / "encoder.onnx"),
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write `tokenizer.json` and what `AutoTokenizer` needs beside it."""
    roles = {}
    for role, names in {
        "bos_token": ("<s>",),
        "eos_token": ("</s>",),
        "unk_token": ("<unk>", "[UNK]"),
        "pad_token": ("<pad>", "[PAD]"),
        "cls_token": ("<s>", "[CLS]"),
        "sep_token": ("</s>", "[SEP]"),
        "mask_token": ("<mask>", "[MASK]"),
    }.items():
        known = [name for name in names if tokenizer.token_to_id(name) is not None]
        if known:
            roles[role] = known[0]
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **roles).save_pretrained(folder)


def _pruned(weights: Weights) -> Tokenizer:
    tokenizer, kept = prune(weights.tokenizer)
    words = weights.model.get_input_embeddings().weight.detach()[torch.tensor(kept)].clone()
    weights.model.set_input_embeddings(nn.Embedding.from_pretrained(words, freeze=False))
    weights.model.config.vocab_size = len(kept)
    weights.model.config.pad_token_id = tokenizer.token_to_id("<pad>")
    return tokenizer


def _write_sentence_transformer(folder: Path, width: int) -> None:
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    listed = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{name}"}
        for i, (name, path) in enumerate(modules)
    ]
    for _, path in modules[1:]:
        (folder / path).mkdir(exist_ok=True)
    pooling = {"word_embedding_dimension": width, "pooling_mode_mean_tokens": True}
    settings = {"max_seq_length": 512, "do_lower_case": False}
    (folder / "modules.json").write_text(json.dumps(listed, indent=2), "utf-8")
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling, indent=2), "utf-8")
    (folder / "2_Normalize" / "config.json").write_text("{}", "utf-8")
    (folder / "sentence_bert_config.json").write_text(json.dumps(settings, indent=2), "utf-8")


def _agreement(module: nn.Module, tokenizer: Tokenizer, prefix: str, onnx: Path) -> float:
    """The lowest cosine between the torch and the ONNX vector over the probes."""
    import onnxruntime

    session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
    cosines = []
    for text in PROBES:
        ids = tokenizer.encode(prefix + text).ids
        with torch.no_grad():
            exact, _ = module(torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long))
        feed = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        quantised: Sequence[NDArray[np.float32]] = session.run(["embedding"], feed)
        cosines.append(float(exact[0].numpy() @ quantised[0][0]))
    if min(cosines) < LEAST_AGREEMENT:
        raise DisagreementError(f"the quantised encoder agrees with the original only to cosine {min(cosines):.3f}")
    return round(min(cosines), 4)
