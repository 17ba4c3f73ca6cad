import random
from itertools import pairwise

import pytest

from understanding.training.augment import augmented, misspelt, slipped
from understanding.training.data import read_marks
from understanding.training.examples import Example

MARKED = (
    "我想买[两件](quantity)[黑色](colour)的[羽绒服](product) please, 快递到[杭州](address)",
    "can I swap my [Northgate](brand) [rain jacket](product) for [size L](size) before [Friday](date) thanks",
)


@pytest.mark.parametrize("marked", MARKED)
def test_entities_stay_where_they_belong(marked: str) -> None:
    text, spans = read_marks(marked)
    chance = random.Random(1)
    for _ in range(300):
        copy = slipped(Example(text, {}, spans=spans), chance, 3)
        assert copy.spans is not None
        assert [span.type for span in copy.spans] == [span.type for span in spans]
        assert all(0 <= span.start < span.end <= len(copy.text) for span in copy.spans)
        assert all(a.end <= b.start for a, b in pairwise(copy.spans))


def test_copies_keep_their_labels_and_the_originals() -> None:
    examples = tuple(Example(f"where is parcel number {i}", {"intent": "order_status"}, "en") for i in range(40))
    more = augmented(examples, 1.5, seed=2)
    assert more[:40] == examples
    assert 70 <= len(more) <= 100
    assert {example.labels["intent"] for example in more} == {"order_status"}
    assert augmented(examples, 1.5, seed=2) == more
    assert augmented(examples, 0.0, seed=2) == examples


def test_misspelling_changes_about_the_share_asked_for() -> None:
    text = "please tell me where the parcel with my shoes is right now " * 5
    wrong = misspelt(text, 0.1, random.Random(3))
    assert wrong != text
    assert abs(len(wrong) - len(text)) < 0.1 * len(text)
    assert misspelt("", 0.1, random.Random(3)) == ""
