"""Where the held-out item lands in a full ranking, and the measures made of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
NOT_RANKED = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Measures:
    """Hit rate and normalised discounted cumulative gain of one held-out item a customer."""

    hr_5: float
    hr_10: float
    ndcg_5: float
    ndcg_10: float


def rank_of(scores: Scores, target: int, excluded: Collection[int]) -> int:
    """The place (from 1) of `target` in `scores` [items]; every tie is lost, so the order of ids never helps.

    An excluded target is nowhere in the ranking.
    """
    if target in excluded:
        return int(NOT_RANKED)
    ranked = scores.astype(np.float32, copy=True)
    if excluded:
        ranked[list(excluded)] = -np.inf
    return int((ranked >= scores[target]).sum())


def measures(ranks: Sequence[int]) -> Measures:
    """The measures over all customers; zero for none."""
    if not ranks:
        return Measures(0.0, 0.0, 0.0, 0.0)
    places = np.asarray(ranks, dtype=np.float64)
    gains = 1.0 / np.log2(places + 1.0)
    return Measures(
        hr_5=float((places <= 5).mean()),
        hr_10=float((places <= 10).mean()),
        ndcg_5=float(np.where(places <= 5, gains, 0.0).mean()),
        ndcg_10=float(np.where(places <= 10, gains, 0.0).mean()),
    )
