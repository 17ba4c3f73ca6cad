"""What a customer asks about himself, his orders and the goods."""

import pytest

from tests.dialogue.actions_in_test import CODE
from tests.dialogue.talk import Customer

LIN, GREEN = "C1", "C2"


async def test_a_refund_is_told_with_amount_method_and_order(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("where is my refund?", "refund_status")
    assert reply.names == ["utter_refund_made"]
    for fact in ("PL08000008", "¥899", "Alipay 林*雨"):
        assert fact in reply.text, reply.text


async def test_no_refund_is_said_and_a_person_offered(customer: Customer) -> None:
    customer.sign_in(GREEN)
    reply = await customer.say("我的退款怎么还没到", "refund_status")
    assert reply.names == ["utter_refund_none"]
    reply = await customer.say("好的", "affirm")
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "task"}]


async def test_a_question_about_refunds_in_general_is_answered_so(customer: Customer) -> None:
    reply = await customer.say("how long does the refund of a return take?", "refund_status")
    assert reply.names == ["utter_answer", "utter_refund_check_mine"]
    reply = await customer.pick(reply.buttons["Check my refund"])
    assert reply.names == ["utter_ask_proof_contact"]


async def test_all_orders_are_a_list_and_one_of_it_can_be_named(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("show me all my orders", "order_status")
    assert reply.names == ["utter_orders_list"]
    first, second, third = reply.text.splitlines()[1:]
    assert first.startswith("PL10010001 · Tide Mug ×2, Ridge Tent · confirmed · ")
    assert second.startswith("PL10020002")
    assert third.startswith("PL08000008")
    reply = await customer.say("the second one", "inform")
    assert reply.names[0] == "utter_order_shipped"


@pytest.mark.parametrize(
    ("text", "intent", "name", "facts"),
    [
        ("what did I pay for PL10010001?", "payment", "utter_order_paid", ("¥937 with Alipay", "¥40 with Gift card")),
        ("订单PL10010001我付了多少钱", "payment", "utter_order_paid", ("¥937（支付宝", "¥40（礼品卡")),
        ("what's in order PL10010001", "oos", "utter_order_contents", ("Tide Mug ×2 (blue) · ¥78", "¥977 in all")),
        ("订单PL10020002的快递单号是多少", "order_status", "utter_order_tracking", ("圆通", "YT7788")),
        ("which address does PL10020002 go to?", "order_status", "utter_order_address", ("文三路 90 号",)),
        ("我的包裹要寄到哪里 PL10020002", "order_status", "utter_order_address", ("浙江杭州",)),
    ],
)
async def test_one_fact_of_an_order(
    customer: Customer, text: str, intent: str, name: str, facts: tuple[str, ...]
) -> None:
    customer.sign_in(LIN)
    reply = await customer.say(text, intent)
    assert reply.names == [name]
    assert all(fact in reply.text for fact in facts), reply.text


async def test_a_fact_of_one_of_several_orders_is_told_once_he_has_chosen(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("how much did I pay for the tent?", "payment")
    assert reply.names == ["utter_order_choose"]
    cancelled = next(payload for title, payload in reply.buttons.items() if title.startswith("PL08000008"))
    reply = await customer.say("the first one", "inform")
    assert reply.names == ["utter_order_paid"]
    reply = await customer.pick(cancelled)
    assert reply.names == ["utter_order_paid_and_refunded"]


async def test_another_ones_order_tells_nothing(customer: Customer) -> None:
    customer.sign_in(GREEN)
    reply = await customer.say("what did I pay for PL10010001?", "payment")
    assert reply.names[0] == "utter_order_unknown"
    assert "937" not in reply.text


async def test_a_guest_is_answered_after_the_proof_without_asking_again(customer: Customer) -> None:
    reply = await customer.say("how many points do I have?", "points_membership")
    assert reply.names == ["utter_ask_proof_contact"]
    await customer.say("lin.xiaoyu@example.com", "inform")
    reply = await customer.say(CODE, "inform")
    assert reply.names == ["utter_proof_done", "utter_points_balance"]
    assert "730" in reply.text


async def test_a_guest_asks_for_a_fact_of_an_order(customer: Customer) -> None:
    await customer.say("what did I pay for PL10010001?", "order_status")
    await customer.say("lin.xiaoyu@example.com", "inform")
    reply = await customer.say(CODE, "inform")
    assert reply.names == ["utter_proof_done", "utter_order_paid"]


async def test_only_coupons_that_can_be_used_are_listed(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("我有什么优惠券", "coupon")
    assert reply.names == ["utter_coupons_list"]
    assert reply.text.splitlines()[1:] == [
        "WELCOME15：减 ¥15，满 ¥99 可用",
        "LIN-10：减 10%，有效期至 12月31日（周四）",
    ]


async def test_the_profile_is_told_with_what_is_secret_masked(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("what e-mail do you have for me?", "account")
    assert reply.names == ["utter_profile_told"]
    for fact in ("林小雨", "L***@example.com", "***8000", "文三路 90 号", "Gift card 0042 (¥60 left)"):
        assert fact in reply.text, reply.text
    assert "Xiaoyu" not in reply.text


async def test_gift_cards_and_points_of_a_customer_without_any(customer: Customer) -> None:
    customer.sign_in(LIN)
    assert "¥60" in (await customer.say("礼品卡还剩多少钱", "points_membership")).text
    customer.sign_in(GREEN)
    assert (await customer.say("gift card balance", "payment")).names == ["utter_gift_card_none"]
    assert (await customer.say("how many points do I have", "points_membership")).names == ["utter_points_none"]


@pytest.mark.parametrize("intent", ["coupon", "points_membership", "payment", "account"])
async def test_how_the_shop_does_things_is_answered_as_ever(customer: Customer, intent: str) -> None:
    assert (await customer.say("how much is shipping with a voucher", intent)).names == ["utter_answer"]


async def test_the_stock_of_a_product_then_of_its_variants(customer: Customer) -> None:
    reply = await customer.say("is the Tide Mug in stock?", "stock")
    assert reply.names == ["utter_stock_of_variants"]
    assert "blue" in reply.text
    (item,) = reply.custom("products")
    assert [card["sku"] for card in item["products"]] == ["MUG-BLUE"]
    reply = await customer.say("is it also there in clay?", "stock")
    assert reply.names == ["utter_variant_sold_out"]
    assert "In stock: blue" in reply.text
    reply = await customer.say("多少钱", "price_promotion")
    assert reply.names == ["utter_product_price"]
    assert "潮汐马克杯" in reply.text
    assert "¥39" in reply.text


async def test_what_a_product_comes_in(customer: Customer) -> None:
    reply = await customer.say("潮汐马克杯有哪些颜色", "product_info")
    assert reply.names == ["utter_product_options"]
    assert "（没货）" in reply.text


async def test_what_the_catalogue_does_not_know_keeps_its_past_answer(customer: Customer) -> None:
    await customer.say("is the Tide Mug in stock?", "stock")
    assert (await customer.say("is it dishwasher safe?", "product_info")).names == ["utter_rephrase"]
    assert (await customer.say("how much is shipping?", "price_promotion")).names == ["utter_answer"]
    assert (await customer.say("are umbrellas in stock?", "stock")).custom("products") == []


async def test_which_product_is_asked_when_several_are_meant(customer: Customer) -> None:
    reply = await customer.say("how much are the Tide Mug and the Ridge Tent?", "price_promotion")
    assert reply.names == ["utter_which_product"]
    tent = reply.buttons["Ridge Tent"]
    reply = await customer.say("the mug", "inform")
    assert reply.names == ["utter_product_price"]
    assert "¥39" in reply.text
    reply = await customer.pick(tent)
    assert "¥899" in reply.text
