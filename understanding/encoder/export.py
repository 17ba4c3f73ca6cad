"""Exports torch modules for ONNX Runtime and quantises them to eight bits."""

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import PreTrainedModel

OUTLIER_SPAN: Final = 100.0
"""Standard deviations between the smallest and the largest input from which a layer is not quantised."""

STATES_AFTER: Final = 2 / 3
"""Share of the layers after which the states of the tokens tell best which words mean the same."""

PROBES: Final = (
    "Where is my parcel? It should have come yesterday.",
    "我的快递到哪儿了，怎么三天都没动静",
    "Can I return these shoes if they don't fit?",
    "请问这款耳机支持七天无理由退货吗",
    "My order 还没到, can you 催一下 please?",
    "推荐一个三百以内的双肩包",
)
"""Texts on which the exported model is looked at: for outliers, and for its agreement with the original."""


class SentenceEncoder(nn.Module):
    """Token ids and mask in, for each text one mean-pooled vector of length 1 and the states of its tokens out.

    The vector is of the last layer, the states [batch, tokens, width] are those after `STATES_AFTER` of the layers.
    """

    def __init__(self, body: PreTrainedModel) -> None:
        super().__init__()
        self.body = body

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Embed a padded batch."""
        read = self.body(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        *states, last = read.hidden_states
        layer = max(1, round(STATES_AFTER * len(states)))
        return nn.functional.normalize(mean_pool(last, attention_mask), dim=-1), read.hidden_states[layer]


def mean_pool(states: Tensor, attention_mask: Tensor) -> Tensor:
    """Average the states of the real tokens: [batch, tokens, width] -> [batch, width]."""
    weights = attention_mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)


def export_int8(
    module: nn.Module,
    outputs: Sequence[str],
    target: Path,
    tokenizer: Tokenizer,
    prefix: str,
    token_outputs: Sequence[str] = (),
) -> None:
    """Write a module that takes `input_ids` and `attention_mask` as a dynamically quantised ONNX file.

    It gives `outputs` [batch, ...] and, after them, `token_outputs` [batch, tokens, ...].

    Weights lose a bit (`reduce_range`) because processors without VNNI saturate on the full range. Layers whose
    inputs have outliers on the PROBES stay in full precision: eight bits over a wide span leave nothing for the rest.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    exact = {f"/{name.replace('.', '/')}/MatMul" for name in _layers_with_outliers(module.eval(), tokenizer, prefix)}
    with TemporaryDirectory(prefix="concierge-export-") as scratch, _silent_root_log():
        full = Path(scratch) / "full.onnx"
        _export(module, outputs, token_outputs, full)
        kept = [node for node in _matrix_products(full) if node.replace(".", "/") in exact]
        quantize_dynamic(
            full, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_exclude=kept
        )


@torch.no_grad()
def _layers_with_outliers(module: nn.Module, tokenizer: Tokenizer, prefix: str) -> set[str]:
    found: set[str] = set()

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def look(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            values = inputs[0]
            if float(values.max() - values.min()) > OUTLIER_SPAN * float(values.std()):
                found.add(name)

        return look

    layers = [(name, layer) for name, layer in module.named_modules() if isinstance(layer, nn.Linear)]
    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in layers]
    for text in PROBES:
        ids = torch.tensor([tokenizer.encode(prefix + text).ids])
        module(ids, torch.ones_like(ids))
    for hook in hooks:
        hook.remove()
    return found


def _matrix_products(file: Path) -> list[str]:
    import onnx

    return [node.name for node in onnx.load(file).graph.node if node.op_type == "MatMul"]


@contextmanager
def _silent_root_log() -> Iterator[None]:
    """The quantiser advises on the root logger to do what has been decided against."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        yield
    finally:
        root.setLevel(level)


def _export(module: nn.Module, outputs: Sequence[str], token_outputs: Sequence[str], file: Path) -> None:
    ids = torch.tensor([[0, 5, 6, 2], [0, 7, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    both = {0: "batch", 1: "tokens"}
    axes = {"input_ids": both, "attention_mask": both} | {name: {0: "batch"} for name in outputs}
    axes |= {name: both for name in token_outputs}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (ids, mask),
            str(file),
            input_names=["input_ids", "attention_mask"],
            output_names=[*outputs, *token_outputs],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
