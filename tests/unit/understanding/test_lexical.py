from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from understanding.runtime.lexical import LexicalExpert, grams
from understanding.runtime.session import ModelMissingError
from understanding.training.examples import Example, LabelSet
from understanding.training.lexical import fit_lexical

TEXTS = {"coupon": ["my coupon", "优惠券怎么用", "use a coupon"], "stock": ["in stock?", "有货吗", "stock please"]}
EXAMPLES = tuple(Example(text, {"intent": label}) for label, texts in TEXTS.items() for text in texts)


def test_grams_are_words_characters_pairs_and_parts_of_words() -> None:
    found = grams("退货 Size")
    assert {"退", "货", "size", "退 货", "货 size", "<si", "size>"} <= set(found)


def test_margins_are_those_of_the_library_it_was_fitted_with(tmp_path: Path) -> None:
    labels = LabelSet.of(EXAMPLES)
    fit_lexical(EXAMPLES, labels, 1).write(tmp_path / "lexical.npz")
    expert = LexicalExpert.read(tmp_path / "lexical.npz")
    texts = [example.seen_text for example in EXAMPLES]
    vectors = TfidfVectorizer(analyzer=grams, sublinear_tf=True).fit(texts)
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=0.5, random_state=1).fit(vectors.transform(texts), [e.labels["intent"] for e in EXAMPLES])
    asked = ["where is my coupon", "库存还有货吗", "unheard-of"]
    expected = model.decision_function(vectors.transform(asked))
    np.testing.assert_allclose(expert.margins(asked)["intent"][:, 1], expected, atol=5e-3)


def test_a_text_without_known_grams_has_the_biases() -> None:
    expert = fit_lexical(EXAMPLES, LabelSet.of(EXAMPLES), 1)
    np.testing.assert_allclose(expert.margins([""])["intent"][0], expert.biases["intent"])


def test_a_head_with_one_label_has_no_expert() -> None:
    one = tuple(Example(text, {"topic": "other"}) for text in ("a b", "c d"))
    assert fit_lexical(one, LabelSet.of(one), 1).tables == {}


def test_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="concierge train"):
        LexicalExpert.read(tmp_path / "lexical.npz")
