import numpy as np
import pytest
from sklearn.metrics import f1_score, matthews_corrcoef, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

from understanding.metrics import (
    accuracy,
    area_under_curve,
    expected_calibration_error,
    fit_temperature,
    log_loss,
    macro_f1,
    matthews,
    span_f1,
)
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


def test_area_under_the_curve_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(1)
    scores = random.integers(0, 20, 300).astype(np.float32)
    positive = random.random(300) < 0.4
    found = area_under_curve(scores[positive], scores[~positive])
    assert found == pytest.approx(roc_auc_score(positive, scores))
    assert area_under_curve(scores, scores[:0]) == 0.5


def test_log_loss_agrees_with_scikit_learn() -> None:
    logits = np.random.default_rng(2).normal(size=(50, 4)).astype(np.float32)
    gold = np.arange(50) % 4
    assert log_loss(logits, gold) == pytest.approx(sklearn_log_loss(gold, softmax(logits).astype(np.float64)), abs=1e-5)


def test_spans_count_only_when_type_and_edges_agree() -> None:
    gold = [[("colour", 0, 3), ("product", 4, 7)], []]
    assert span_f1(gold, gold) == 1.0
    assert span_f1(gold, [[("colour", 0, 3), ("product", 4, 8)], [("size", 0, 1)]]) == pytest.approx(2 / 5)
    assert span_f1([[]], [[]]) == 0.0


def test_a_calibrated_score_has_no_calibration_error() -> None:
    right = np.array([True] * 9 + [False])
    assert expected_calibration_error(right, np.full(10, 0.9, np.float32)) == pytest.approx(0.0, abs=1e-6)
    assert expected_calibration_error(right, np.full(10, 0.5, np.float32)) == pytest.approx(0.4, abs=1e-6)
