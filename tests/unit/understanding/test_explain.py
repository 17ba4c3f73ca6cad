from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from understanding.runtime.explain import MOST_PARTS, explain


class Counting:
    """A classifier whose coupon label hangs on one word alone."""

    def labels(self, head: str) -> tuple[str, ...]:
        return {"intent": ("coupon", "other")}[head]

    def probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        coupon = np.array([0.9 if "coupon" in text else 0.2 for text in texts], np.float32)
        return {"intent": np.stack([coupon, 1 - coupon], axis=1)}


def test_the_word_that_decides_has_the_weight() -> None:
    found = explain(Counting(), "use my coupon please", "intent")
    assert found.label == "coupon"
    assert [part.text for part in found.parts] == ["use", "my", "coupon", "please"]
    assert [part.weight > 1.0 for part in found.parts] == [False, False, True, False]


def test_another_label_can_be_asked_for() -> None:
    found = explain(Counting(), "use my coupon", "intent", "other")
    assert found.parts[-1].weight < -1.0


def test_long_messages_are_explained_in_groups() -> None:
    found = explain(Counting(), "blue " * 400 + "coupon", "intent")
    assert len(found.parts) <= MOST_PARTS
    assert "coupon" in max(found.parts, key=lambda part: part.weight).text


@pytest.mark.parametrize(("head", "label"), [("mood", ""), ("intent", "refund")])
def test_unknown_heads_and_labels_are_refused(head: str, label: str) -> None:
    with pytest.raises(KeyError):
        explain(Counting(), "coupon", head, label)


def test_an_empty_message_has_no_parts() -> None:
    assert explain(Counting(), " ", "intent").parts == ()


def test_parts_are_words_and_single_chinese_characters() -> None:
    found = explain(Counting(), "my order's 订单2号?", "intent")
    assert [part.text for part in found.parts] == ["my", "order's", "订", "单", "2", "号", "?"]
    assert all("my order's 订单2号?"[part.start : part.end] == part.text for part in found.parts)
