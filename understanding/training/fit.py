"""Fine-tunes a network: heads first on frozen features, then the upper layers, until it stops getting better."""

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from understanding.progress import Progress, part_of, silent
from understanding.training.batches import Batch, Corpus
from understanding.training.examples import IGNORED
from understanding.training.network import MultiHeadClassifier

TICKS = 20
"""Time counts in this many jumps, so that a machine that is fast enough gives the same model each time."""


@dataclass(frozen=True)
class FitSettings:
    """How to fine-tune; the defaults are the measured ones. `deadline` is seconds for all epochs together."""

    frozen_layers: int = 8
    epochs: int = 4
    batch: int = 32
    learning_rate: float = 1e-4
    head_learning_rate: float = 1e-3
    warm_up: float = 0.1
    weight_decay: float = 0.01
    dropout: float = 0.1
    label_smoothing: float = 0.1
    patience: int = 3
    deadline: float = 180.0
    max_tokens: int = 128
    head_steps: int = 300
    threads: int = 2


@dataclass(frozen=True)
class Fit:
    """What training did: epochs run, the best one, mean accuracy on the slice after each, seconds."""

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
) -> Fit:
    """Train in place and leave the weights of the epoch that did best on the held slice.

    The learning rate falls to nothing by the last step or by the deadline, whichever comes first; at the deadline
    training stops in mid-epoch.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(settings.threads)
    started = clock()
    train.warm_up(part_of(progress, 0.0, 0.15))
    held.warm_up()
    _fit_heads(network, train, settings)
    batches = math.ceil(len(train) / settings.batch)
    course = _Course(settings.epochs * batches, clock(), started + settings.deadline, clock)
    shuffle, optimiser = random.Random(seed), _optimiser(network, settings)
    accuracies = [_accuracy(network, held)]
    best, best_state = 0, _trained_state(network)
    for epoch in range(1, settings.epochs + 1):
        if course.share((epoch - 1) * batches) >= 1.0 or epoch - 1 - best >= settings.patience:
            break
        network.train()
        for number, batch in enumerate(train.shuffled(settings.batch, shuffle)):
            run = course.share((epoch - 1) * batches + number)
            if run >= 1.0:
                break
            _step(network, optimiser, batch, settings, _rate(run, settings.warm_up))
            progress(0.2 + 0.8 * run, f"epoch {epoch} of {settings.epochs}, slice accuracy {accuracies[-1]:.3f}")
        accuracies.append(_accuracy(network, held))
        if accuracies[-1] >= max(accuracies) - _noise(accuracies[-1], len(held)):
            best, best_state = epoch, _trained_state(network)
    network.load_state_dict(best_state, strict=False)
    network.eval()
    return Fit(len(accuracies) - 1, best, tuple(accuracies), clock() - started)


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


@torch.no_grad()
def predict(network: MultiHeadClassifier, corpus: Corpus, batch: int = 32) -> dict[str, NDArray[np.float32]]:
    """Logits of every head for every example in order: [examples, labels]."""
    network.eval()
    found: dict[str, Tensor] = {}
    for item in corpus.in_order(batch):
        for head, logits in network.logits(network.upper(item.states, item.mask)).items():
            table = found.setdefault(head, torch.zeros(len(corpus), logits.shape[1]))
            table[item.positions] = logits.cpu()
    return {head: table.numpy() for head, table in found.items()}


def _fit_heads(network: MultiHeadClassifier, train: Corpus, settings: FitSettings) -> None:
    """Heads that start from nothing would shake the layers below them, so they learn alone before."""
    network.eval()
    width = network.body.config.hidden_size
    features = torch.zeros(len(train), width)
    with torch.no_grad():
        for batch in train.in_order(settings.batch):
            features[batch.positions] = network.upper(batch.states, batch.mask).cpu()
    device = next(network.parameters()).device
    features = features.to(device)
    gold = {head: train.gold(head).to(device) for head in network.heads}
    optimiser = torch.optim.AdamW(network.heads.parameters(), lr=2e-2, weight_decay=1e-4)
    for _ in range(settings.head_steps):
        optimiser.zero_grad()
        logits = {head: layer(features) for head, layer in network.heads.items()}
        _loss(logits, gold, settings.label_smoothing).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _optimiser(network: MultiHeadClassifier, settings: FitSettings) -> torch.optim.Optimizer:
    layers = [p for p in network.body.parameters() if p.requires_grad]
    groups = [
        {"params": layers, "lr": settings.learning_rate, "top": settings.learning_rate},
        {
            "params": list(network.heads.parameters()),
            "lr": settings.head_learning_rate,
            "top": settings.head_learning_rate,
        },
    ]
    return torch.optim.AdamW([g for g in groups if g["params"]], weight_decay=settings.weight_decay)


def _step(
    network: MultiHeadClassifier, optimiser: torch.optim.Optimizer, batch: Batch, settings: FitSettings, rate: float
) -> None:
    for group in optimiser.param_groups:
        group["lr"] = group["top"] * rate
    optimiser.zero_grad()
    logits = network.logits(network.upper(batch.states, batch.mask))
    _loss(logits, batch.labels, settings.label_smoothing).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
    optimiser.step()


def _loss(logits: Mapping[str, Tensor], labels: Mapping[str, Tensor], smoothing: float) -> Tensor:
    losses = [
        nn.functional.cross_entropy(logits[head], labels[head], ignore_index=IGNORED, label_smoothing=smoothing)
        for head in logits
        if bool((labels[head] != IGNORED).any())
    ]
    return torch.stack(losses).sum()


def _rate(run: float, warm_up: float) -> float:
    """Linear up over the warm-up share of the training, then linear down to zero."""
    return min((run + 1e-3) / warm_up, 1.0) if run < warm_up else (1.0 - run) / (1.0 - warm_up)


def _accuracy(network: MultiHeadClassifier, held: Corpus) -> float:
    """Share of the slice's labels that are met, over all heads."""
    right, known = 0, 0
    for head, logits in predict(network, held).items():
        gold = held.gold(head).numpy()
        right += int((logits.argmax(1) == gold).sum())
        known += int((gold != IGNORED).sum())
    return right / max(1, known)


def _noise(accuracy: float, examples: int) -> float:
    """Half a standard error: within it the later epoch is taken, for it has learned more."""
    return 0.5 * math.sqrt(accuracy * (1.0 - accuracy) / max(1, examples))


def _trained_state(network: MultiHeadClassifier) -> dict[str, Tensor]:
    moving = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
    return {name: value.clone() for name, value in network.state_dict().items() if name in moving}
