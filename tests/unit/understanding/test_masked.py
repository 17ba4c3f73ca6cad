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
    assert masked(text) == seen


def test_masking_twice_changes_nothing_more():
    once = masked("order #W1234567 for a.b@c.org")
    assert masked(once) == once


def test_a_limit_after_a_comma_is_read():
    (price,) = [entity for entity in find_entities("推荐个耳机，300以内") if entity.type.endswith("price")]
    assert price.text.startswith("300")
