"""What the model has to beat: popularity, and item-to-item neighbours."""

from collections.abc import Sequence

import numpy as np

from recommender.ranking import Scores

Histories = Sequence[Sequence[int]]


def popularity(histories: Histories, items: int) -> Scores:
    """How many interactions each item has [items]."""
    counts = np.zeros(items, dtype=np.float32)
    for history in histories:
        np.add.at(counts, list(history), 1.0)
    return counts


class ItemNeighbours:
    """Item-kNN: cosine similarity of the sets of customers; popularity decides between equals."""

    def __init__(self, histories: Histories, items: int) -> None:
        touched = np.zeros((len(histories), items), dtype=np.float32)
        for row, history in enumerate(histories):
            touched[row, list(history)] = 1.0
        together = touched.T @ touched
        norms = np.sqrt(np.maximum(together.diagonal(), 1.0))
        self._similar = together / norms[:, None] / norms[None, :]
        np.fill_diagonal(self._similar, 0.0)
        counts = popularity(histories, items)
        self._tie_break = 1e-4 * counts / max(float(counts.max(initial=0.0)), 1.0)

    def scores(self, history: Sequence[int]) -> Scores:
        """The sum of each item's similarities to the history [items]."""
        found: Scores = self._similar[list(history)].sum(axis=0) + self._tie_break
        return found
