"""Cancelling: proposed in plain words, done on an explicit yes, exactly once."""

import sqlite3

from storefront.model import OrderStatus
from tests.dialogue.actions_in_test import CODE
from tests.dialogue.talk import Customer, Reply

LIN, GREEN = "C1", "C2"
PENDING, SHIPPED, GONE = "PL10010001", "PL10020002", "PL08000008"


async def status(customer: Customer, order_id: str = PENDING) -> OrderStatus:
    order = await customer.behind.shop.order(order_id)
    assert order is not None
    return order.status


async def proposed(customer: Customer) -> Reply:
    customer.sign_in(LIN)
    await customer.say(f"please cancel order {PENDING}", "cancel_order")
    reply = await customer.say("I ordered it by mistake", "inform")
    assert reply.names == ["utter_propose_cancel_order"]
    return reply


async def test_the_proposal_names_order_items_total_refund_and_days(customer: Customer) -> None:
    reply = await proposed(customer)
    for fact in (PENDING, "Tide Mug ×2", "¥977", "¥937", "¥40", "Alipay", "1 to 3 working days", "at once"):
        assert fact in reply.text, reply.text
    assert await status(customer) is OrderStatus.PENDING


async def test_a_yes_cancels_once_with_a_receipt(customer: Customer) -> None:
    await proposed(customer)
    reply = await customer.say("yes, go ahead", "affirm")
    assert reply.names == ["utter_receipt_cancel_order"]
    assert len(reply.custom("receipt")) == 1
    assert await status(customer) is OrderStatus.CANCELLED
    again = await customer.say("yes", "affirm")
    assert again.names == ["utter_already_done", "utter_receipt_cancel_order"]
    assert again.custom("receipt") == reply.custom("receipt")
    assert len(await customer.behind.shop.receipts(customer.conversation_id)) == 1


async def test_picking_yes_twice_changes_once(customer: Customer) -> None:
    reply = await proposed(customer)
    yes = reply.buttons["Yes, cancel it"]
    first = await customer.pick(yes)
    second = await customer.pick(yes)
    assert first.names == ["utter_receipt_cancel_order"]
    assert second.names == ["utter_already_done", "utter_receipt_cancel_order"]
    assert len(await customer.behind.shop.receipts(customer.conversation_id)) == 1


async def test_a_no_keeps_the_order(customer: Customer) -> None:
    await proposed(customer)
    reply = await customer.say("no, keep it", "deny")
    assert reply.names == ["utter_kept"]
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_nothing_to_confirm"]
    assert await status(customer) is OrderStatus.PENDING


async def test_a_question_before_the_yes_is_answered_and_the_proposal_put_again(customer: Customer) -> None:
    await proposed(customer)
    reply = await customer.say("wait, how much is shipping?", "shipping_info")
    assert reply.names == ["utter_answer", "utter_propose_cancel_order"]
    reply = await customer.say("ok yes", "affirm")
    assert reply.names == ["utter_receipt_cancel_order"]


async def test_a_yes_to_an_offered_person_is_no_yes_to_the_proposal(customer: Customer) -> None:
    await proposed(customer)
    reply = await customer.say("why is this all so slow", "delivery_problem", sentiment="negative")
    assert reply.names == ["utter_offer_person_angry"]
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_handoff"]
    assert await status(customer) is OrderStatus.PENDING


async def test_an_unclear_answer_changes_nothing(customer: Customer) -> None:
    await proposed(customer)
    reply = await customer.say("yes but no, wait", "affirm")
    assert reply.names == ["utter_yes_or_no"]
    assert await status(customer) is OrderStatus.PENDING


