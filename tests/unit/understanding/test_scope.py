from pathlib import Path

import numpy as np
import pytest

from understanding.metrics import area_under_curve, choose_threshold
from understanding.runtime.scope import Scope
from understanding.training.scope import fit_scope

INSIDE = np.array([True, True, False])
"""Two intents in scope and the out-of-scope label."""


def clouds(seed: int, counts: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features around three corners, logits that follow them weakly, gold labels."""
    random = np.random.default_rng(seed)
    gold = np.repeat([0, 1, 2], counts)
    features = np.eye(4)[gold] + random.normal(0, 0.15, (len(gold), 4))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    logits = 4 * features[:, :3] + random.normal(0, 0.3, (len(gold), 3))
    return features.astype(np.float32), logits.astype(np.float32), gold


@pytest.mark.parametrize("foreign", [60, 0])
def test_what_lies_elsewhere_is_less_probable(foreign: int, tmp_path: Path) -> None:
    features, _, gold = clouds(1, (80, 80, 40))
    held = clouds(2, (60, 60, foreign))
    scope, threshold = fit_scope(INSIDE, (features, gold), held)
    scope.write(tmp_path / "scope.npz")
    test_features, test_logits, test_gold = clouds(4, (50, 50, 50))
    scores = Scope.read(tmp_path / "scope.npz").probabilities(test_logits, test_features)
    assert area_under_curve(scores[test_gold < 2], scores[test_gold == 2]) > 0.9
    assert ((scores >= 0) & (scores <= 1)).all()
    assert (scores[test_gold < 2] >= threshold).mean() > 0.8
    assert (scores[test_gold == 2] < threshold).mean() > 0.5


def test_a_sign_that_does_not_vary_decides_nothing() -> None:
    features, _, gold = clouds(1, (80, 80, 0))
    held_features, logits, held_gold = clouds(2, (20, 20, 0))
    scope, threshold = fit_scope(INSIDE, (features, gold), (held_features, 20 * logits, held_gold))
    test_features, test_logits, _ = clouds(4, (50, 50, 0))
    assert (scope.probabilities(20 * test_logits, test_features) >= threshold).mean() > 0.7
    assert (np.abs(scope.weights) < 1000).all()


def test_where_nothing_is_read_rightly_nothing_is_rejected() -> None:
    features, _, gold = clouds(1, (80, 80, 0))
    held_features, logits, held_gold = clouds(2, (20, 20, 0))
    scope, threshold = fit_scope(INSIDE, (features, gold), (held_features, logits, 1 - held_gold))
    assert (scope.probabilities(logits, held_features) >= threshold).all()


def test_the_threshold_has_the_best_accuracy_at_the_assumed_share() -> None:
    right = np.array([True] * 8 + [False] * 4)
    inside = np.array([True] * 8 + [False] * 4)
    scores = np.array([0.9] * 6 + [0.4, 0.4] + [0.5, 0.3, 0.3, 0.3], np.float32)
    assert 0.3 < choose_threshold(right, inside, scores, 0.1) <= 0.4
    assert 0.5 < choose_threshold(right, inside, scores, 0.9) <= 0.9


def test_without_foreign_texts_the_threshold_costs_a_tenth_of_normal_scores() -> None:
    scores = np.random.default_rng(5).normal(2.0, 0.5, 4000).astype(np.float32)
    threshold = choose_threshold(np.ones(4000, bool), np.ones(4000, bool), scores, 0.3)
    assert (scores >= threshold).mean() == pytest.approx(0.9, abs=0.02)
    assert choose_threshold(np.zeros(3, bool), np.ones(3, bool), scores[:3], 0.3) == 0.0
