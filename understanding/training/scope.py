"""Fits the scope model: means and covariance on what was learnt, the logistic model on what was held back."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from understanding.metrics import choose_threshold
from understanding.runtime.scope import Scope

SHRINKAGE: Final = 0.1
"""Share of the covariance that is replaced by its mean variance, so that few texts give a usable inverse."""

ENOUGH_FOREIGN: Final = 30
"""With fewer held-back texts out of scope the signs' weights are not learnt."""

FOREIGN_SHARE: Final = 0.3
"""How many of the texts are taken to be out of scope where a threshold is chosen; shops' logs have 0.2 to 0.7."""

LEAST_SPREAD: Final = 1e-3
"""A sign that varies less over the held texts says nothing."""


def fit_scope(
    inside: NDArray[np.bool_],
    learned: tuple[NDArray[np.float32], NDArray[np.int64]],
    held: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]],
) -> tuple[Scope, float]:
    """Fit on `learned` (features, gold label numbers) and `held` (features, calibrated logits, gold).

    `inside` marks the labels in scope; a gold number that is none of them is out of scope. Where fewer than
    ENOUGH_FOREIGN held texts are, there is nothing to learn weights from: each sign counts by its spread over the
    texts in scope, and the scope is an order rather than a probability; where none of them is read rightly nothing is
    rejected. Gives the scope, and the threshold under which a text is taken to be out of scope.
    """
    from sklearn.linear_model import LogisticRegression

    means, whitening = _gaussians(*learned, inside)
    features, logits, gold = held
    truth = _is_inside(gold, inside)
    learnable = bool(truth.any()) and int((~truth).sum()) >= ENOUGH_FOREIGN
    kept = truth | learnable
    features, logits, gold, truth = features[kept], logits[kept], gold[kept], truth[kept]
    right = np.where(inside, logits, -np.inf).argmax(1) == gold
    if not learnable and not right.any():
        return Scope(means, whitening, np.ones(3, np.float32), 0.0, inside), 0.0
    signs = Scope(means, whitening, np.zeros(3, np.float32), 0.0, inside).signs(logits, features)
    centre, spread = signs.mean(0), signs.std(0)
    scale = np.where(spread > LEAST_SPREAD, 1 / np.maximum(spread, LEAST_SPREAD), 0.0).astype(np.float32)
    apart = (signs - centre) * scale
    if not learnable:
        cut = choose_threshold(right, truth, apart.sum(1), FOREIGN_SHARE)
        return Scope(means, whitening, scale, float(-(scale @ centre) - cut), inside), 0.5
    model = LogisticRegression(class_weight="balanced", C=1.0).fit(apart, truth)
    weights = (model.coef_[0] * scale).astype(np.float32)
    scope = Scope(means, whitening, weights, float(model.intercept_[0] - weights @ centre), inside)
    return scope, choose_threshold(right, truth, scope.probabilities(logits, features), FOREIGN_SHARE)


def _is_inside(gold: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = (gold >= 0) & inside[gold.clip(min=0)]
    return result


def _gaussians(
    features: NDArray[np.float32], gold: NDArray[np.int64], inside: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Means of the intents in scope and the whitening of their shared covariance."""
    kept = _is_inside(gold, inside)
    features, gold = features[kept].astype(np.float64), gold[kept]
    numbers = np.unique(gold)
    means = np.stack([features[gold == number].mean(0) for number in numbers])
    rest = features - means[np.searchsorted(numbers, gold)]
    covariance = rest.T @ rest / max(1, len(rest))
    width = len(covariance)
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * max(np.trace(covariance) / width, 1e-6) * np.eye(width)
    values, vectors = np.linalg.eigh(covariance)
    whitening = vectors / np.sqrt(values.clip(min=1e-9))
    return (means @ whitening).astype(np.float32), whitening.astype(np.float32)
