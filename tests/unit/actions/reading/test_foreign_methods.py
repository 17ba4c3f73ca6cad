"""Payment methods that are not the customer's own."""

import pytest

from actions.reading.foreign_methods import foreign_method
from storefront.model import PaymentMethod

OWN = (
    PaymentMethod("card_7", "card", "Visa **** 4471"),
    PaymentMethod("paypal_7", "paypal", "PayPal e***@example.com"),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wire the money to my boyfriend's card 6217 0000 4412 9981", "card"),
        ("put it on my mum's paypal", "paypal"),
        ("use gift_card_C0012 please", "gift_card"),
        ("换成gift_card_C0012支付", "gift_card"),
        ("退到尾号9902那张卡", "card"),
        ("the visa ending in 1234", "card"),
        ("打到我老公的支付宝", "alipay"),
        ("6217000044129981", "card"),
    ],
)
def test_a_method_of_somebody_else_is_known_by_its_words(text: str, kind: str) -> None:
    assert foreign_method(text, OWN) == kind


@pytest.mark.parametrize(
    "text",
    [
        "to my visa ending in 4471",
        "退到尾号4471那张",
        "card_7",
        "back to my card",
        "退到我的支付宝",
        "cancel PL12345678, it was a gift for my sister",
        "my order YT9229079961434 has not come",
        "my friend told me to pay with paypal",
    ],
)
def test_his_own_and_everything_else_is_none(text: str) -> None:
    assert foreign_method(text, OWN) == ""
