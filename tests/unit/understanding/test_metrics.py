import numpy as np
import pytest
from sklearn.metrics import f1_score, matthews_corrcoef

from understanding.metrics import accuracy, choose_threshold, fit_temperature, macro_f1, matthews
from understanding.runtime.classifier import softmax

EXPECTED = ["a", "a", "b", "c", "c", "c"]
PREDICTED = ["a", "b", "b", "c", "c", "d"]


def test_measures_agree_with_scikit_learn() -> None:
    assert accuracy(EXPECTED, PREDICTED) == pytest.approx(4 / 6)
    assert macro_f1(EXPECTED, PREDICTED) == pytest.approx(f1_score(EXPECTED, PREDICTED, average="macro"))
    assert matthews(EXPECTED, PREDICTED) == pytest.approx(matthews_corrcoef(EXPECTED, PREDICTED))


def test_measures_of_nothing_are_zero() -> None:
    assert (accuracy([], []), macro_f1([], []), matthews([], [])) == (0.0, 0.0, 0.0)


def test_temperature_undoes_overconfidence() -> None:
    random = np.random.default_rng(0)
    true = random.normal(size=(4000, 5)).astype(np.float32) * 2
    gold = np.array([random.choice(5, p=row / row.sum()) for row in softmax(true).astype(np.float64)])
    assert fit_temperature(true * 3, gold) == pytest.approx(3.0, rel=0.15)


def test_threshold_parts_foreign_texts_from_the_shops_own() -> None:
    expected = ["a"] * 10 + ["oos"] * 10
    scores = [0.8] * 10 + [0.3] * 10
    threshold = choose_threshold(expected, ["a"] * 20, scores, [False] * 20, "oos")
    assert 0.3 < threshold <= 0.8


def test_threshold_without_foreign_texts_costs_next_to_nothing() -> None:
    scores = [i / 100 for i in range(100)]
    threshold = choose_threshold(["a"] * 100, ["a"] * 100, scores, [False] * 100, "oos")
    assert sum(score < threshold for score in scores) == 1
