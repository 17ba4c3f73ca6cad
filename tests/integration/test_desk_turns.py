"""Turns through the real desk: order, deadlines, failures, repeats, receipts."""

import asyncio
import time

import pytest
from aiohttp import web

from tests.integration.fakes import forever
from tests.integration.running_desk import RunningDesk, eventually, new_id, running_desk


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


@pytest.fixture
async def hasty_desk(tmp_path):
    """A desk whose deadline passes soon, for turns that are meant to be late."""
    async with running_desk(tmp_path, turn_deadline=0.7) as one:
        yield one


def roles(answer):
    return [message["role"] for message in answer["messages"]]


async def test_a_turn_gives_the_customers_message_first_and_has_the_contracts_fields(desk: RunningDesk):
    customer = await desk.open()
    answer = await customer.say("where is it")
    assert roles(answer) == ["customer", "bot"]
    assert answer["state"] == "bot"
    own, reply = answer["messages"]
    assert own["analysis"]["intent"] == "order_status"
    assert own["analysis"]["entities"][0]["type"] == "order_number"
    fields = {"seq", "role", "text", "language", "choices", "products", "sources", "response", "created_at"}
    assert set(reply) == fields
    assert reply["text"] == "you said: where is it"


async def test_rasa_gets_a_signed_turn_with_understanding_and_language(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    await customer.say("我的订单在哪")
    turn = desk.rasa.turn()
    assert (turn.conversation_id, turn.reply_language) == (customer.id, "zh")
    assert turn.identity is not None
    assert (turn.identity.customer_id, turn.identity.method, turn.identity.may_change) == ("C1", "token", True)
    assert desk.rasa.turns[0]["metadata"]["understanding"]["intent"]["label"] == "order_status"


@pytest.mark.parametrize("text", ["/restart", "  /cancel_order{}", "\u3000/x", "\n\t/x"])
async def test_a_customers_slash_never_reaches_rasa_as_a_command(desk: RunningDesk, text):
    answer = await (await desk.open()).say(text)
    assert not desk.rasa.turns[0]["message"].strip().startswith("/")
    assert answer["messages"][0]["text"].startswith("/")


async def test_custom_items_belong_to_the_text_before_them(desk: RunningDesk):
    product = {
        "sku": "A-1",
        "title": "Lamp",
        "price": "99.00",
        "currency": "CNY",
        "image": "/images/A.svg",
        "reason": "x",
    }

    async def script(_body):
        return [
            {"text": "Two days.", "response": "utter_answer"},
            {"custom": {"kind": "sources", "sources": [{"entry_id": "e1", "question": "q", "score": 0.8}]}},
            {"text": "Look:", "buttons": [{"title": "More", "payload": "/more{}"}]},
            {"custom": {"kind": "products", "products": [product]}},
            {"custom": {"kind": "of the future"}},
        ]

    desk.rasa.script = script
    answer = await (await desk.open()).say("hi")
    _, first, second = answer["messages"]
    assert [source["entry_id"] for source in first["sources"]] == ["e1"]
    assert (first["response"], second["response"]) == ("utter_answer", None)
    assert second["products"] == [product]
    assert second["choices"][0]["title"] == "More"


async def test_a_choice_reaches_rasa_as_its_payload_and_dies_with_the_next_message(desk: RunningDesk):
    async def script(body):
        return [{"text": "?", "buttons": [{"title": "Yes", "payload": '/affirm{"order":"7"}'}]}]

    desk.rasa.script = script
    customer = await desk.open()
    first = await customer.say("cancel")
    payload = first["messages"][1]["choices"][0]["payload"]
    assert "affirm" not in payload
    chosen = await customer.choose(first, "Yes")
    assert chosen["messages"][0]["text"] == "Yes"
    assert desk.rasa.turns[-1]["message"] == '/affirm{"order":"7"}'
    status, error = await customer.post({"choice": payload})
    assert (status, error["error"]["code"]) == (422, "invalid")


async def test_a_choice_of_another_conversation_is_unknown(desk: RunningDesk):
    async def script(_body):
        return [{"text": "?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]

    desk.rasa.script = script
    first = await (await desk.open()).say("cancel")
    other = await desk.open()
    status, _ = await other.post({"choice": first["messages"][1]["choices"][0]["payload"]})
    assert status == 422


async def test_twenty_parallel_messages_keep_their_order_one_turn_at_a_time(desk: RunningDesk):
    await desk.restart(turn_deadline=30)

    async def script(body):
        await asyncio.sleep(0.01)
        return [{"text": f"re {body['message']}"}]

    desk.rasa.script = script
    customer = await desk.open()
    answers = await asyncio.gather(*(customer.say(f"m{number}", new_id()) for number in range(20)))
    history = (await customer.history())["messages"]
    asked = [message["text"] for message in history if message["role"] == "customer"]
    answered = [message["text"] for message in history if message["role"] == "bot" and message["text"].startswith("re")]
    assert sorted(asked) == sorted(f"m{number}" for number in range(20))
    assert answered == [f"re {text}" for text in asked]
    assert [body["message"] for body in desk.rasa.turns] == asked
    assert desk.rasa.most_at_once == {customer.id: 1}
    for answer in answers:
        assert answer["messages"][1]["text"] == f"re {answer['messages'][0]['text']}"
    assert len({message["seq"] for message in history}) == len(history)


async def test_different_conversations_run_in_parallel(desk: RunningDesk):
    everybody = asyncio.Barrier(8)

    async def script(_body):
        await everybody.wait()  # no turn ends before all of them are under way
        return [{"text": "done"}]

    desk.rasa.script = script
    customers = [await desk.open() for _ in range(8)]
    answers = await asyncio.gather(*(customer.say("go") for customer in customers))
    assert [answer["messages"][-1]["text"] for answer in answers] == ["done"] * 8


async def test_the_same_client_message_id_does_nothing_twice_even_in_a_race(desk: RunningDesk):
    async def script(body):
        await asyncio.sleep(0.2)
        return [{"text": "once"}]

    desk.rasa.script = script
    customer = await desk.open()
    answers = await asyncio.gather(*(customer.say("cancel it", "same") for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert len(desk.rasa.turns) == 1
    await customer.say("something else")
    assert await customer.say("cancel it", "same") == answers[0]
    assert len(desk.rasa.turns) == 2


async def test_the_same_client_message_id_with_another_text_is_a_conflict(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("one", "same")
    status, error = await customer.post({"text": "two", "client_message_id": "same"})
    assert (status, error["error"]["code"]) == (409, "conflict")


async def test_a_slow_turn_gets_a_holding_sentence_in_time_and_its_result_late(hasty_desk: RunningDesk):
    async def script(_body):
        await asyncio.sleep(1.3)
        return [{"text": "here at last"}]

    hasty_desk.rasa.script = script
    customer = await hasty_desk.open()
    began = time.monotonic()
    answer = await customer.say("在吗", "slow")
    assert time.monotonic() - began < 1.2
    assert "结果" in answer["messages"][1]["text"]
    assert [choice["title"] for choice in answer["messages"][1]["choices"]] == ["找人工客服"]
    await eventually(lambda: _has(customer, "here at last"))
    assert await customer.say("在吗", "slow") == answer
    assert len(hasty_desk.rasa.turns) == 1


async def test_a_hung_bot_fails_the_turn_and_later_turns_go_on(desk: RunningDesk):
    desk.rasa.script = forever
    customer = await desk.open()
    await customer.say("hello")
    await eventually(lambda: _has(customer, "could not finish"))

    async def script(_body):
        return [{"text": "back"}]

    desk.rasa.script = script
    assert (await customer.say("again"))["messages"][1]["text"] == "back"


@pytest.mark.parametrize(
    "garbage",
    [
        [],
        {},
        "x",
        None,
        [1],
        [{"text": 7}],
        [{"custom": {"kind": "products", "products": [{}]}, "text": "x"}],
        web.Response(status=500, text="Traceback"),
        web.Response(text="<html>"),
        web.Response(body=b"\xff\xfe", content_type="application/json"),
        [{"text": "x" * 9000}],
    ],
    ids=lambda value: str(value)[:30],
)
async def test_nonsense_from_the_bot_becomes_a_sentence_and_an_offer(desk: RunningDesk, garbage):
    async def script(_body):
        return garbage

    desk.rasa.script = script
    answer = await (await desk.open()).say("hello")
    assert roles(answer) == ["customer", "bot"]
    assert answer["messages"][1]["choices"][0]["title"] == "Talk to a person"
    assert "Traceback" not in answer["messages"][1]["text"]


async def test_a_dead_bot_costs_a_sentence_and_loses_nothing(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("hello")
    await desk.rasa_server.stop()
    answer = await customer.say("anybody?")
    assert answer["messages"][1]["choices"]
    await desk.rasa_server.start()
    assert (await customer.say("hello again"))["messages"][1]["text"] == "you said: hello again"
    assert "anybody?" in await customer.texts()


async def test_without_understanding_the_message_still_reaches_the_bot_in_its_language(desk: RunningDesk):
    await desk.actions_server.stop()
    customer = await desk.open(locale="en")
    answer = await customer.say("什么时候到")
    assert answer["messages"][1]["text"] == "you said: 什么时候到"
    assert answer["messages"][0]["language"] == "zh"
    assert "analysis" not in answer["messages"][0]
    assert desk.rasa.turn().reply_language == "zh"
    assert "understanding" not in desk.rasa.turns[0]["metadata"]


@pytest.mark.parametrize("nonsense", [[], {"language": "en"}, "x", web.Response(status=500)])
async def test_nonsense_from_the_classifier_is_like_none(desk: RunningDesk, nonsense):
    async def script(_body):
        return nonsense

    desk.actions.understand_script = script
    answer = await (await desk.open()).say("hello")
    assert answer["messages"][1]["text"] == "you said: hello"


async def test_the_receipt_of_a_failed_turn_arrives_exactly_once(desk: RunningDesk):
    async def script(_body):
        desk.actions.receipts_away = True
        turn = desk.rasa.turn()
        desk.actions.add_receipt(turn.turn_id, "cancel:P1")
        return web.Response(status=500)

    desk.rasa.script = script
    customer = await desk.open()
    await customer.say("yes, cancel")
    await asyncio.sleep(0.3)
    assert "receipt cancel:P1" not in await customer.texts()
    desk.actions.receipts_away = False
    await eventually(lambda: _has(customer, "receipt cancel:P1"))
    await asyncio.sleep(0.3)
    assert (await customer.texts()).count("receipt cancel:P1") == 1
    assert [message["response"] for message in (await customer.history())["messages"]] == [
        None,
        "desk_failed",
        "utter_receipt_cancel_order",
    ]


async def test_a_change_committed_after_the_first_look_still_brings_its_receipt(desk: RunningDesk):
    desk.rasa.script = forever
    customer = await desk.open()
    await customer.say("yes, cancel")
    turn_id = desk.rasa.turn().turn_id
    await eventually(lambda: _has(customer, "could not finish"))
    await asyncio.sleep(0.3)
    desk.actions.add_receipt(turn_id, "late")
    await eventually(lambda: _has(customer, "receipt late"))


async def test_a_receipt_shown_by_the_bot_and_found_later_is_shown_once(desk: RunningDesk):
    async def script(_body):
        desk.actions.add_receipt(desk.rasa.turn().turn_id, "k")
        await asyncio.sleep(1.0)
        return [{"text": "It is cancelled."}, {"custom": {"kind": "receipt", "key": "k"}}]

    desk.rasa.script = script
    customer = await desk.open()
    await customer.say("yes")
    await eventually(lambda: _has(customer, "It is cancelled."))
    await asyncio.sleep(0.5)
    assert not any(text.startswith("receipt") for text in await customer.texts())

    async def again(_body):
        return [{"text": "It is cancelled."}, {"custom": {"kind": "receipt", "key": "k"}}]

    desk.rasa.script = again
    await customer.say("yes")
    assert (await customer.texts()).count("It is cancelled.") == 1


async def test_a_desk_stopped_in_the_middle_of_a_turn_says_so_and_brings_the_receipt(desk: RunningDesk):
    desk.rasa.script = forever
    customer = await desk.open()
    sending = asyncio.create_task(customer.post({"text": "yes, cancel", "client_message_id": "once"}))
    await eventually(lambda: desk.rasa.turns)
    await desk.desk_server.stop()
    await asyncio.gather(sending, return_exceptions=True)
    desk.actions.add_receipt(desk.rasa.turn().turn_id, "P1")
    await desk.desk_server.start()
    await eventually(lambda: _has(customer, "receipt P1"))
    answer = await customer.say("yes, cancel", "once")
    assert "could not finish" in answer["messages"][1]["text"]
    assert len(desk.rasa.turns) == 1


async def test_messages_still_waiting_when_the_desk_stops_are_answered_after_the_start(desk: RunningDesk):
    desk.rasa.script = forever
    customer = await desk.open()
    sending = [asyncio.create_task(customer.post({"text": text, "client_message_id": text})) for text in ("a", "b")]
    await eventually(lambda: desk.rasa.turns)
    await eventually(lambda: _has(customer, "b"))
    await desk.desk_server.stop()
    await asyncio.gather(*sending, return_exceptions=True)

    async def script(body):
        return [{"text": f"re {body['message']}"}]

    first = desk.rasa.turns[0]["message"]
    second = "b" if first == "a" else "a"
    desk.rasa.script = script
    await desk.desk_server.start()
    assert (await customer.say(second, second))["messages"][-1]["text"] == f"re {second}"
    assert [body["message"] for body in desk.rasa.turns] == [first, second]


async def test_the_language_of_the_last_answer_stays_for_a_message_without_letters(desk: RunningDesk):
    await desk.actions_server.stop()
    customer = await desk.open(locale="zh")
    await customer.say("???")
    assert desk.rasa.turn().reply_language == "zh"
    await customer.say("hello there my friend")
    await customer.say("123")
    assert desk.rasa.turn().reply_language == "en"


async def _has(customer, text):
    return any(text in one for one in await customer.texts())
