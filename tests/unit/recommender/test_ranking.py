import numpy as np
import pytest

from recommender.baselines import ItemNeighbours, popularity
from recommender.ranking import measures, rank_of


def test_every_tie_is_lost() -> None:
    scores = np.zeros(100, dtype=np.float32)
    assert rank_of(scores, 0, ()) == 100


def test_excluded_rivals_do_not_count_and_an_excluded_target_is_never_found() -> None:
    scores = np.array([3.0, 2.0, 1.0], dtype=np.float32)
    assert rank_of(scores, 2, {0, 1}) == 1
    assert measures([rank_of(scores, 0, {0})]).hr_10 == 0.0


def test_measures_follow_their_definition() -> None:
    found = measures([1, 3, 7, 11])
    assert (found.hr_5, found.hr_10) == (0.5, 0.75)
    assert found.ndcg_10 == pytest.approx((1 + 0.5 + 1 / 3) / 4)
    assert measures([]).ndcg_10 == 0.0


def test_neighbours_prefer_what_is_bought_together() -> None:
    histories = [[0, 1], [0, 1], [2, 3], [2, 3], [3]]
    assert int(np.argmax(ItemNeighbours(histories, 4).scores([0]))) == 1
    assert list(popularity(histories, 4)) == [2, 2, 2, 3]
