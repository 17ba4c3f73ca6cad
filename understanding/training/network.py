"""One encoder with a linear head for each task, its lower layers frozen."""

import threading
from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize
from transformers import PreTrainedModel

from understanding.encoder.export import mean_pool
from understanding.training.settings import FitSettings

TAGGER_WIDTH: Final = 256
LENGTH: Final = 4.6
"""The heads read features of this length, which the encoder's own have before they are scaled to 1."""


class MultiHeadClassifier(nn.Module):
    """A BERT whose mean-pooled states, scaled to length 1, feed a linear layer a head; a tagger reads the states.

    The first `frozen_layers` layers never move. Attention has no dropout of its own: it costs much on processors.
    """

    def __init__(
        self, body: PreTrainedModel, heads: Mapping[str, Sequence[str]], tags: Sequence[str], settings: FitSettings
    ) -> None:
        super().__init__()
        self.body = body
        body.set_attn_implementation("eager")
        _keep_layers(body, settings.layers)
        layers = body.encoder.layer
        self.frozen = min(settings.frozen_layers, len(layers))
        self.dropout = SeededDropout(settings.dropout)
        width = body.config.hidden_size
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(labels)) for name, labels in heads.items()})
        self.tagger = Tagger(width, len(tags), settings.dropout) if tags else None
        body.requires_grad_(False)
        if settings.lora_rank:
            for layer in layers[self.frozen :]:
                _add_low_rank(layer, settings.lora_rank)
        else:
            layers[self.frozen :].requires_grad_(True)
        for layer in layers:
            layer.attention.self.dropout.p = 0.0
            layer.attention.output.dropout = SeededDropout(settings.body_dropout)
            layer.output.dropout = SeededDropout(settings.body_dropout)
        body.embeddings.dropout.p = 0.0

    def lower(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """States after the frozen layers: [batch, tokens, width]; the same for a text each time, so cache them."""
        states = self.body.embeddings(input_ids=input_ids)
        return self._through(states, attention_mask, 0, self.frozen)

    def upper(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """Last states [batch, tokens, width] from the states that `lower` gave."""
        return self._through(states, attention_mask, self.frozen, len(self.body.encoder.layer))

    def features(self, upper: Tensor, attention_mask: Tensor) -> Tensor:
        """The mean of a text's last states, scaled to length 1: [batch, width]."""
        return nn.functional.normalize(mean_pool(upper, attention_mask), dim=-1)

    def logits(self, features: Tensor) -> dict[str, Tensor]:
        """Logits [batch, labels] for each head from features [batch, width]."""
        kept = self.dropout(features) * LENGTH
        return {name: head(kept) for name, head in self.heads.items()}

    def tag_logits(self, lower: Tensor, upper: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits [batch, tokens, tags] from the states of the frozen and of the last layers; only with a tagger."""
        assert self.tagger is not None
        result: Tensor = self.tagger(lower, upper, attention_mask)
        return result

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """Features, the logits in the order of the heads, and the tags' where there is a tagger."""
        lower = self.lower(input_ids, attention_mask)
        upper = self.upper(lower, attention_mask)
        features = self.features(upper, attention_mask)
        tags = () if self.tagger is None else (self.tag_logits(lower, upper, attention_mask),)
        return features, *self.logits(features).values(), *tags

    def merge(self) -> None:
        """Bake low-rank updates into the weights they change; a network without any stays as it is."""
        for module in self.body.modules():
            if parametrize.is_parametrized(module):
                parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)

    def _through(self, states: Tensor, attention_mask: Tensor, first: int, end: int) -> Tensor:
        hidden = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
        for layer in self.body.encoder.layer[first:end]:
            states = layer(states, hidden)
        return states


class Tagger(nn.Module):
    """Tags for tokens from what a low layer knows of the words and the last one of the sentence, with neighbours."""

    def __init__(self, width: int, tags: int, dropout: float) -> None:
        super().__init__()
        self.dropout = SeededDropout(dropout)
        self.neighbours = nn.Conv1d(2 * width, TAGGER_WIDTH, kernel_size=3, padding=1)
        self.tags = nn.Linear(TAGGER_WIDTH, tags)

    def forward(self, lower: Tensor, upper: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits [batch, tokens, tags]; padding counts as nothing."""
        both = torch.cat([lower, upper], dim=-1) * attention_mask.unsqueeze(-1).to(upper.dtype)
        seen = self.neighbours(self.dropout(both).transpose(1, 2)).transpose(1, 2)
        result: Tensor = self.tags(self.dropout(nn.functional.gelu(seen)))
        return result


class SeededDropout(nn.Module):
    """Dropout that draws from the calling thread's own generator, so that threads do not disturb one another's."""

    _of_thread = threading.local()

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    @classmethod
    def seed(cls, number: int) -> None:
        """Start this thread's generator anew."""
        cls._of_thread.chance = torch.Generator().manual_seed(number)

    def forward(self, values: Tensor) -> Tensor:
        """Zeroes with the probability `share`, the rest scaled up; nothing outside of training."""
        if not self.training or not self.share:
            return values
        kept = 1.0 - self.share
        mask = torch.empty(values.shape).bernoulli_(kept, generator=self._of_thread.chance).div_(kept)
        return values * mask.to(values.device, values.dtype)


class _LowRank(nn.Module):
    """A weight plus a low-rank update that starts at nothing (LoRA: Hu et al. 2021)."""

    def __init__(self, rows: int, columns: int, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, columns) / columns**0.5)
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + 2.0 * self.up @ self.down


def _add_low_rank(layer: nn.Module, rank: int) -> None:
    for module in [module for module in layer.modules() if isinstance(module, nn.Linear)]:
        parametrize.register_parametrization(module, "weight", _LowRank(*module.weight.shape, rank))


def _keep_layers(body: PreTrainedModel, count: int) -> None:
    """Leave `count` layers spread evenly from the first to the last; 0 leaves all."""
    layers = body.encoder.layer
    if 0 < count < len(layers):
        chosen = torch.linspace(0, len(layers) - 1, count).round().int().tolist()
        body.encoder.layer = nn.ModuleList(layers[i] for i in chosen)
        body.config.num_hidden_layers = count
