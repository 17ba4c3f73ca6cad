"""Numbers and addresses are hidden from the classifier, each kind behind one mask."""

import pytest

from understanding.runtime.patterns import find_entities, masked


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("where is my order PL91183945?", "where is my order #A123456?"),
        ("订单PL91183945，联系lin@example.com或13912345678", "订单#A123456，联系a@b.com或13800000000"),
        ("nothing to hide, 300以内", "nothing to hide, 300以内"),
        ("", ""),
    ],
)
def test_each_kind_is_replaced_by_its_mask(text, seen):
    assert masked(text).text == seen


def test_masking_twice_changes_nothing_more():
    once = masked("order #W1234567 for a.b@c.org").text
    assert masked(once).text == once


@pytest.mark.parametrize("part", ["请把", "PL91183945", "的收件人改成", "王丽", "13912345678", "谢谢"])
def test_a_span_is_found_again_behind_the_masks(part):
    text = "请把PL91183945的收件人改成王丽，13912345678，谢谢"
    seen = masked(text)
    start, end = text.index(part), text.index(part) + len(part)
    first, last = seen.seen(start, end)
    assert seen.text[first:last] == masked(part).text
    assert seen.written(first, last) == (start, end)


def test_a_limit_after_a_comma_is_read():
    (price,) = [entity for entity in find_entities("推荐个耳机，300以内") if entity.type.endswith("price")]
    assert price.text.startswith("300")
