"""Replies invented here, by someone who wanted to ask the same in many ways."""

import pytest

from benchmarks.tau_retail.cues import Ask
from benchmarks.tau_retail.reading import hear

YES_NO = ("Yes, do that", "No, leave it")


def heard(text: str, *titles: str):
    choices = [{"title": title, "payload": f"/{place}"} for place, title in enumerate(titles)]
    return hear([{"role": "customer", "text": "which e-mail?"}, {"role": "bot", "text": text, "choices": choices}])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Could I have the email address you signed up with?", Ask.EMAIL),
        ("To look into this I need your e-mail.", Ask.EMAIL),
        ("Tell me your full name and ZIP code, please.", Ask.NAME),
        ("What postcode goes with that?", Ask.NAME),
        ("Which order is this about?", Ask.ORDER),
        ("Please give me the order number.", Ask.ORDER),
        ("Which of your orders shall I cancel?", Ask.ORDER),
        ("Why would you like to cancel?", Ask.REASON),
        ("May I ask the reason?", Ask.REASON),
        ("What would you like to return?", Ask.ITEM),
        ("Which items should go back?", Ask.ITEM),
        ("Which colour would you like instead?", Ask.OPTION),
        ("What should I exchange the mouse for? Please choose an option.", Ask.OPTION),
        ("How would you like to be refunded?", Ask.METHOD),
        ("Should the refund go to your PayPal account or to your gift card?", Ask.METHOD),
        ("Which card shall I use for the difference?", Ask.METHOD),
        ("Where should we ship it?", Ask.ADDRESS),
        ("What is the new address?", Ask.ADDRESS),
        ("I'll cancel order #W1000001 and refund $170.00 to PayPal. Is that right?", Ask.CONFIRM),
        ("Shall I go ahead?", Ask.CONFIRM),
        ("Are you sure you want to return the lamp? (yes/no)", Ask.CONFIRM),
        ("To confirm the exchange, reply yes.", Ask.CONFIRM),
        ("Is there anything else I can do for you?", Ask.MORE),
        ("Are these all the items you want to change in this order?", Ask.MORE),
        ("Would you like me to connect you with a colleague?", Ask.PERSON),
        ("Shall I put you through to someone from our team?", Ask.PERSON),
        ("请问您注册用的邮箱是什么?", Ask.EMAIL),
        ("麻烦提供一下姓名和邮编。", Ask.NAME),
        ("您要处理哪个订单呢?", Ask.ORDER),
        ("请发一下订单号", Ask.ORDER),
        ("方便说下取消的原因吗?", Ask.REASON),
        ("想退哪几件商品?", Ask.ITEM),
        ("您想换成什么颜色?", Ask.OPTION),
        ("要换哪一款呢?", Ask.OPTION),
        ("退款退到哪里比较方便?", Ask.METHOD),
        ("请选择付款方式", Ask.METHOD),
        ("新的收货地址是什么?", Ask.ADDRESS),
        ("我将为您取消订单#W1000001,退款$170.00,确认吗?", Ask.CONFIRM),
        ("这样可以吗?", Ask.CONFIRM),
        ("还有其他需要吗?", Ask.MORE),
        ("需要帮您转接人工客服吗?", Ask.PERSON),
    ],
)
def test_the_customer_understands_what_he_is_asked(text, asked):
    assert heard(text).asks == (asked,)


def test_two_questions_are_both_heard():
    assert set(heard("Which order is it? And what is the reason?").asks) == {Ask.ORDER, Ask.REASON}


def test_choices_of_yes_and_no_ask_for_a_yes():
    assert heard("Order #W1000001 gets cancelled.", *YES_NO).asks == (Ask.CONFIRM,)
    assert heard("订单#W1000001会被取消。", "确认", "不用了").asks == (Ask.CONFIRM,)


def test_choices_of_orders_ask_for_an_order():
    assert heard("I found these:", "#W1000001, 2 items", "#W1000002, 2 items").asks == (Ask.ORDER,)


def test_yes_and_no_to_a_person_is_no_proposal():
    assert heard("A colleague has to do this. Shall I pass you on?", *YES_NO).asks == (Ask.PERSON,)
    assert heard("这要同事来办,要帮您转过去吗?", "好的,转人工", "不用了").asks == (Ask.PERSON,)


def test_proof_is_not_taken_for_a_proposal():
    assert heard("Let me first confirm it's you. What is your email?").asks == (Ask.EMAIL,)
    assert heard("我得先确认是您本人。请告诉我邮箱,或者姓名和邮编。").asks == (Ask.EMAIL, Ask.NAME)


def test_a_mail_that_will_come_is_not_asked_for():
    assert heard("Please wait, you will receive an e-mail with the label.").asks == ()


def test_nothing_asked_is_nothing_heard():
    assert heard("Your order arrived on Monday.").asks == ()


@pytest.mark.parametrize(
    "text",
    [
        "Done! Your order has been cancelled.",
        "I've requested the exchange.",
        "All set.",
        "已为您取消该订单。",
        "退货申请提交成功",
    ],
)
def test_a_receipt_is_heard(text):
    assert heard(text).done


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, I can't change this order.",
        "That is no longer possible.",
        "抱歉,这个订单无法取消。",
        "余额不足,不能用礼品卡付。",
    ],
)
def test_a_refusal_is_heard(text):
    assert heard(text).refused
