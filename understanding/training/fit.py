"""Fine-tunes a network: heads on frozen features, then the upper layers while it gets better, then the heads anew."""

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from understanding.progress import Progress, part_of, silent
from understanding.training.batches import Batch, Corpus
from understanding.training.examples import IGNORED
from understanding.training.heads import fit_heads
from understanding.training.network import MultiHeadClassifier, SeededDropout
from understanding.training.precision import reduced_precision
from understanding.training.settings import FitSettings
from understanding.training.workers import Workers

HEADS_LEARN_FROM = 8000
"""Examples that the heads learn from before the layers do; more would only take longer."""

TICKS = 20
"""Time counts in this many jumps, so that a machine that is fast enough gives the same model each time."""


@dataclass(frozen=True)
class Fit:
    """What training did: epochs run, the best one, mean accuracy on the slice after each and the last fit, seconds."""

    epochs: int
    best_epoch: int
    slice_accuracy: tuple[float, ...]
    seconds: float


def fit(
    network: MultiHeadClassifier,
    train: Corpus,
    held: Corpus,
    settings: FitSettings,
    seed: int,
    progress: Progress = silent,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Fit, NDArray[np.float32]]:
    """Train in place and leave the weights of the epoch that did best on the held slice, then fit the heads anew.

    Gives also the features [examples, width] that the trained network sees in what it was trained on; nothing but zeros
    where an example has no label for any head.

    The learning rate falls to nothing by the last step or by the deadline, whichever comes first; at the deadline
    training stops in mid-epoch.
    """
    torch.manual_seed(seed)
    started = clock()
    network.eval()
    with Workers(settings.threads) as workers:
        train.warm_up(workers, part_of(progress, 0.0, 0.15))
        held.warm_up(workers)
        _start_heads(network, train, settings, workers)
        batches = math.ceil(len(train) / settings.batch)
        course = _Course(settings.epochs * batches, clock(), started + settings.deadline, clock)
        shuffle, optimiser = random.Random(seed), _optimiser(network, settings)
        weights = _label_weights(network, train, settings.balance)
        scores = [_score(predict(network, held, workers), held)]
        best, best_state = 0, _trained_state(network)
        for epoch in range(1, settings.epochs + 1):
            if course.share((epoch - 1) * batches) >= 1.0 or epoch - 1 - best >= settings.patience:
                break
            network.train()
            for number, positions in enumerate(train.shuffled(settings.batch, shuffle)):
                run = course.share((epoch - 1) * batches + number)
                if run >= 1.0:
                    break
                for group in optimiser.param_groups:
                    group["lr"] = group["top"] * _rate(run, settings.warm_up)
                optimiser.zero_grad()
                learning = partial(_learn, network, train, settings, weights, seed + number, len(positions))
                list(workers.map(learning, workers.parts(positions)))
                nn.utils.clip_grad_norm_(_moving(network), 1.0)
                optimiser.step()
                progress(0.2 + 0.8 * run, f"epoch {epoch} of {settings.epochs}, held-back accuracy {scores[-1]:.3f}")
            scores.append(_score(predict(network, held, workers), held))
            if scores[-1] >= max(scores) - _noise(scores[-1], len(held)):
                best, best_state = epoch, _trained_state(network)
        epochs = len(scores) - 1
        network.load_state_dict(best_state, strict=False)
        network.eval()
        features = _features(network, train, train.labelled, settings.batch, workers)
        if settings.refit_steps:
            gold = {head: train.gold(head) for head in network.heads}
            fit_heads(network, features, gold, settings.refit_steps, weights)
            scores.append(_score(predict(network, held, workers), held))
    return Fit(epochs, best, tuple(scores), clock() - started), features.numpy()


@dataclass(frozen=True)
class _Course:
    """How much of the training is done, in steps or in time, whichever is further."""

    steps: int
    started: float
    deadline: float
    clock: Callable[[], float]

    def share(self, step: int) -> float:
        time_there_is = self.deadline - self.started
        spent = (self.clock() - self.started) / time_there_is if time_there_is > 0 else 1.0
        return max(step / max(1, self.steps), int(spent * TICKS) / TICKS)


