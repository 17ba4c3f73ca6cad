"""What a customer asks the whereabouts of, in sentences as customers write them."""

import pytest

from actions.whereabouts import Whereabouts, only_asks, whereabouts_in

ASKED: dict[Whereabouts, tuple[str, ...]] = {
    Whereabouts.PARCEL: (
        "The speakers were supposed to be here on Thursday. Where are they?",
        "so where are my pyjamas",
        "My espresso machine, is it nearly here?",
        "wheres my stuff",
        "where my parcel at",
        "where on earth is it",
        "my lamp still hasnt come",
        "should have arrived by now",
        "has it been shipped yet",
        "my speakers are late af",
        "wen will the earphones come",
        "我的多士炉说九号就到，今天都十五了，人呢？",
        "双耳机那单出库没",
        "它发货了吗",
        "那个帐篷走到哪了",
        "快递怎么没动静",
        "my parcel 到哪了",
    ),
    Whereabouts.MONEY: (
        "关于 PL83793143 我的 return，退款 has it been sent back to my visa or not yet",
        "那精华和电动牙刷PL72280332那笔呢，回到哪了",
        "where's the money for my boots",
        "did you refund PL80121688",
        "has the refund arrived",
        "钱退回来了吗",
        "退款到账没",
        "PL88222155退了没",
        "我的 refund 到哪了",
    ),
    Whereabouts.REQUEST: (
        "五月那单蛋卷桌的换货咋样了 PL84108450",
        "how's my return going",
        "any update on the exchange?",
        "has my return arrived",
        "return status?",
        "退货到哪一步了",
        "换货进度",
        "我的换货处理得怎么样了",
        "我的 return 进度",
    ),
}
OTHERWISE = (
    "how long does a refund take",
    "can i get a refund for the lamp",
    "I want my money back",
    "where do I send it back",
    "where can I see my points",
    "I'd like to return the boots",
    "要退货",
    "怎么退货",
    "帮我换货",
    "退货多久到账",
    "你们在什么地方",
    "SELECT * FROM orders WHERE customer_id = 1",
    "the shop where I bought it",
    "thanks",
    "",
)


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in ASKED.items() for text in texts])
def test_whereabouts_are_recognised(what: Whereabouts, text: str) -> None:
    assert whereabouts_in(text) is what


@pytest.mark.parametrize("text", OTHERWISE)
def test_wishes_and_rules_ask_no_whereabouts(text: str) -> None:
    assert whereabouts_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "i sent my return back last week, where is it",
        "has my refund for the cancelled order arrived?",
        "i returned the shoes. where's my money",
        "any update on my exchange?",
        "我退的鞋子收到了吗？退款什么时候到",
        "换货的鞋子发了吗",
        "where is my parcel",
    ],
)
def test_speaking_of_a_return_is_no_wish_for_one(text: str) -> None:
    assert only_asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "where's PL90419892?? and pls cancel PL99165148, got it cheaper elsewhere",
        "how many points do I have, where is PL91244779 and I'd also like to return the walking poles",
        "where is it? i want to cancel",
        "PL91244779到哪了，另外帮我取消PL99165148",
        "cancel my order",
    ],
)
def test_a_change_beside_the_question_is_a_wish(text: str) -> None:
    assert not only_asks(text)
