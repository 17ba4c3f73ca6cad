"""Shares, in all and by label."""

from collections import Counter
from collections.abc import Iterable


def share(count: int, of: int) -> float:
    """A part of the whole; 0 of nothing."""
    return round(count / of, 4) if of else 0.0


def by_label(results: Iterable[tuple[Iterable[str], bool]], counted: str, good: str) -> dict[str, dict[str, float]]:
    """For each label how many results carry it, under ``counted``, and which share is good, under ``good``."""
    all_, right = Counter[str](), Counter[str]()
    for labels, is_good in results:
        names = tuple(labels)
        all_.update(names)
        right.update(names if is_good else ())
    return {name: {counted: count, good: share(right[name], count)} for name, count in sorted(all_.items())}
