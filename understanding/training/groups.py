"""Splits examples so that near-duplicates never stand on both sides."""

import math
import random
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from understanding.training.examples import Example

SIMILAR = 0.6
"""Jaccard similarity of character bigrams from which two texts count as near-duplicates."""

MOST_COMPARED = 20_000
"""Above this many texts only equal ones (but for case, digits and punctuation) are grouped."""


def near_duplicate_groups(texts: Sequence[str]) -> NDArray[np.int64]:
    """A group number for each text; texts that resemble one another share it."""
    from scipy.sparse import coo_array, csr_array
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import CountVectorizer

    bare = [re.sub(r"[\W\d_]+", "", text.casefold()) or text for text in texts]
    numbers = {text: i for i, text in enumerate(dict.fromkeys(bare))}
    same = np.array([numbers[text] for text in bare], np.int64)
    if len(numbers) > MOST_COMPARED or len(numbers) < 2:
        return same
    grams = CountVectorizer(analyzer="char", ngram_range=(1, 2), binary=True, dtype=np.int32)
    presence = csr_array(grams.fit_transform(list(numbers)))
    common = coo_array(presence @ presence.T)
    sizes = presence.sum(axis=1)
    union = sizes[common.row] + sizes[common.col] - common.data
    alike = common.data >= SIMILAR * union
    links = coo_array((alike[alike], (common.row[alike], common.col[alike])), shape=common.shape)
    _, components = connected_components(links, directed=False)
    groups: NDArray[np.int64] = components.astype(np.int64)[same]
    return groups


def split_off(examples: Sequence[Example], share: float, seed: int) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
    """The examples to learn from and a slice of about `share` of every label, without near-duplicates between them.

    Where all texts resemble one another, so that no group fits into the slice, single texts are drawn.
    """
    groups = near_duplicate_groups([example.text for example in examples])
    members: dict[int, list[int]] = {}
    for position, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(position)
    quota = {key: share * count for key, count in Counter(key for e in examples for key in _keys(e)).items()}
    order = list(members.values())
    random.Random(seed).shuffle(order)
    held: set[int] = set()
    taken: Counter[tuple[str, str, str]] = Counter()
    for positions in order:
        keys = Counter(key for position in positions for key in _keys(examples[position]))
        if all(taken[key] + count <= max(1.0, quota[key]) for key, count in keys.items()):
            held.update(positions)
            taken.update(keys)
    if not held:
        held.update(random.Random(seed).sample(range(len(examples)), math.ceil(share * len(examples))))
    return (
        tuple(example for i, example in enumerate(examples) if i not in held),
        tuple(example for i, example in enumerate(examples) if i in held),
    )


def _keys(example: Example) -> list[tuple[str, str, str]]:
    return [(head, label, example.language) for head, label in example.labels.items()]
