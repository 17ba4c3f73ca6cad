"""Fit the network to trails by next-item cross-entropy, stop early on held-out items, respect a deadline."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn
from transformers import GPT2LMHeadModel

from recommender.model import Batch, Size, Trail, batch_of, hidden_states, item_table, last_states, new_model
from recommender.ranking import Measures, Scores, measures, rank_of
from recommender.vocabulary import FIRST_ITEM, PAD, UNKNOWN
from understanding.progress import Progress

EVALUATED_AT_ONCE = 256


Excluded = Callable[[Trail], Collection[int]]
"""Which items are no candidates after a context."""


@dataclass(frozen=True)
class Recipe:
    """How to train.

    `negatives` items are drawn as rivals of each batch's targets, all items are rivals when it is 0; `hidden` is the
    share of context items replaced by UNKNOWN and `late_start` the share of trails that begin somewhere in the middle
    in an epoch, so that BOS alone predicts what customers take at any time, not only first.
    """

    size: Size
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    batch: int = 64
    epochs: int = 100
    patience: int = 10
    negatives: int = 0
    hidden: float = 0.1
    late_start: float = 0.3
    kind_weights: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """An interaction kept back: what came before it, and its item token."""

    context: Trail
    target: int


@dataclass(frozen=True)
class Fitted:
    """The model of the best epoch, how many epochs that took, and its validation NDCG@10 (0 without validation)."""

    model: GPT2LMHeadModel
    epochs: int
    ndcg_10: float


class Described(nn.Module):
    """The item table: a row of its own for each token plus rows that its category and brand share.

    Sharing tells the network about items with few interactions; `fold` adds it all up into a plain GPT-2 at the end.
    """

    def __init__(self, model: GPT2LMHeadModel, features: torch.Tensor) -> None:
        super().__init__()
        self._own = item_table(model)
        self.register_buffer("features", features)
        self.shared = nn.Embedding(int(features.max()) + 1, self._own.shape[1], padding_idx=PAD)
        nn.init.normal_(self.shared.weight, std=float(self._own.detach().std()))
        with torch.no_grad():
            self.shared.weight[PAD] = 0.0

    def forward(self) -> torch.Tensor:
        """The table [tokens, width]."""
        table: torch.Tensor = self._own + self.shared(self.features).sum(dim=1)
        return table

    def fold(self) -> None:
        """Write the sum into the model and forget the shared rows."""
        with torch.no_grad():
            self._own.copy_(self.forward())
            self.shared.weight.zero_()


def no_features(tokens: int) -> torch.Tensor:
    """Features [tokens, 1] that tell nothing."""
    return torch.zeros(tokens, 1, dtype=torch.long)


def fit(
    trails: Sequence[Trail],
    validation: Sequence[Held],
    features: torch.Tensor,
    recipe: Recipe,
    seed: int,
    deadline: float,
    progress: Progress,
    base: str = "",
    excluded: Excluded | None = None,
) -> Fitted:
    """Train on trails; keep the epoch with the best NDCG@10 on `validation`, or the last one without validation.

    `features` [tokens, n] are ids of what items share, 0 for nothing; `deadline` is in `time.monotonic` seconds: the
    epoch under way when it passes is the last.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = new_model(len(features), recipe.size, base)
    table = Described(model, features)
    weights = [*model.parameters(), table.shared.weight]
    optimiser = torch.optim.AdamW(weights, lr=recipe.learning_rate, weight_decay=recipe.weight_decay, betas=(0.9, 0.98))
    best, best_epoch, best_weights = -1.0, 0, _copy(model, table)
    for epoch in range(1, recipe.epochs + 1):
        started = time.monotonic()
        _epoch(model, table, optimiser, trails, recipe, rng, deadline)
        if validation:
            found = measure(model, table().detach(), validation, excluded).ndcg_10
            if found > best:
                best, best_epoch, best_weights = found, epoch, _copy(model, table)
            elif epoch - best_epoch >= recipe.patience:
                break
        progress(epoch / recipe.epochs, f"epoch {epoch}" + (f", NDCG@10 {best:.4f}" if validation else ""))
        now = time.monotonic()
        if now + (now - started) > deadline:
            break
    if validation:
        model.load_state_dict(best_weights[0])
        table.load_state_dict(best_weights[1])
    table.fold()
    return Fitted(model, best_epoch or epoch, max(best, 0.0))


def _copy(model: GPT2LMHeadModel, table: Described) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    return (
        {name: value.clone() for name, value in model.state_dict().items()},
        {name: value.clone() for name, value in table.state_dict().items()},
    )