@dataclass(frozen=True)
class Predicted:
    """What a network says of every example in order.

    Unit features [examples, width], logits [examples, labels] of every head, and tag logits [tokens, tags] of each
    example; none without a tagger.
    """

    features: NDArray[np.float32]
    logits: dict[str, NDArray[np.float32]]
    tags: tuple[NDArray[np.float32], ...] = ()


def predict(network: MultiHeadClassifier, corpus: Corpus, workers: Workers, batch: int = 32) -> Predicted:
    """Run the network over a corpus."""
    network.eval()
    features = torch.zeros(len(corpus), network.body.config.hidden_size)
    found = {head: torch.zeros(len(corpus), layer.out_features) for head, layer in network.heads.items()}
    tags: dict[int, NDArray[np.float32]] = {}

    @torch.no_grad()
    def read(positions: list[int]) -> tuple[list[int], Tensor, dict[str, Tensor], Tensor | None]:
        item = corpus.batch(positions)
        states = _states(network, item)
        unit = network.features(states, item.mask)
        table = None if network.tagger is None else network.tag_logits(item.states, states, item.mask).cpu()
        return positions, unit.cpu(), {head: logits.cpu() for head, logits in network.logits(unit).items()}, table

    for positions, unit, logits, table in workers.map(read, corpus.in_order(batch)):
        features[positions] = unit
        for head, values in logits.items():
            found[head][positions] = values
        if table is not None:
            tags |= {position: table[row].numpy() for row, position in enumerate(positions)}
    ordered = tuple(tags[position] for position in range(len(tags)))
    return Predicted(features.numpy(), {head: values.numpy() for head, values in found.items()}, ordered)


def _states(network: MultiHeadClassifier, batch: Batch) -> Tensor:
    with reduced_precision(batch.mask.device):
        states = network.upper(batch.states, batch.mask)
    return states.float()


def _start_heads(network: MultiHeadClassifier, train: Corpus, settings: FitSettings, workers: Workers) -> None:
    """Heads that start from nothing would shake the layers below them, so they learn alone before.

    Not to the end, as `fit_heads` does: layers that move under finished heads learnt less.
    """
    if not network.heads:
        return
    device = next(network.parameters()).device
    first = random.Random(0).sample(range(len(train)), min(len(train), HEADS_LEARN_FROM))
    features = _features(network, train, first, settings.batch, workers)[first].to(device)
    gold = {head: train.gold(head)[first].to(device) for head in network.heads}
    optimiser = torch.optim.AdamW(network.heads.parameters(), lr=2e-2, weight_decay=1e-4)
    for _ in range(settings.head_steps):
        optimiser.zero_grad()
        _loss(network.logits(features), gold, settings.label_smoothing).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _features(
    network: MultiHeadClassifier, corpus: Corpus, positions: Sequence[int], size: int, workers: Workers
) -> Tensor:
    """What the network sees in the examples at `positions`: [examples, width], zeros for all others."""
    features = torch.zeros(len(corpus), network.body.config.hidden_size)

    @torch.no_grad()
    def read(part: list[int]) -> tuple[list[int], Tensor]:
        batch = corpus.batch(part)
        return part, network.features(_states(network, batch), batch.mask).cpu()

    for part, found in workers.map(read, corpus.in_order(size, positions)):
        features[part] = found
    return features


def _optimiser(network: MultiHeadClassifier, settings: FitSettings) -> torch.optim.Optimizer:
    """The upper layers learn faster than the lower ones, the heads faster than both."""
    groups: list[dict[str, Any]] = []
    layers = list(network.body.encoder.layer)
    for depth, layer in enumerate(reversed(layers)):
        rate = settings.learning_rate * settings.layer_decay**depth
        moving = [parameter for parameter in layer.parameters() if parameter.requires_grad]
        groups.append({"params": moving, "lr": rate, "top": rate})
    heads = [*network.heads.parameters(), *(network.tagger.parameters() if network.tagger is not None else ())]
    groups.append({"params": heads, "lr": settings.head_learning_rate, "top": settings.head_learning_rate})
    return torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=settings.weight_decay, fused=True)


