"""Is a text in scope? A probability from how sure the labels are and how near the features lie to what was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.runtime.session import existing


@dataclass(frozen=True)
class Scope:
    """A logistic model over three signs that an intent of the shop is meant.

    The signs: the log-odds of the best intent in scope, the log of the intents' summed exponentials (energy, Liu et
    al. 2020), and the Mahalanobis distance of the features to the nearest intent's mean (Lee et al. 2018), for which
    `means` [intents, width] are kept in the space where their shared covariance is the identity (`whitening`
    [width, width]). `weights` and `bias` read the signs; `inside` marks the labels in scope.
    """

    means: NDArray[np.float32]
    whitening: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float
    inside: NDArray[np.bool_]

    @classmethod
    def read(cls, file: Path) -> Scope:
        """Read what `write` wrote; raise ModelMissingError when there is none."""
        with np.load(existing(file), allow_pickle=False) as stored:
            return cls(stored["means"], stored["whitening"], stored["weights"], float(stored["bias"]), stored["inside"])

    def write(self, file: Path) -> None:
        """Store all arrays in one file."""
        np.savez_compressed(
            file,
            means=self.means,
            whitening=self.whitening,
            weights=self.weights,
            bias=np.float32(self.bias),
            inside=self.inside,
        )

    def probabilities(self, logits: NDArray[np.float32], features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability that each text is in scope, from its calibrated logits [texts, labels] and features."""
        odds = self.signs(logits, features) @ self.weights + self.bias
        result: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-odds.clip(-30, 30)))).astype(np.float32)
        return result

    def signs(self, logits: NDArray[np.float32], features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The signs [texts, 3] that the logistic model reads."""
        inside = logits[:, self.inside]
        top = inside.max(1)
        energy = top + np.log(np.exp(inside - top[:, None]).sum(1))
        rest = logits - logits.max(1, keepdims=True)
        everything = np.exp(rest).sum(1)
        best = np.exp(top - logits.max(1)) / everything
        log_odds = np.log(best.clip(1e-6, 1 - 1e-6)) - np.log(1.0 - best.clip(1e-6, 1 - 1e-6))
        white = features @ self.whitening
        squares = (white**2).sum(1)[:, None] - 2.0 * white @ self.means.T + (self.means**2).sum(1)
        distance = np.sqrt(squares.min(1).clip(min=0.0))
        return np.stack([log_odds, energy, -distance], axis=1).astype(np.float32)
