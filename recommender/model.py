"""The network: a GPT-2 whose words are items; the same item table feeds it and scores what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import GPT2Config, GPT2LMHeadModel

from recommender.vocabulary import BOS, PAD, MissingModelError


@dataclass(frozen=True)
class Size:
    """How large the network is; `positions` bounds how many of the latest interactions it sees, less one for BOS."""

    layers: int
    width: int
    heads: int
    positions: int
    dropout: float


@dataclass(frozen=True)
class Trail:
    """A customer's interactions in time order as item tokens and kind tokens (`PAD` where the kind is not known)."""

    items: tuple[int, ...]
    kinds: tuple[int, ...]

    def __len__(self) -> int:
        """Number of interactions."""
        return len(self.items)

    def before(self, end: int) -> "Trail":
        """The first `end` interactions."""
        return Trail(self.items[:end], self.kinds[:end])

    def without(self, place: int) -> "Trail":
        """All interactions but the one at `place`."""
        return Trail(self.items[:place] + self.items[place + 1 :], self.kinds[:place] + self.kinds[place + 1 :])


@dataclass(frozen=True)
class Batch:
    """Trails as tensors [batch, longest + 1]: BOS first, padded on the right; `lengths` counts BOS."""

    items: torch.Tensor
    kinds: torch.Tensor
    lengths: torch.Tensor


def new_model(tokens: int, size: Size, base: str = "") -> GPT2LMHeadModel:
    """A GPT-2 for `tokens` tokens, from scratch or with the blocks of the pretrained one that `base` names."""
    if base:
        return _on_pretrained_blocks(tokens, base)
    config = GPT2Config(
        vocab_size=tokens,
        n_positions=size.positions,
        n_embd=size.width,
        n_layer=size.layers,
        n_head=size.heads,
        resid_pdrop=size.dropout,
        embd_pdrop=size.dropout,
        activation_function="gelu_pytorch_tanh",  # the same curve as gelu_new, in one kernel instead of six
        attn_pdrop=0.0,  # a fifth of the training time for nothing measurable
        bos_token_id=BOS,
        eos_token_id=None,
        pad_token_id=PAD,
    )
    return GPT2LMHeadModel(config)


def _on_pretrained_blocks(tokens: int, base: str) -> GPT2LMHeadModel:
    """Keep the pretrained blocks; its words are replaced by items, drawn as widely spread as the words were."""
    try:
        model = GPT2LMHeadModel.from_pretrained(base)
    except (OSError, ValueError) as error:
        raise MissingModelError(f"CONCIERGE_GPT2: {base} holds no GPT-2 that can be loaded") from error
    spread = float(model.transformer.wte.weight.std())
    model.resize_token_embeddings(tokens, mean_resizing=False)
    torch.nn.init.normal_(model.transformer.wte.weight, std=spread)
    model.config.bos_token_id, model.config.eos_token_id, model.config.pad_token_id = BOS, None, PAD
    return model


def save_model(model: GPT2LMHeadModel, folder: Path) -> None:
    """Write `config.json` and `model.safetensors`."""
    model.save_pretrained(folder)


def load_model(folder: Path) -> GPT2LMHeadModel:
    """Read a saved model for serving; raise MissingModelError when it is not there."""
    try:
        model: GPT2LMHeadModel = GPT2LMHeadModel.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise MissingModelError(f"{folder} holds no recommender; `concierge train recommender` makes one") from error
    model.train(False)
    return model


def item_table(model: GPT2LMHeadModel) -> torch.Tensor:
    """The embedding of every token [tokens, width]."""
    weight: torch.Tensor = model.transformer.wte.weight
    return weight


def batch_of(trails: Sequence[Trail], positions: int) -> Batch:
    """The latest interactions of each trail that fit behind BOS into `positions`."""
    cut = [Trail(trail.items[-(positions - 1) :], trail.kinds[-(positions - 1) :]) for trail in trails]
    longest = max((len(trail) for trail in cut), default=0) + 1
    items = torch.full((len(cut), longest), PAD)
    kinds = torch.full((len(cut), longest), PAD)
    for row, trail in enumerate(cut):
        items[row, 0] = BOS
        items[row, 1 : len(trail) + 1] = torch.tensor(trail.items, dtype=torch.long)
        kinds[row, 1 : len(trail) + 1] = torch.tensor(trail.kinds, dtype=torch.long)
    return Batch(items, kinds, torch.tensor([len(trail) + 1 for trail in cut]))


def hidden_states(model: GPT2LMHeadModel, table: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The network's state after each position [batch, length, width].

    `table` may have more rows than the model has tokens: rows for products that came after training. Attention is
    causal and padding stands on the right, so no mask is needed.
    """
    known_kind = (batch.kinds != PAD).unsqueeze(-1)
    embedding = torch.nn.functional.embedding
    embedded = embedding(batch.items, table) + embedding(batch.kinds, table) * known_kind
    states: torch.Tensor = model.transformer(inputs_embeds=embedded, use_cache=False).last_hidden_state
    return states


def last_states(model: GPT2LMHeadModel, table: torch.Tensor, batch: Batch) -> torch.Tensor:
    """The state after the last interaction of each trail [batch, width]."""
    states = hidden_states(model, table, batch)
    return states[torch.arange(len(batch.lengths)), batch.lengths - 1]
