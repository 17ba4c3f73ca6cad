"""Fits the lexical expert: linear support vector machines over tf-idf weighted grams."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from understanding.runtime.lexical import LexicalExpert, grams, hashed
from understanding.training.examples import Example, LabelSet

PENALTY: Final = 0.5
LEAST_TEXTS: Final = 2
"""A gram of fewer texts is left out where there are many texts: it would be learnt by heart."""

MANY: Final = 2000


def fit_lexical(examples: Sequence[Example], labels: LabelSet, seed: int) -> LexicalExpert:
    """One linear model for each head that has at least two labels (Fan et al. 2008, LIBLINEAR)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    nothing = LexicalExpert(np.zeros(0, np.uint32), np.zeros(0, np.float32), {}, {})
    if not labels.heads:
        return nothing
    least = LEAST_TEXTS if len(examples) >= MANY else 1
    vectors = TfidfVectorizer(analyzer=grams, sublinear_tf=True, min_df=least, dtype=np.float32)
    try:
        table = vectors.fit_transform([example.seen_text for example in examples])
    except ValueError:  # no text holds a gram
        return nothing
    names = vectors.get_feature_names_out().tolist()
    hashes = np.array([hashed(name) for name in names], np.uint32)
    known, first = np.unique(hashes, return_index=True)
    tables, biases = {}, {}
    for head, all_labels in labels.heads.items():
        rows = [i for i, example in enumerate(examples) if example.labels.get(head) in all_labels]
        present = sorted({examples[i].labels[head] for i in rows})
        if len(present) < 2:
            continue
        model = LinearSVC(C=PENALTY, random_state=seed).fit(table[rows], [examples[i].labels[head] for i in rows])
        weights, offsets = model.coef_, model.intercept_
        if len(present) == 2:
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        columns = [all_labels.index(label) for label in model.classes_]
        full = np.zeros((len(names), len(all_labels)), np.float16)
        full[:, columns] = weights.T
        bias = np.full(len(all_labels), -1.0, np.float32)
        bias[columns] = offsets
        tables[head], biases[head] = full[first], bias
    return LexicalExpert(known, vectors.idf_[first].astype(np.float32), tables, biases)
