from itertools import pairwise

import numpy as np

from understanding.runtime.tagging import best_tags, find_spans, legal_moves, spans_of, tag_names, whole_words

TAGS = tag_names(["colour", "product"])


def logits(*names: str) -> np.ndarray:
    table = np.zeros((len(names), len(TAGS)), np.float32)
    for row, name in enumerate(names):
        table[row, TAGS.index(name)] = 2.0
    return table


def names(table: np.ndarray) -> list[str]:
    return [TAGS[i] for i in best_tags(table, legal_moves(TAGS))]


def test_a_legal_sequence_stays() -> None:
    sequence = ("O", "B-colour", "B-product", "I-product", "O")
    assert names(logits(*sequence)) == list(sequence)


def test_an_inside_without_its_begin_is_mended_by_the_best_legal_path() -> None:
    table = logits("O", "I-product", "I-product")
    table[1, TAGS.index("B-product")] = 1.5
    assert names(table) == ["O", "B-product", "I-product"]
    assert names(logits("I-colour"))[0] != "I-colour"


def test_inside_of_another_type_never_follows() -> None:
    found = names(logits("B-colour", "I-product", "I-product"))
    assert all(not (a.endswith("colour") and b == "I-product") for a, b in pairwise(found))


def test_no_tokens_have_no_tags() -> None:
    assert best_tags(np.zeros((0, len(TAGS)), np.float32), legal_moves(TAGS)) == []


def test_spans_lose_the_blanks_at_their_edges() -> None:
    text = "a red rain jacket"
    offsets = [(0, 1), (1, 5), (5, 10), (10, 17)]
    spans = spans_of(["O", "B-colour", "B-product", "I-product"], offsets, text)
    assert [(kind, text[start:end]) for kind, start, end in spans] == [("colour", "red"), ("product", "rain jacket")]


def test_two_entities_of_one_type_side_by_side_stay_two() -> None:
    spans = spans_of(["B-product", "B-product"], [(0, 2), (2, 4)], "杯子锅铲")
    assert spans == [("product", 0, 2), ("product", 2, 4)]


def test_marks_of_beginning_and_end_cut_no_entity_short() -> None:
    table = logits("O", "B-product", "O", "B-colour", "I-colour", "I-colour")
    text = "query: my dark blue"
    offsets = [(0, 0), (0, 6), (6, 9), (9, 14), (14, 19), (0, 0)]
    found = find_spans(table, offsets, text, TAGS, legal_moves(TAGS), first=len("query: "))
    assert [(kind, text[start:end]) for kind, start, end in found] == [("colour", "dark blue")]


def written(text: str, *spans: tuple[str, str]) -> list[tuple[str, str]]:
    places = [(kind, text.index(part), text.index(part) + len(part)) for kind, part in spans]
    return [(kind, text[start:end]) for kind, start, end in whole_words(places, text)]


def test_an_entity_ends_with_its_word_or_number() -> None:
    assert written("5 rolls of tape", ("quantity", "5 roll")) == [("quantity", "5 rolls")]
    assert written("it was 34,99€", ("price", "99€")) == [("price", "34,99€")]
    assert written("beige Überzug", ("product", "berzug")) == [("product", "Überzug")]


def test_the_first_of_two_entities_keeps_a_word_they_share() -> None:
    assert written("opporeno bricked", ("brand", "oppo"), ("product", "reno")) == [("brand", "opporeno")]
    found = written("opporeno pro bricked", ("brand", "oppo"), ("product", "reno pro"))
    assert found == [("brand", "opporeno"), ("product", "pro")]
    assert whole_words([], "nothing here") == []


def test_a_number_and_its_unit_and_chinese_words_may_be_parted() -> None:
    found = written("256GB黑色手机", ("attribute", "256"), ("colour", "黑色"))
    assert found == [("attribute", "256"), ("colour", "黑色")]
    assert written("XL码T恤", ("size", "XL"), ("product", "T恤")) == [("size", "XL"), ("product", "T恤")]
