"""One encoder with a linear head for each task, its lower layers frozen."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel

from understanding.encoder.export import mean_pool


class MultiHeadClassifier(nn.Module):
    """A BERT whose mean-pooled states feed one linear layer a head; the first `frozen` layers never move."""

    def __init__(self, body: PreTrainedModel, heads: Mapping[str, Sequence[str]], frozen: int, dropout: float) -> None:
        super().__init__()
        self.body = body
        self.frozen = min(frozen, len(body.encoder.layer))
        self.dropout = nn.Dropout(dropout)
        width = body.config.hidden_size
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(labels)) for name, labels in heads.items()})
        body.requires_grad_(False)
        body.encoder.layer[self.frozen :].requires_grad_(True)

    def lower(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """States after the frozen layers: [batch, tokens, width]; the same for a text each time, so cache them."""
        states = self.body.embeddings(input_ids=input_ids)
        return self._through(states, attention_mask, 0, self.frozen)

    def upper(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """Pooled features [batch, width] from the states that `lower` gave."""
        last = self._through(states, attention_mask, self.frozen, len(self.body.encoder.layer))
        return mean_pool(last, attention_mask)

    def logits(self, features: Tensor) -> dict[str, Tensor]:
        """Logits [batch, labels] for each head."""
        kept = self.dropout(features)
        return {name: head(kept) for name, head in self.heads.items()}

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """Normalised features, then the logits in the order of the heads."""
        states = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        features = mean_pool(states, attention_mask)
        return nn.functional.normalize(features, dim=-1), *self.logits(features).values()

    def _through(self, states: Tensor, attention_mask: Tensor, first: int, end: int) -> Tensor:
        hidden = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
        for layer in self.body.encoder.layer[first:end]:
            states = layer(states, hidden)
        return states
