"""Order status, delivery time and delivery problems, with and without proof."""

import pytest

from foundation.turns import SECRET_HEADER, Turn
from tests.dialogue.actions_in_test import CODE
from tests.dialogue.talk import Customer

LIN, GREEN = "C1", "C2"


async def test_an_identified_customer_reads_items_status_carrier_tracking_and_day(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("where is my order PL10020002?", "order_status")
    assert reply.names == ["utter_order_shipped", "utter_order_news"]
    for fact in ("PL10020002", "Tide Mug", "YTO", "YT7788", "tomorrow"):
        assert fact in reply.text, reply.text
    assert "{" not in reply.text


async def test_the_same_in_chinese(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("我的订单PL10020002到哪了", "order_status")
    assert reply.names[0] == "utter_order_shipped"
    for fact in ("PL10020002", "潮汐马克杯", "圆通", "YT7788", "明天"):
        assert fact in reply.text, reply.text


async def test_several_open_orders_are_a_choice_and_the_second_one_can_be_named(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("where is my parcel", "order_status")
    assert reply.names == ["utter_order_choose"]
    assert [payload.split("{")[0] for payload in reply.buttons.values()] == ["/order_status"] * 2
    reply = await customer.say("the second one", "inform")
    assert reply.names[0] == "utter_order_shipped"
    assert "PL10020002" in reply.text


async def test_a_picked_choice_names_its_order(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("我的快递呢", "order_status")
    payload = next(payload for payload in reply.buttons.values() if "PL10010001" in payload)
    reply = await customer.pick(payload)
    assert reply.names == ["utter_order_pending"]
    assert "潮汐马克杯 ×2" in reply.text


async def test_the_order_talked_about_is_remembered(customer: Customer) -> None:
    customer.sign_in(LIN)
    await customer.say("where is order PL10020002", "order_status")
    reply = await customer.say("and when will it arrive?", "delivery_time")
    assert reply.names[0] == "utter_order_shipped"


async def test_a_foreign_order_and_an_unknown_one_are_answered_alike(customer: Customer) -> None:
    customer.sign_in(GREEN)
    foreign = await customer.say("where is order PL10020002", "order_status")
    unknown = await customer.say("where is order PL99990009", "order_status")
    assert foreign.text.replace("PL10020002", "") == unknown.text.replace("PL99990009", "")
    assert foreign.names[0] == "utter_order_unknown"
    assert "YT7788" not in foreign.text


async def test_a_guest_is_asked_for_a_contact_then_a_code_and_reads_his_order_in_the_same_turn(
    customer: Customer,
) -> None:
    reply = await customer.say("where is my order PL10020002", "order_status")
    assert reply.names == ["utter_ask_proof_contact_of_order"]
    assert "YT7788" not in reply.text
    reply = await customer.say("lin.xiaoyu@example.com", "inform")
    assert reply.names == ["utter_proof_code_sent"]
    assert customer.behind.verifier.sent == [(LIN, "Lin.Xiaoyu@example.com", "+86 138-0013-8000")]
    reply = await customer.say(f"it's {CODE}", "inform")
    assert reply.names == ["utter_proof_done", "utter_order_shipped", "utter_order_news"]
    assert "YT7788" in reply.text


async def test_a_contact_given_with_the_question_is_not_asked_again(customer: Customer) -> None:
    reply = await customer.say("我想查订单，邮箱是 ann@example.com", "order_status")
    assert reply.names == ["utter_proof_code_sent_first"]
    assert customer.behind.verifier.sent == [(GREEN, "ann@example.com", "")]


async def test_naming_an_order_in_passing_sends_its_owner_no_code(customer: Customer) -> None:
    await customer.say("where is my order PL10020002", "order_status")
    assert customer.behind.verifier.sent == []


async def test_an_unknown_contact_is_answered_like_a_known_one(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    known = await customer.say("ann@example.com", "inform")
    unknown = await customer.say("nobody@example.com", "inform")
    assert known.text == unknown.text
    assert customer.behind.verifier.sent[-1] == (None, "", "")


async def test_wrong_codes_are_counted_and_the_fifth_offers_a_person(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    await customer.say("ann@example.com", "inform")
    for left in (4, 3, 2, 1):
        reply = await customer.say("111111", "inform")
        assert reply.names == ["utter_proof_code_wrong"]
        assert str(left) in reply.text
    reply = await customer.say("111111", "oos")
    assert reply.names == ["utter_proof_locked"]
    reply = await customer.say("yes please", "affirm")
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "failed"}]


async def test_a_code_can_be_sent_again(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("ann@example.com", "inform")
    reply = await customer.pick(reply.buttons["Send a new code"])
    assert reply.names == ["utter_proof_code_sent"]
    reply = await customer.say("I did not get any code", "account")
    assert reply.names == ["utter_proof_code_sent"]
    assert len(customer.behind.verifier.sent) == 3


async def test_a_question_in_the_middle_of_the_form_is_answered_and_the_form_goes_on(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("how much is shipping by the way?", "shipping_info")
    assert reply.names == ["utter_answer", "utter_ask_proof_contact"]
    await customer.say("ann@example.com", "inform")
    reply = await customer.say("运费多少钱", "shipping_info")
    assert reply.names == ["utter_answer", "utter_proof_code_wait"]
    assert "满99" in reply.text
    assert "验证码" in reply.text


async def test_the_form_can_be_left_at_any_time(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("never mind", "abort")
    assert reply.names == ["utter_proof_abort"]
    reply = await customer.say("how much is shipping?", "shipping_info")
    assert reply.names == ["utter_answer"]


async def test_a_person_is_one_message_away_inside_a_form(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("let me talk to a human", "human")
    assert reply.names == ["utter_handoff"]
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "asked"}]
    reply = await customer.say("how much is shipping?", "shipping_info")
    assert reply.names == ["utter_answer"]


async def test_an_angry_customer_in_a_form_is_offered_a_person_before_the_next_question(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("why do you make this so hard", "delivery_problem", sentiment="negative")
    assert reply.names == ["utter_offer_person_angry"]
    reply = await customer.pick(reply.buttons["Go on here"])
    assert reply.names == ["utter_offer_declined", "utter_ask_proof_contact"]


async def test_fury_in_a_form_gets_a_person_at_once(customer: Customer) -> None:
    await customer.say("where is my order", "order_status")
    reply = await customer.say("this is ridiculous, you useless thing", "delivery_problem", sentiment="negative")
    assert reply.names == ["utter_handoff_angry"]
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "angry"}]


async def test_a_forged_identity_is_nobody(customer: Customer) -> None:
    customer.sign_in(LIN)
    forged = Turn(customer.conversation_id, "t-9", "en", customer.identity).signed("another secret")
    async with customer.session.post(
        f"{customer.bot.url}/webhooks/desk/webhook",
        json={"sender": customer.conversation_id, "message": "/order_status", "metadata": forged},
        headers={SECRET_HEADER: customer.bot.secret},
    ) as response:
        text = await response.text()
    assert "YT7788" not in text
    assert "utter_ask_proof_contact" in text


async def test_how_long_delivery_takes_needs_no_proof(customer: Customer) -> None:
    reply = await customer.say("how long does shipping usually take?", "delivery_time")
    assert reply.names == ["utter_answer", "utter_delivery_check_mine"]


async def test_an_order_marked_delivered_but_missing_offers_a_person(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("PL10020002 still has not come, it is stuck", "delivery_problem")
    assert reply.names == ["utter_order_shipped", "utter_order_news", "utter_delivery_on_time"]
    reply = await customer.say("好的", "affirm")
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "task"}]
    assert "人工" in reply.text


@pytest.mark.parametrize("details", [True], indirect=True)
async def test_details_identify_where_the_shop_allows_it(customer: Customer, details: bool) -> None:
    reply = await customer.say("where is my order", "order_status")
    assert reply.names == ["utter_ask_proof_details"]
    reply = await customer.say("My name is Ann Green", "inform")
    assert reply.names == ["utter_ask_proof_postcode"]
    reply = await customer.say("N1 4QP", "inform")
    assert reply.names == ["utter_proof_done", "utter_order_exchange_requested"]
    assert customer.behind.verifier.recorded == [GREEN]


@pytest.mark.parametrize("details", [True], indirect=True)
async def test_wrong_details_are_counted(customer: Customer, details: bool) -> None:
    await customer.say("where is my order", "order_status")
    for _ in range(4):
        reply = await customer.say("nobody@example.com", "inform")
        assert reply.names == ["utter_proof_details_unknown"]
    reply = await customer.say("nobody@example.com", "inform")
    assert reply.names == ["utter_proof_locked"]


async def test_an_order_number_in_a_message_not_understood_is_about_that_order(customer: Customer) -> None:
    customer.sign_in(LIN)
    for intent in ("oos", "nlu_fallback", "inform"):
        reply = await customer.say("PL10020002 ???", intent)
        assert reply.names[0] == "utter_order_shipped", intent