def _learn(
    network: MultiHeadClassifier,
    train: Corpus,
    settings: FitSettings,
    weights: Mapping[str, Tensor],
    seed: int,
    whole: int,
    positions: list[int],
) -> None:
    """Add the gradients of a part of a batch of `whole` examples."""
    part = train.batch(positions)
    SeededDropout.seed(seed + positions[0])
    states = _states(network, part)
    logits = network.logits(network.features(states, part.mask))
    losses = [_loss(logits, part.labels, settings.label_smoothing, weights)]
    if part.tags is not None and bool((part.tags != IGNORED).any()):
        tags = network.tag_logits(part.states, states, part.mask).flatten(0, 1)
        losses.append(nn.functional.cross_entropy(tags, part.tags.flatten(), ignore_index=IGNORED))
    loss = torch.stack(losses).sum() * (len(positions) / whole)
    if loss.requires_grad:
        loss.backward()  # type: ignore[no-untyped-call]


def _moving(network: MultiHeadClassifier) -> list[nn.Parameter]:
    return [parameter for parameter in network.parameters() if parameter.requires_grad]


def _loss(
    logits: Mapping[str, Tensor],
    labels: Mapping[str, Tensor],
    smoothing: float,
    weights: Mapping[str, Tensor] | None = None,
) -> Tensor:
    losses = [
        nn.functional.cross_entropy(
            logits[head],
            labels[head],
            weight=(weights or {}).get(head),
            ignore_index=IGNORED,
            label_smoothing=smoothing,
        )
        for head in logits
        if bool((labels[head] != IGNORED).any())
    ]
    return torch.stack(losses).sum() if losses else torch.zeros(())


def _label_weights(network: MultiHeadClassifier, train: Corpus, balance: float) -> dict[str, Tensor]:
    """A weight for each label of each head: its share of the examples to the power of minus `balance`, 1 on average."""
    if not balance:
        return {}
    weights = {}
    for head in network.heads:
        gold = train.gold(head)
        known = gold[gold != IGNORED]
        counts = torch.bincount(known, minlength=network.heads[head].out_features).clamp(min=1).float()
        raw = counts**-balance
        weights[head] = (raw * len(known) / (raw * counts).sum()).to(next(network.parameters()).device)
    return weights


def _rate(run: float, warm_up: float) -> float:
    """Linear up over the warm-up share of the training, then linear down to zero."""
    return min((run + 1e-3) / warm_up, 1.0) if run < warm_up else (1.0 - run) / (1.0 - warm_up)


def _score(found: Predicted, held: Corpus) -> float:
    """Share of the slice's labels that are met over all heads, and of its entities' tokens."""
    right, known = 0, 0
    for head, logits in found.logits.items():
        gold = held.gold(head).numpy()
        right += int((logits.argmax(1) == gold).sum())
        known += int((gold != IGNORED).sum())
    for position in held.tagged:
        gold = held.gold_tags(position).numpy()
        best = found.tags[position][: len(gold)].argmax(1)
        counted = (gold != IGNORED) & ((gold > 0) | (best > 0))
        right += int((best == gold)[counted].sum())
        known += int(counted.sum())
    return right / max(1, known)


def _noise(accuracy: float, examples: int) -> float:
    """Half a standard error: within it the later epoch is taken, for it has learned more."""
    return 0.5 * math.sqrt(accuracy * (1.0 - accuracy) / max(1, examples))


def _trained_state(network: MultiHeadClassifier) -> dict[str, Tensor]:
    moving = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
    return {name: value.clone() for name, value in network.state_dict().items() if name in moving}
