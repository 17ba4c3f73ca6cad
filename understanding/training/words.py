"""The words that the training texts know, for the speller."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from understanding.training.examples import Example

COMMON: Final = 3
"""A word written so often is what a mistyped one was meant to be."""


def words_of(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    """All English words of the examples, sorted, and the common ones of them, the commonest first."""
    counts = Counter(word for example in examples for word in re.findall(r"[a-z]+", example.text.lower()))
    common = [word for word, count in counts.most_common() if count >= COMMON]
    return sorted(counts), common
