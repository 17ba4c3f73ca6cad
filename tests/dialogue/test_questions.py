"""Questions, people, recommendations and small talk."""

import asyncio

import pytest

from tests.dialogue.bot_process import ROOT
from tests.dialogue.talk import Customer


async def test_a_past_answer_comes_word_for_word_with_its_source(customer: Customer) -> None:
    reply = await customer.say("运费怎么算", "shipping_info")
    assert reply.text == "满99元包邮。"
    assert [source["entry_id"] for item in reply.custom("sources") for source in item["sources"]] == ["ship-fee"]


async def test_an_answer_in_the_other_language_says_so(customer: Customer) -> None:
    reply = await customer.say("你们几点营业", "store_info")
    assert reply.names == ["utter_answer_translated"]
    assert "Around the clock." in reply.text


async def test_damaged_goods_are_offered_an_exchange_a_return_or_a_person(customer: Customer) -> None:
    reply = await customer.say("the handle came off", "damaged_or_wrong")
    assert reply.names == ["utter_damaged_offer"]
    assert {"Exchange something", "Return something"} <= reply.buttons.keys()
    reply = await customer.pick(reply.buttons["Talk to a person"])
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "task"}]


async def test_a_question_about_returns_is_answered_and_the_return_offered(customer: Customer) -> None:
    reply = await customer.say("how do I return something?", "return_item")
    assert reply.names == ["utter_answer", "utter_task_offer"]
    reply = await customer.pick(reply.buttons["Return something"])
    assert reply.names == ["utter_ask_proof_contact"]


async def test_no_answer_asks_for_other_words_and_then_offers_a_person(customer: Customer) -> None:
    first = await customer.say("what is the name of the founder's dog", "store_info")
    assert first.names == ["utter_rephrase"]
    second = await customer.say("the dog of the founder, its name", "nlu_fallback")
    assert second.names == ["utter_offer_person_failed"]
    assert first.custom("sources") == second.custom("sources") == []


async def test_a_likely_question_is_asked_back_and_can_be_picked(customer: Customer) -> None:
    reply = await customer.say("perhaps about shipping", "nlu_fallback")
    assert reply.names == ["utter_ask_back"]
    reply = await customer.pick(reply.buttons["How much is shipping?"])
    assert reply.text == "Shipping is free from ¥99."


async def test_another_topic_hears_what_the_bot_can_do(customer: Customer) -> None:
    reply = await customer.say("book me a flight to Paris", "oos")
    assert reply.names == ["utter_out_of_scope"]


async def test_the_return_choice_of_the_greeting_is_answered(customer: Customer) -> None:
    reply = await customer.say("你好", "greet")
    assert reply.names == ["utter_greet"]
    reply = await customer.pick(reply.buttons["退货怎么办理"])
    assert reply.text.startswith("15天内可以退货。")


async def test_recommendations_repeat_the_limit_and_show_cards(customer: Customer) -> None:
    reply = await customer.say("recommend me something under 50 yuan", "recommend")
    assert "under ¥50" in reply.text
    (item,) = reply.custom("products")
    assert [card["sku"] for card in item["products"]] == ["MUG-BLUE"]
    assert item["products"][0]["image"] == "/images/P-MUG.svg"
    reply = await customer.say("给我推荐点东西，预算300以内", "recommend")
    assert "¥300以内" in reply.text


async def test_an_insult_is_handed_over_with_an_apology(customer: Customer) -> None:
    reply = await customer.say("你们这帮骗子", "insult", sentiment="negative")
    assert reply.names == ["utter_handoff_angry"]
    assert reply.custom("handoff") == [{"kind": "handoff", "reason": "angry"}]


async def test_a_complaint_is_recorded_and_offered_a_person(customer: Customer) -> None:
    reply = await customer.say("I want to complain about the courier", "complaint", sentiment="negative")
    assert reply.names == ["utter_complaint_treatment", "utter_complaint_recorded"]
    assert "C-2345A" in reply.text
    assert "Talk to a person" in reply.buttons
    (heard,) = customer.behind.complaints.heard
    assert (heard.topic, heard.text) == ("treatment", "I want to complain about the courier")
    reply = await customer.say("no", "deny")
    assert reply.names == ["utter_offer_declined"]


async def test_a_desk_that_is_away_promises_nothing(customer: Customer) -> None:
    customer.behind.complaints.is_away = True
    reply = await customer.say("I want to complain about the courier", "complaint")
    assert reply.names == ["utter_complaint"]
    assert "C-2345A" not in reply.text
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_handoff"]


