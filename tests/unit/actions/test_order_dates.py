"""Which day of an order a customer asks for."""

import pytest

from actions.account.order_dates import event_asked


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("when did it leave your warehouse", "shipped"),
        ("什么时候发的货", "shipped"),
        ("when did i order it", "placed"),
        ("我什么时候下的单", "placed"),
        ("when was my order delivered", "delivered"),
        ("哪天签收的", "delivered"),
        ("when was the order sent out", "shipped"),
    ],
)
def test_the_day_asked_for(words: str, event: str) -> None:
    assert event_asked(words) == event
