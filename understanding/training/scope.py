"""Fits the scope model: means and covariance on what was learnt, the logistic model on what was held back."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.scope import Scope

SHRINKAGE: Final = 0.1
"""Share of the covariance that is replaced by its mean variance, so that few texts give a usable inverse."""

ENOUGH_FOREIGN: Final = 30
"""From so many held-back texts out of scope no made-up ones are added."""


def fit_scope(
    inside: NDArray[np.bool_],
    learned: tuple[NDArray[np.float32], NDArray[np.int64]],
    held: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]],
    seed: int,
) -> tuple[Scope, NDArray[np.float32], NDArray[np.bool_]]:
    """Fit on `learned` (features, gold label numbers) and `held` (features, calibrated logits, gold).

    `inside` marks the labels in scope; a gold number that is none of them is out of scope. Where fewer than
    ENOUGH_FOREIGN held texts are, mixtures of two texts of different intents are added (Zhan et al. 2021). Gives the
    scope, and the probabilities and truths it was fitted on.
    """
    from sklearn.linear_model import LogisticRegression

    means, whitening = _gaussians(*learned, inside)
    blank = Scope(means, whitening, np.zeros(3, np.float32), 0.0, inside)
    features, logits, gold = held
    truth = _is_inside(gold, inside)
    if (~truth).sum() < ENOUGH_FOREIGN:
        mixed = _mixtures(features[truth], logits[truth], gold[truth], seed)
        features, logits = np.vstack([features, mixed[0]]), np.vstack([logits, mixed[1]])
        truth = np.concatenate([truth, np.zeros(len(mixed[0]), bool)])
    signs = blank.signs(logits, features)
    if truth.all() or not truth.any():
        return Scope(means, whitening, np.array([1, 0, 0], np.float32), 0.0, inside), np.ones(len(truth)), truth
    centre, spread = signs.mean(0), signs.std(0) + 1e-6
    model = LogisticRegression(class_weight="balanced", C=1.0).fit((signs - centre) / spread, truth)
    weights = (model.coef_[0] / spread).astype(np.float32)
    scope = Scope(means, whitening, weights, float(model.intercept_[0] - weights @ centre), inside)
    return scope, scope.probabilities(logits, features), truth


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


def _mixtures(
    features: NDArray[np.float32], logits: NDArray[np.float32], gold: NDArray[np.int64], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """As many mixtures as texts; the heads are linear, so a mixture's logits are the mixture of the logits."""
    random = np.random.default_rng(seed)
    first, second = random.integers(0, len(gold), (2, 4 * len(gold)))
    differ = np.flatnonzero(gold[first] != gold[second])[: len(gold)]
    first, second = first[differ], second[differ]
    share = random.uniform(0.3, 0.7, (len(differ), 1)).astype(np.float32)
    mixed = share * features[first] + (1 - share) * features[second]
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True).clip(min=1e-9)
    return mixed, share * logits[first] + (1 - share) * logits[second]
