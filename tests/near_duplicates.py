"""Finds texts that are nearly the same: shared by the tests of reviews, utterances and past answers."""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

GRAM = 3


def near_duplicates(texts: Sequence[str], threshold: float) -> list[tuple[str, str]]:
    """Pairs of texts whose sets of character 3-grams have a Jaccard similarity of at least ``threshold``.

    Case, blanks and punctuation are passed over. Exact: two sets can only be that similar when they share one of
    their rarest grams, so only those are indexed (prefix filter), and only candidates are compared.
    """
    if not 0 < threshold <= 1:
        raise ValueError("the threshold must be above 0 and at most 1")
    sets = [grams(text) for text in texts]
    frequency = Counter(gram for found in sets for gram in found)
    by_gram: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for index, found in enumerate(sets):
        rarest_first = sorted(found, key=lambda gram: (frequency[gram], gram))
        prefix = rarest_first[: len(found) - math.ceil(threshold * len(found)) + 1]
        candidates = {other for gram in prefix for other in by_gram[gram]}
        pairs += [(other, index) for other in candidates if _jaccard(sets[other], found) >= threshold]
        for gram in prefix:
            by_gram[gram].append(index)
    return [(texts[one], texts[other]) for one, other in sorted(pairs)]


def grams(text: str) -> frozenset[str]:
    """The character 3-grams of a text; a shorter text is one gram, an empty one has none."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    if len(letters) < GRAM:
        return frozenset({letters} if letters else ())
    return frozenset(letters[start : start + GRAM] for start in range(len(letters) - GRAM + 1))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
