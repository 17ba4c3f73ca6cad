"""Which payment method a customer's words mean."""

from decimal import Decimal

import pytest

from actions.reading.methods import means_original, named_kinds, named_method
from storefront.model import PaymentMethod

METHODS = (
    PaymentMethod("gift_card_111", "gift_card", "gift card", Decimal(50)),
    PaymentMethod("paypal_222", "paypal", "paypal"),
    PaymentMethod("credit_card_5550142", "card", "mastercard ending 9212"),
    PaymentMethod("card_C0002", "card", "Visa **** 4471"),
    PaymentMethod("alipay_C1", "alipay", "Alipay 138****5501"),
    PaymentMethod("wechat_pay_C1", "wechat_pay", "WeChat Pay 138****0318"),
)
MASTERCARD, VISA = "credit_card_5550142", "card_C0002"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("paypal", "paypal_222"),
        ("PayPall please", "paypal_222"),
        ("pay pal", "paypal_222"),
        ("refund to my gift card", "gift_card_111"),
        ("store credit", "gift_card_111"),
        ("礼品卡", "gift_card_111"),
        ("the card", f"{MASTERCARD} {VISA}"),
        ("my credit card", f"{MASTERCARD} {VISA}"),
        ("退到银行卡", f"{MASTERCARD} {VISA}"),
        ("visa", VISA),
        ("mastercrad", MASTERCARD),
        ("ending in 4471", VISA),
        ("尾号9212", MASTERCARD),
        ("credit_card_5550142", MASTERCARD),
        ("支付宝", "alipay_C1"),
        ("用微信付", "wechat_pay_C1"),
        ("wechat pay", "wechat_pay_C1"),
        ("5501那个", "alipay_C1"),
        ("not the gift card, paypal", "paypal_222"),
        ("I prefer paypal over the gift card", "paypal_222"),
        ("switch from paypal to visa", VISA),
        ("把支付宝换成微信", "wechat_pay_C1"),
        ("不要退到支付宝，退微信", "wechat_pay_C1"),
        ("the other card", MASTERCARD),
        ("另一张卡", MASTERCARD),
        ("take the difference from my paypal", "paypal_222"),
        ("pay PL28031948 by gift card", "gift_card_111"),
        ("deduct from my gift card", "gift_card_111"),
        ("别刷银行卡了，用我那张五百的礼品卡", "gift_card_111"),
        ("wire the money to my Alipay, not PayPal", "alipay_C1"),
        ("刷微信", "wechat_pay_C1"),
        ("从支付宝扣", "alipay_C1"),
        ("把钱退到支付宝", "alipay_C1"),
        ("My Alipay is acting up. Please move it to the Mastercard.", MASTERCARD),
        ("微信零钱不够，换支付宝", "alipay_C1"),
        ("discard it", ""),
        ("amex", ""),
        ("hello", ""),
    ],
)
def test_methods_are_found_by_kind_brand_digits_or_id(text: str, ids: str):
    assert [method.id for method in named_method(text, METHODS, not_this=VISA)] == ids.split()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("pay with paypal", "paypal"),
        ("wechat", "wechat_pay"),
        ("刷支付宝", "alipay"),
        ("my gift card", "gift_card"),
        ("not paypal, my visa", "card"),
        ("take it from my paypal", "paypal"),
        ("我想改成用paypal付", "paypal"),
        ("换成Alipay吧", "alipay"),
        ("改刷visa卡行不", "card"),
        ("退到giftcard里", "gift_card"),
        ("hello", ""),
    ],
)
def test_the_kinds_of_method_that_are_said_are_told_on_file_or_not(text: str, kinds: str):
    assert named_kinds(text) == tuple(kinds.split())


def test_a_card_nobody_has_is_no_other_card():
    assert named_method("my visa", [METHODS[2]]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "original payment method",
        "back to the original form of payment",
        "the card I paid with",
        "same way I paid",
        *("原路退回", "付款的那张卡", "原来的支付方式"),
    ],
)
def test_the_original_method_is_understood(text: str):
    assert means_original(text)


@pytest.mark.parametrize("text", ["not the original payment method", "paypal", "my gift card", "原价", "不要原路退回"])
def test_other_methods_are_not_the_original_one(text: str):
    assert not means_original(text)
