import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understanding.runtime.numerals import ARABIC, CHINESE, amount, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("299", 299),
        ("1,299", 1299),
        ("49.90", Decimal("49.9")),
        ("1千", 1000),
        ("1.5千", 1500),
        ("2k", 2000),
        ("3w", 30000),
        ("百", 100),
        ("十五", 15),
        ("二十", 20),
        ("三百", 300),
        ("三百五", 350),
        ("三百零五", 305),
        ("一千五", 1500),
        ("一千零五十", 1050),
        ("两千三百八十", 2380),
        ("一万二", 12000),
        ("十二万", 120000),
    ],
)
def test_number_as_written(text: str, value: Decimal) -> None:
    assert re.fullmatch(f"{ARABIC}|{CHINESE}", text)
    assert amount(text) == value


@pytest.mark.parametrize("text", ["", "x", "三四", "一二百"])
def test_what_is_no_single_number_has_no_amount(text: str) -> None:
    assert amount(text) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_plain_form_reads_back(value: int) -> None:
    assert amount(plain(Decimal(value))) == value
