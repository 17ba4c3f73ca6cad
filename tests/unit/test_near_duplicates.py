from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.near_duplicates import grams, near_duplicates


def test_the_same_sentence_with_other_case_and_punctuation_is_found():
    texts = ["Where is my parcel?", "Something else entirely", "where is my PARCEL!!"]
    assert near_duplicates(texts, 0.6) == [("Where is my parcel?", "where is my PARCEL!!")]


def test_a_chinese_sentence_with_one_word_changed_is_found_and_a_different_one_is_not():
    texts = ["我的快递为什么还没有到呢", "我的快递为什么还没有到呀", "耳机戴久了会不会疼"]
    assert near_duplicates(texts, 0.6) == [(texts[0], texts[1])]


def test_texts_without_letters_are_no_duplicates():
    assert near_duplicates(["", "!!!", "..."], 0.5) == []


def test_a_threshold_out_of_range_is_refused():
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(["a"], 0)


@given(st.lists(st.text("ab好 ", max_size=12), max_size=12), st.sampled_from([0.3, 0.5, 0.6, 0.8, 1.0]))
def test_the_index_finds_exactly_what_comparing_all_pairs_finds(texts: list[str], threshold: float):
    expected = []
    for one, other in combinations(texts, 2):
        a, b = grams(one), grams(other)
        if a | b and len(a & b) / len(a | b) >= threshold:
            expected.append((one, other))
    assert near_duplicates(texts, threshold) == expected
