"""Fits a network's heads on features that stay as they are: multinomial logistic regression."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn

from understanding.training.examples import IGNORED
from understanding.training.network import LENGTH, MultiHeadClassifier

STRENGTH: Final = 30.0
"""Inverse of the penalty on the weights (C of logistic regression); measured on few and on many examples."""


def fit_heads(network: MultiHeadClassifier, features: Tensor, gold: Mapping[str, Tensor], steps: int) -> None:
    """Fit every head from nothing, in place, with at most `steps` steps of L-BFGS (Liu and Nocedal 1989).

    `features` [examples, width] are of length 1; `gold` holds the label numbers of each head, IGNORED where an example
    has none. A head without any example stays as it is.
    """
    device = next(network.parameters()).device
    for name, head in network.heads.items():
        known = gold[name] != IGNORED
        if bool(known.any()):
            weight, bias = _fitted(features[known].to(device), gold[name][known].to(device), head.out_features, steps)
            with torch.no_grad():
                head.weight.copy_(weight / LENGTH)
                head.bias.copy_(bias)


def _fitted(features: Tensor, gold: Tensor, labels: int, steps: int) -> tuple[Tensor, Tensor]:
    weight = features.new_zeros(labels, features.shape[1], requires_grad=True)
    bias = features.new_zeros(labels, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=steps, history_size=20, line_search_fn="strong_wolfe")
    penalty = 1.0 / (2.0 * STRENGTH * len(gold))

    def loss() -> Tensor:
        optimiser.zero_grad()
        result = nn.functional.cross_entropy(features @ weight.T + bias, gold) + penalty * (weight**2).sum()
        result.backward()  # type: ignore[no-untyped-call]
        return result

    optimiser.step(loss)
    return weight.detach(), bias.detach()
