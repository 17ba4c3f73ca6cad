"""A message cut where a new wish begins."""

import pytest

from actions.reading.clauses import clauses


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Return the mouse and the keyboard", ["Return the mouse and the keyboard"]),
        ("return the lamp and also the mouse", ["return the lamp and also the mouse"]),
        ("退耳机、键盘和鼠标", ["退耳机、键盘和鼠标"]),
        ("Return the mouse. Cancel my order.", ["Return the mouse", "Cancel my order"]),
        ("Return the mouse; cancel order W1234567", ["Return the mouse", "cancel order W1234567"]),
        (
            "Cancel order #W123456 and return the kettle",
            ["Cancel order #W123456", "return the kettle"],
        ),
        (
            "how many points do I have, where is PL1234567 and I'd also like to return the poles",
            ["how many points do I have", "where is PL1234567", "like to return the poles"],
        ),
        ("我有多少积分，另外把那双鞋退了", ["我有多少积分", "把那双鞋退了"]),
        (
            "send it to Lindenweg 12, 10435 Berlin, and save it in my account",
            ["send it to Lindenweg 12, 10435 Berlin", "save it in my account"],
        ),
        ("cancel #W1234567 and cancel #W2234567", ["cancel #W1234567", "cancel #W2234567"]),
        ("cancel #W1234567 and #W2234567", ["cancel #W1234567 and #W2234567"]),
        ("return the kettle and get a refund", ["return the kettle and get a refund"]),
        (
            "Return the mouse and also change my address to 47 Alderby St. Suite 2, Denver, CO 80279",
            ["Return the mouse", "change my address to 47 Alderby St. Suite 2, Denver, CO 80279"],
        ),
        (
            "ship to 47 Alderby Row\nSuite 114\nIndianapolis, IN 46227",
            ["ship to 47 Alderby Row\nSuite 114\nIndianapolis, IN 46227"],
        ),
        ("I want the 1.5 liter one", ["I want the 1.5 liter one"]),
        ("return it, or if not, exchange it", ["return it, or if not, exchange it"]),
        ("把耳机退了，另外帮我查一下订单", ["把耳机退了", "帮我查一下订单"]),
        ("耳机退掉，鞋子换大一号", ["耳机退掉", "鞋子换大一号"]),
        ("耳机要白色的，T恤换L码", ["耳机要白色的，T恤换L码"]),
        ("取消订单。然后再帮我换个地址", ["取消订单", "帮我换个地址"]),
        (
            "two things - cancel PL99165148, don't need it anymore, and PL96219559 should go to 27 Yuyuan Road",
            [
                "two things - cancel PL99165148, don't need it anymore",
                "PL96219559 should go to 27 Yuyuan Road",
            ],
        ),
        ("where's PL90419892?? and pls cancel PL99165148", ["where's PL90419892??", "and pls cancel PL99165148"]),
        (
            "i'd like to cancel PL99165148 (wrong size) and also pay PL96219559 with paypal",
            ["i'd like to cancel PL99165148 (wrong size)", "pay PL96219559 with paypal"],
        ),
        ("cancel BOTH my open orders, dont need any of it", ["cancel BOTH my open orders, dont need any of it"]),
        ("the second one", ["the second one"]),
        ("第二个", ["第二个"]),
        ("", []),
        ("。。。", []),
    ],
)
def test_a_message_is_cut_where_a_new_wish_begins(text: str, pieces: list[str]):
    assert list(clauses(text)) == pieces
