"""Splits examples so that near-duplicates never stand on both sides."""

import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from understanding.training.examples import Example

SIMILAR = 0.6
"""Jaccard similarity of character bigrams from which two texts count as near-duplicates."""

MOST_COMPARED = 100_000
"""Above this many texts only equal ones (but for case, digits and punctuation) are grouped."""

COMPARED_AT_ONCE = 200_000


def near_duplicate_groups(texts: Sequence[str]) -> NDArray[np.int64]:
    """A group number for each text; texts that resemble one another share it.

    Two sets of which SIMILAR is common share one of their rarest members (prefix filtering: Chaudhuri et al. 2006), so
    only pairs that share one of those are compared.
    """
    return _groups(tuple(texts))


@lru_cache(maxsize=1)  # cleaning counts them, splitting needs them again
def _groups(texts: tuple[str, ...]) -> NDArray[np.int64]:
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import CountVectorizer

    bare = [re.sub(r"[\W\d_]+", "", text.casefold()) or text for text in texts]
    numbers = {text: i for i, text in enumerate(dict.fromkeys(bare))}
    same = np.array([numbers[text] for text in bare], np.int64)
    if len(numbers) > MOST_COMPARED or len(numbers) < 2:
        return same
    grams = CountVectorizer(analyzer=_bigrams, binary=True, dtype=np.int32)
    presence = csr_array(grams.fit_transform(list(numbers)))
    rare = _rarest(presence)
    pairs = coo_array(rare @ rare.T)
    sizes = presence.sum(axis=1)
    smaller, larger = np.minimum(sizes[pairs.row], sizes[pairs.col]), np.maximum(sizes[pairs.row], sizes[pairs.col])
    possible = (pairs.row < pairs.col) & (smaller >= SIMILAR * larger)
    rows, columns = pairs.row[possible], pairs.col[possible]
    alike = np.zeros(len(rows), bool)
    for first in range(0, len(rows), COMPARED_AT_ONCE):
        part = slice(first, first + COMPARED_AT_ONCE)
        common = presence[rows[part]].multiply(presence[columns[part]]).sum(axis=1)
        alike[part] = common >= SIMILAR * (sizes[rows[part]] + sizes[columns[part]] - common)
    links = coo_array((np.ones(alike.sum()), (rows[alike], columns[alike])), shape=(len(numbers), len(numbers)))
    _, components = connected_components(links, directed=False)
    groups: NDArray[np.int64] = components.astype(np.int64)[same]
    return groups


def _bigrams(text: str) -> list[str]:
    """The pairs of neighbouring characters; a single character is its own pair."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def _rarest(presence: Any) -> Any:
    """The members of each row that a similar row cannot all lack: so many of the rarest."""
    from scipy.sparse import csr_array

    frequency = presence.sum(axis=0)
    indices, ends = [], [0]
    for row in range(presence.shape[0]):
        members = presence.indices[presence.indptr[row] : presence.indptr[row + 1]]
        count = len(members) - math.ceil(SIMILAR * len(members)) + 1
        kept = members[np.argsort(frequency[members], kind="stable")[:count]]
        indices.append(kept)
        ends.append(ends[-1] + len(kept))
    columns = np.concatenate(indices) if indices else np.zeros(0, np.int32)
    return csr_array((np.ones(len(columns), np.int32), columns, ends), shape=presence.shape)


def split_off(examples: Sequence[Example], share: float, seed: int) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """The examples to learn from and a slice of about `share` of every label, without near-duplicates between them.

    A label's last example in a language is learnt from, never held back.

    Where all texts resemble one another, so that no group fits into the slice, single texts are drawn.
    """
    groups = near_duplicate_groups([example.text for example in examples])
    members: dict[int, list[int]] = {}
    for position, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(position)
    counts = Counter(key for example in examples for key in _keys(example))
    quota = {key: min(max(1.0, share * count), count - 1) for key, count in counts.items()}
    order = list(members.values())
    random.Random(seed).shuffle(order)
    held: set[int] = set()
    taken: Counter[tuple[str, str, str]] = Counter()
    for positions in order:
        keys = Counter(key for position in positions for key in _keys(examples[position]))
        if all(taken[key] + count <= quota[key] for key, count in keys.items()):
            held.update(positions)
            taken.update(keys)
    if not held:
        held.update(random.Random(seed).sample(range(len(examples)), math.ceil(share * len(examples))))
    return (
        tuple(example for i, example in enumerate(examples) if i not in held),
        tuple(example for i, example in enumerate(examples) if i in held),
    )


def _keys(example: Example) -> list[tuple[str, str, str]]:
    keys = [(head, label, example.language) for head, label in example.labels.items()]
    if example.spans is not None:
        keys.append(("entities", "", example.language))
    return keys