async def test_what_happened_is_asked_once_and_recorded_whatever_it_is_taken_for(customer: Customer) -> None:
    reply = await customer.say("我要投诉", "complaint")
    assert reply.names == ["utter_complaint_what"]
    reply = await customer.say("灯罩是碎的", "oos")
    assert reply.names == ["utter_complaint_goods", "utter_complaint_recorded"]
    assert [one.text for one in customer.behind.complaints.heard] == ["灯罩是碎的"]
    reply = await customer.say("谢谢", "thanks")
    assert reply.names == ["utter_thanks"]


async def test_the_question_what_happened_is_let_go_after_two_digressions(customer: Customer) -> None:
    await customer.say("I want to complain", "complaint")
    reply = await customer.say("thanks", "thanks")
    assert reply.names == ["utter_thanks", "utter_complaint_what_again"]
    reply = await customer.say("hello", "greet")
    assert reply.names == ["utter_greet"]
    reply = await customer.say("the lamp is broken", "chitchat")
    assert reply.names == ["utter_chitchat"]
    assert customer.behind.complaints.heard == []


async def test_an_offer_is_stale_after_another_message(customer: Customer) -> None:
    await customer.say("I want to complain about the courier", "complaint")
    await customer.say("thanks", "thanks")
    reply = await customer.say("yes", "affirm")
    assert reply.names == ["utter_nothing_to_confirm"]


@pytest.mark.parametrize(
    ("intent", "response"),
    [
        ("goodbye", "utter_goodbye"),
        ("thanks", "utter_thanks"),
        ("chitchat", "utter_chitchat"),
        ("bot_challenge", "utter_bot_challenge"),
        ("abort", "utter_abort"),
        ("affirm", "utter_nothing_to_confirm"),
        ("deny", "utter_nothing_to_deny"),
    ],
)
async def test_small_talk_in_both_languages(customer: Customer, intent: str, response: str) -> None:
    english = await customer.say("well then", intent)
    chinese = await customer.say("那么好吧", intent)
    assert english.names == chinese.names == [response]
    assert english.text.isascii()
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese.text)


async def test_every_intent_gets_an_answer(customer: Customer) -> None:
    import re

    domain = (ROOT / "bot" / "domain" / "intents.yml").read_text("utf-8").split("entities:")[0]
    intents = re.findall(r"^- (\w+)$", domain, re.MULTILINE)
    assert len(intents) == 40
    for intent in intents:
        guest = Customer(customer.bot, customer.behind, customer.session)
        assert (await guest.say("something or other", intent)).text, intent


async def test_memory_survives_a_long_conversation(customer: Customer) -> None:
    customer.sign_in("C1")
    await customer.say("我的订单PL10020002到哪了", "order_status")
    for _ in range(14):
        await customer.say("谢谢", "thanks")
    reply = await customer.say("它什么时候到", "delivery_time")
    assert "PL10020002" in reply.text


async def test_a_broken_action_server_is_a_failed_turn_not_an_empty_one(customer: Customer) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("on purpose")

    object.__setattr__(customer.behind.services.answers, "search", fails)
    status, body = await customer.post("how much is shipping", {"understanding": _understanding("shipping_info")})
    assert status == 500
    assert "on purpose" not in body
    assert "failed_turn" in body


async def test_the_channel_wants_the_secret(customer: Customer) -> None:
    body = {"sender": "x", "message": "hello", "metadata": {}}
    url = f"{customer.bot.url}/webhooks/desk/webhook"
    async with customer.session.post(url, json=body) as response:
        assert response.status == 404
    async with customer.session.get(f"{customer.bot.url}/conversations/x/tracker") as response:
        assert response.status == 401


async def test_conversations_run_side_by_side(customer: Customer) -> None:
    guests = [Customer(customer.bot, customer.behind, customer.session) for _ in range(8)]
    replies = await asyncio.gather(*(guest.say("how much is shipping", "shipping_info") for guest in guests))
    assert {reply.text for reply in replies} == {"Shipping is free from ¥99."}


def _understanding(intent: str) -> dict[str, object]:
    score = {"label": intent, "score": 0.9}
    return {
        "language": "en",
        "reply_language": "en",
        "intent": score,
        "ranking": [score],
        "sentiment": {"label": "neutral", "score": 0.9},
        "topic": {"label": "other", "score": 0.9},
        "entities": [],
        "in_scope": 0.9,
    }
