"""Exports torch modules for ONNX Runtime and quantises them to eight bits."""

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel


class SentenceEncoder(nn.Module):
    """Token ids and mask in, one mean-pooled vector of length 1 for each text out."""

    def __init__(self, body: PreTrainedModel) -> None:
        super().__init__()
        self.body = body

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Embed a padded batch."""
        states = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return nn.functional.normalize(mean_pool(states, attention_mask), dim=-1)


def mean_pool(states: Tensor, attention_mask: Tensor) -> Tensor:
    """Average the states of the real tokens: [batch, tokens, width] -> [batch, width]."""
    weights = attention_mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)


def export_int8(module: nn.Module, outputs: Sequence[str], target: Path) -> None:
    """Write a module that takes `input_ids` and `attention_mask` as a dynamically quantised ONNX file.

    Weights lose a bit (`reduce_range`) because processors without VNNI saturate on the full range.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with TemporaryDirectory(prefix="concierge-export-") as scratch:
        full = Path(scratch) / "full.onnx"
        _export(module, outputs, full)
        root = logging.getLogger()
        level = root.level
        root.setLevel(logging.ERROR)
        try:
            quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        finally:
            root.setLevel(level)


def _export(module: nn.Module, outputs: Sequence[str], file: Path) -> None:
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (ids, mask),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=list(outputs),
            dynamic_axes=axes | {name: {0: "batch"} for name in outputs},
            opset_version=17,
            dynamo=False,
        )
