"""Live entries that are asked the same, and those among them that contradict each other."""

from dataclasses import dataclass

from knowledge_base.mining.clusters import contradict
from knowledge_base.retrieval.library import Library

SAME_QUESTION = 0.9
"""Cosine of two wordings from which they ask the same."""


@dataclass(frozen=True)
class Double:
    """Two entries, how alike their most alike wordings are, and whether their answers name different numbers."""

    entry_ids: tuple[str, str]
    cosine: float
    contradict: bool


def doubles(library: Library) -> tuple[Double, ...]:
    """All of them, contradictions first, the most alike first."""
    found = []
    for (one, other), cosine in library.doubles(SAME_QUESTION).items():
        left, right = library.entries[one].answers, library.entries[other].answers
        clash = any(contradict(left[language], right[language]) for language in set(left) & set(right))
        found.append(Double((one, other), round(cosine, 3), clash))
    return tuple(sorted(found, key=lambda double: (not double.contradict, -double.cosine, double.entry_ids)))
