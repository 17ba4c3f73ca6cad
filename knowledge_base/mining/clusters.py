"""Pairs of many conversations that say the same: grouped, the best answer chosen, contradictions seen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.index.port import Vectors
from knowledge_base.mining.pairs import Pair

ALIKE = 0.45
"""Mean similarity with a group's members from which a pair joins it; chosen for groups that are right, not complete."""

ANSWERS_COUNT = 2 / 3
SOLVED_COUNTS = 0.1
STAR_COUNTS = 0.02
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Cluster:
    """Pairs that say the same; ``best`` is the one whose answer the others agree with most and that went well."""

    best: Pair
    pairs: tuple[Pair, ...]
    contradicting: tuple[Pair, ...]


def clustered(pairs: Sequence[Pair], questions: Vectors, answers: Vectors) -> tuple[Cluster, ...]:
    """Group pairs by unit vectors of their questions and answers, both [pairs, dimensions], in their order."""
    rows = np.concatenate([(1 - ANSWERS_COUNT) ** 0.5 * questions, ANSWERS_COUNT**0.5 * answers], axis=1)
    groups: list[list[int]] = []
    sums, sizes = np.zeros_like(rows), np.ones(len(rows), np.float32)
    for place, row in enumerate(rows):
        known = len(groups)
        means = sums[:known] @ row / sizes[:known]  # the mean of the products is the product with the mean
        nearest = int(means.argmax()) if known else -1
        if nearest >= 0 and means[nearest] >= ALIKE:
            groups[nearest].append(place)
        else:
            nearest = known
            groups.append([place])
        sums[nearest] += row
        sizes[nearest] = len(groups[nearest])
    return tuple(_cluster(pairs, group, answers) for group in groups)


def _cluster(pairs: Sequence[Pair], group: list[int], answers: Vectors) -> Cluster:
    agreement = answers[group] @ answers[group].T

    def worth(number: int) -> tuple[float, str]:
        pair = pairs[group[number]]
        others = (float(agreement[number].sum()) - 1) / (len(group) - 1) if len(group) > 1 else 0.0
        return others + SOLVED_COUNTS * pair.solved + STAR_COUNTS * pair.rating, pair.day

    best = pairs[group[max(range(len(group)), key=worth)]]
    members = tuple(pairs[place] for place in group)
    return Cluster(best, members, tuple(one for one in members if contradict(best.answer, one.answer)))


def contradict(one: str, other: str) -> bool:
    """Whether two answers to one question both name numbers and have none in common."""
    left, right = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    return bool(left and right and not left & right)
