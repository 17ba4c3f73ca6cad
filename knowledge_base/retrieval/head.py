"""Every entry as a class of its own: multinomial logistic regression over the vectors of wordings and answers.

Cosines weigh all dimensions alike; the head learns which of them tell an entry from its cousins. A new entry gets its
weights at once while the others' stay as they are.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b
from scipy.special import logsumexp

from knowledge_base.entries import Entry
from knowledge_base.index.port import Vectors
from knowledge_base.index.snapshot import write_whole

STRENGTH = 10.0
"""Inverse of the penalty on the weights (C of logistic regression), chosen on the validation questions."""

STEPS = 50
RIVALS = 2000
"""Rows that a new entry is learnt against; those farther away are told apart anyway."""


@dataclass(frozen=True)
class EntryHead:
    """Weights [entries, dimensions] and biases [entries]; ``keys`` tell what each entry said when it was learnt."""

    ids: tuple[str, ...]
    keys: tuple[str, ...]
    weights: Vectors
    biases: Vectors

    @classmethod
    def fitted(cls, entries: Sequence[Entry], rows: Sequence[Vectors]) -> "EntryHead":
        """Fit all at once by L-BFGS (Liu and Nocedal 1989); ``rows`` holds each entry's vectors."""
        vectors = np.concatenate(rows)
        gold = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
        shape = (len(rows), vectors.shape[1])
        each = np.arange(len(gold))

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            table = flat.astype(np.float32).reshape(shape[0], shape[1] + 1)
            weights, biases = table[:, :-1], table[:, -1]
            logits = vectors @ weights.T + biases
            logits -= logits.max(1, keepdims=True)
            shares = np.exp(logits)
            shares /= shares.sum(1, keepdims=True)
            value = -np.log(np.maximum(shares[each, gold], 1e-30)).mean() + (weights**2).sum() * penalty / 2
            shares[each, gold] -= 1
            shares /= len(gold)
            gradient = np.concatenate([shares.T @ vectors + penalty * weights, shares.sum(0)[:, None]], 1)
            return float(value), gradient.astype(np.float64).ravel()

        penalty = 1 / (STRENGTH * len(gold))
        found, _, _ = fmin_l_bfgs_b(loss, np.zeros(shape[0] * (shape[1] + 1)), maxiter=STEPS)
        table = found.astype(np.float32).reshape(shape[0], shape[1] + 1)
        return cls(tuple(entry.entry_id for entry in entries), tuple(map(key_of, entries)), table[:, :-1], table[:, -1])

    def logits(self, queries: Vectors) -> Vectors:
        """How much each of the queries [queries, dimensions] looks like each entry: [queries, entries]."""
        result: Vectors = queries @ self.weights.T + self.biases
        return result

    def kept(self, entries: Mapping[str, Entry]) -> "EntryHead":
        """What holds for these entries: the weights of those that still say what was learnt."""
        places = [
            place
            for place, (entry_id, key) in enumerate(zip(self.ids, self.keys, strict=True))
            if entry_id in entries and key_of(entries[entry_id]) == key
        ]
        return EntryHead(
            tuple(self.ids[place] for place in places),
            tuple(self.keys[place] for place in places),
            self.weights[places],
            self.biases[places],
        )

    def with_entry(self, entry: Entry, own: Vectors, others: Vectors) -> "EntryHead":
        """One entry more, learnt against the nearest rows of the others [rows, dimensions]; their weights stay."""
        near = np.argsort(-(others @ own.mean(0)))[:RIVALS]
        rows = np.concatenate([own, others[near]])
        rest = logsumexp(self.logits(rows), axis=1) if self.ids else np.zeros(len(rows), np.float32)
        is_own = (np.arange(len(rows)) < len(own)).astype(np.float32)
        penalty = 1 / (STRENGTH * len(rows))

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            margin = rows @ flat[:-1].astype(np.float32) + np.float32(flat[-1]) - rest
            value = np.logaddexp(0, np.where(is_own > 0, -margin, margin)).mean() + penalty / 2 * (flat[:-1] ** 2).sum()
            error = ((1 / (1 + np.exp(-np.clip(margin, -60, 60))) - is_own) / len(rows)).astype(np.float32)
            gradient = np.concatenate([rows.T @ error + penalty * flat[:-1], [error.sum()]])
            return float(value), gradient.astype(np.float64)

        found, _, _ = fmin_l_bfgs_b(loss, np.zeros(rows.shape[1] + 1), maxiter=STEPS)
        column = found.astype(np.float32)
        return EntryHead(
            (*self.ids, entry.entry_id),
            (*self.keys, key_of(entry)),
            np.concatenate([self.weights, column[None, :-1]]),
            np.concatenate([self.biases, column[-1:]]),
        )

    def save(self, path: Path) -> None:
        """Write whole or not at all."""
        content = BytesIO()
        ids, keys = np.array(self.ids), np.array(self.keys)
        np.savez(content, ids=ids, keys=keys, weights=self.weights, biases=self.biases)
        write_whole(content.getvalue(), path)

    @classmethod
    def load(cls, path: Path) -> "EntryHead | None":
        """What ``save`` wrote; None when it is missing or damaged, since it can be learnt again."""
        try:
            with np.load(path) as stored:
                return cls(tuple(stored["ids"]), tuple(stored["keys"]), stored["weights"], stored["biases"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None


def key_of(entry: Entry) -> str:
    """A hash of all an entry's wordings and answers."""
    texts = [*(one.text for one in entry.questions), *(text for _, text in sorted(entry.answers.items()))]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]