async def test_the_whole_conversation_in_chinese(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say(f"我要取消订单{PENDING}", "cancel_order")
    assert reply.names == ["utter_ask_cancel_reason"]
    assert "不想要了" in reply.buttons
    reply = await customer.pick(reply.buttons["不想要了"])
    assert reply.names == ["utter_propose_cancel_order"]
    for fact in ("潮汐马克杯 ×2", "支付宝", "在 1 到 3 个工作日内", "礼品卡", "立即"):
        assert fact in reply.text, reply.text
    reply = await customer.say("确认取消", "cancel_order")
    assert reply.names == ["utter_receipt_cancel_order"]
    order = await customer.behind.shop.order(PENDING)
    assert order is not None and order.cancel_reason == "no longer needed"


async def test_a_reason_given_with_the_wish_is_not_asked_again(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say(f"买错了，帮我取消{PENDING}", "cancel_order")
    assert reply.names == ["utter_propose_cancel_order"]


async def test_a_guest_proves_himself_and_goes_on_to_the_reason(customer: Customer) -> None:
    reply = await customer.say(f"cancel order {PENDING} please", "cancel_order")
    assert reply.names == ["utter_ask_proof_contact_of_order"]
    await customer.say("lin.xiaoyu@example.com", "inform")
    reply = await customer.say(CODE, "inform")
    assert reply.names == ["utter_proof_done", "utter_ask_cancel_reason"]
    assert PENDING in reply.text


async def test_an_old_proof_is_asked_for_again_without_asking_who_it_is(customer: Customer) -> None:
    customer.sign_in(LIN, age=31 * 60)
    reply = await customer.say(f"cancel order {PENDING}", "cancel_order")
    assert reply.names == ["utter_proof_code_sent_again"]
    assert customer.behind.verifier.sent[0][0] == LIN
    reply = await customer.say(CODE, "inform")
    assert reply.names == ["utter_proof_done", "utter_ask_cancel_reason"]


async def test_a_shipped_order_is_refused_with_the_reason(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say(f"cancel {SHIPPED}", "cancel_order")
    assert reply.names == ["utter_refused_already_shipped"]
    assert await status(customer, SHIPPED) is OrderStatus.SHIPPED


async def test_a_cancelled_order_tells_its_refund(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say(f"has the cancellation of {GONE} worked?", "cancel_order")
    assert reply.names == ["utter_refused_already_cancelled"]
    assert "¥899" in reply.text


async def test_nobody_cancels_anothers_order(customer: Customer) -> None:
    customer.sign_in(GREEN)
    reply = await customer.say(f"cancel order {PENDING}", "cancel_order")
    assert reply.names[0] == "utter_order_unknown"
    assert await status(customer) is OrderStatus.PENDING


async def test_the_only_order_that_can_be_cancelled_is_taken(customer: Customer) -> None:
    customer.sign_in(LIN)
    reply = await customer.say("I want to cancel my order", "cancel_order")
    assert reply.names == ["utter_ask_cancel_reason"]
    assert PENDING in reply.text


async def test_a_conversation_can_be_left_at_the_reason(customer: Customer) -> None:
    customer.sign_in(LIN)
    await customer.say(f"cancel {PENDING}", "cancel_order")
    reply = await customer.say("算了，不取消了", "abort")
    assert reply.names == ["utter_kept"]
    assert await status(customer) is OrderStatus.PENDING


async def test_a_choice_of_an_old_proposal_changes_nothing(customer: Customer) -> None:
    reply = await proposed(customer)
    yes = reply.buttons["Yes, cancel it"]
    await customer.pick(reply.buttons["No, keep it"])
    reply = await customer.pick(yes)
    assert reply.names == ["utter_proposal_gone"]
    assert await status(customer) is OrderStatus.PENDING


async def test_an_order_that_leaves_while_the_customer_thinks_is_not_cancelled(customer: Customer) -> None:
    await proposed(customer)
    with sqlite3.connect(customer.behind.shop._path) as connection:
        connection.execute("UPDATE orders SET status = 'processed' WHERE order_id = ?", (PENDING,))
    connection.close()
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_refused_already_processed"]
    assert await customer.behind.shop.receipts(customer.conversation_id) == ()


async def lost(customer: Customer, action: str, text: str, intent: str, after: bool) -> None:
    """Say something while the answer, or the whole call, of one action is lost."""
    actions = customer.behind.actions
    real = actions[action]

    async def broken(*arguments: object) -> object:
        if after:
            await real(*arguments)
        raise ConnectionResetError("lost on the way")

    actions[action] = broken
    status_code, _ = await customer.post(text, {"understanding": customer.understood(text, intent).to_json()})
    actions[action] = real
    assert status_code == 500


async def test_a_yes_lost_before_the_change_is_asked_again_and_done_once(customer: Customer) -> None:
    await proposed(customer)
    await lost(customer, "validate_task_form", "yes", "affirm", after=False)
    assert await status(customer) is OrderStatus.PENDING
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_yes_or_no"]
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_receipt_cancel_order"]


async def test_a_yes_whose_answer_was_lost_after_the_change_is_told_as_done(customer: Customer) -> None:
    await proposed(customer)
    await lost(customer, "validate_task_form", "yes", "affirm", after=True)
    assert await status(customer) is OrderStatus.CANCELLED
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_already_done", "utter_receipt_cancel_order"]
    assert len(await customer.behind.shop.receipts(customer.conversation_id)) == 1


async def test_the_wish_stated_anew_after_a_failed_turn_starts_anew(customer: Customer) -> None:
    await proposed(customer)
    await lost(customer, "validate_task_form", "yes", "affirm", after=False)
    reply = await customer.say(f"please cancel order {PENDING}", "cancel_order")
    assert reply.names == ["utter_propose_cancel_order"]
    reply = await customer.pick(reply.buttons["Yes, cancel it"])
    assert reply.names == ["utter_receipt_cancel_order"]
