"""Fits a network's heads on features that stay as they are: multinomial logistic regression."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor, nn

from understanding.training.examples import IGNORED
from understanding.training.network import LENGTH, MultiHeadClassifier

STRENGTH: Final = 30.0
"""Inverse of the penalty on the weights (C of logistic regression), measured with ten examples a label."""


def fit_heads(
    network: MultiHeadClassifier,
    features: Tensor,
    gold: Mapping[str, Tensor],
    steps: int,
    weights: Mapping[str, Tensor] | None = None,
) -> None:
    """Fit every head from nothing, in place, with at most `steps` steps of L-BFGS (Liu and Nocedal 1989).

    `features` [examples, width] are of length 1; `gold` holds the label numbers of each head, IGNORED where an example
    has none. `weights` says for a head how much an example of each label counts. A head without any example stays as
    it is.
    """
    device = next(network.parameters()).device
    for name, head in network.heads.items():
        known = gold[name] != IGNORED
        if bool(known.any()):
            of_label = (weights or {}).get(name, torch.ones(head.out_features, device=device))
            weight, bias = _fitted(features[known].to(device), gold[name][known].to(device), of_label, steps)
            with torch.no_grad():
                head.weight.copy_(weight / LENGTH)
                head.bias.copy_(bias)


def _fitted(features: Tensor, gold: Tensor, of_label: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    weight = features.new_zeros(len(of_label), features.shape[1], requires_grad=True)
    bias = features.new_zeros(len(of_label), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=steps, history_size=20, line_search_fn="strong_wolfe")
    penalty = 1.0 / (2.0 * STRENGTH * len(gold))

    def loss() -> Tensor:
        optimiser.zero_grad()
        logits = features @ weight.T + bias
        result = nn.functional.cross_entropy(logits, gold, weight=of_label) + penalty * (weight**2).sum()
        result.backward()  # type: ignore[no-untyped-call]
        return result

    optimiser.step(loss)
    return weight.detach(), bias.detach()