def _epoch(
    model: GPT2LMHeadModel,
    table: Described,
    optimiser: torch.optim.Optimizer,
    trails: Sequence[Trail],
    recipe: Recipe,
    rng: np.random.Generator,
    deadline: float,
) -> None:
    model.train()
    for trails_of_batch in _batches(trails, recipe, rng):
        batch = batch_of(trails_of_batch, model.config.n_positions)
        optimiser.zero_grad(set_to_none=True)
        loss = _loss(model, table(), batch, recipe, rng)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if time.monotonic() > deadline:
            break
    model.train(False)


def _batches(trails: Sequence[Trail], recipe: Recipe, rng: np.random.Generator) -> Iterator[list[Trail]]:
    """Trails of similar length together, the batches in random order."""
    started = [_late(trail, recipe.late_start, rng) for trail in trails if len(trail)]
    order = np.argsort([len(trail) + rng.uniform(0, 3) for trail in started])
    starts = np.arange(0, len(order), recipe.batch)
    rng.shuffle(starts)
    for start in starts:
        yield [started[place] for place in order[start : start + recipe.batch]]


def _late(trail: Trail, share: float, rng: np.random.Generator) -> Trail:
    if len(trail) < 2 or rng.random() >= share:
        return trail
    start = int(rng.integers(1, len(trail)))
    return Trail(trail.items[start:], trail.kinds[start:])


def _loss(
    model: GPT2LMHeadModel, table: torch.Tensor, batch: Batch, recipe: Recipe, rng: np.random.Generator
) -> torch.Tensor:
    """Cross-entropy of each next item, weighted by what the customer did with it."""
    targets, kinds = batch.items[:, 1:], batch.kinds[:, 1:]
    states = hidden_states(model, table, _hide(batch, recipe.hidden, rng))[:, :-1]
    wanted = targets >= FIRST_ITEM
    states, targets, kinds = states[wanted], targets[wanted], kinds[wanted]
    if recipe.negatives and recipe.negatives < len(table) - FIRST_ITEM:
        losses = _against_some(states, targets, table, recipe.negatives, rng)
    else:
        losses = nn.functional.cross_entropy(states @ table[FIRST_ITEM:].T, targets - FIRST_ITEM, reduction="none")
    weights = torch.ones(FIRST_ITEM)
    for kind, weight in recipe.kind_weights.items():
        weights[kind] = weight
    shares = weights[kinds]
    return (losses * shares).sum() / shares.sum()


def _hide(batch: Batch, share: float, rng: np.random.Generator) -> Batch:
    """Some context items become UNKNOWN, with nothing said about their kind."""
    hidden = torch.from_numpy(rng.random(batch.items.shape) < share) & (batch.items >= FIRST_ITEM)
    return Batch(batch.items.masked_fill(hidden, UNKNOWN), batch.kinds.masked_fill(hidden, PAD), batch.lengths)


def _against_some(
    states: torch.Tensor, targets: torch.Tensor, table: torch.Tensor, negatives: int, rng: np.random.Generator
) -> torch.Tensor:
    """Softmax over the target and rivals drawn evenly; a rival that is the target itself does not count."""
    drawn = torch.from_numpy(rng.integers(FIRST_ITEM, len(table), negatives))
    rivals = (states @ nn.functional.embedding(drawn, table).T).masked_fill(
        targets[:, None] == drawn[None, :], -torch.inf
    )
    own = (states * nn.functional.embedding(targets, table)).sum(dim=1, keepdim=True)
    logits = torch.cat([own, rivals], dim=1)
    return nn.functional.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.long), reduction="none")


def scores_of(model: GPT2LMHeadModel, table: torch.Tensor, trails: Sequence[Trail]) -> Iterator[Scores]:
    """For each trail the scores of all items as the next one [items]."""
    with torch.inference_mode():
        for start in range(0, len(trails), EVALUATED_AT_ONCE):
            batch = batch_of(trails[start : start + EVALUATED_AT_ONCE], model.config.n_positions)
            scored: Scores = (last_states(model, table, batch) @ table[FIRST_ITEM:].T).numpy()
            yield from scored


def measure(model: GPT2LMHeadModel, table: torch.Tensor, held: Sequence[Held], excluded: Excluded | None) -> Measures:
    """The measures of the full ranking of all items but the excluded ones, for each held-out one."""
    ranks = []
    for one, scores in zip(held, scores_of(model, table, [one.context for one in held]), strict=True):
        out = {token - FIRST_ITEM for token in excluded(one.context)} if excluded else set()
        ranks.append(rank_of(scores, one.target - FIRST_ITEM, out))
    return measures(ranks)
