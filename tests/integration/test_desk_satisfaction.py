"""Asked once at the end, answered in the chat or by a page's own stars, read by agents and counted."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from desk.store.database import Database
from tests.integration.fakes import understanding
from tests.integration.running_desk import Customer, RunningDesk, eventually, running_desk
from tests.integration.test_desk_handoff import waiting

WEDNESDAY = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
SAID = {
    "bye": [{"text": "Goodbye!", "response": "utter_goodbye"}],
    "再见": [{"text": "再见！", "response": "utter_goodbye"}],
    "thanks": [{"text": "You're welcome!", "response": "utter_thanks"}],
    "order": [{"text": "It was sent.", "response": "utter_order_shipped"}],
    "hi": [{"text": "Hello!", "response": "utter_greet"}],
    "task": [
        {"text": "You're welcome!", "response": "utter_thanks"},
        {"text": "Why?", "response": "utter_ask_cancel_reason"},
    ],
}
INTENTS = {"rude": "complaint", "slow": "oos", "no": "deny", "order": "order_status", "refund": "refund_status"}


async def small_talk(body):
    return SAID.get(body["message"], [{"text": f"you said: {body['message']}", "response": "utter_echo"}])


async def read(body):
    intent = INTENTS.get(body["text"].split()[0], "thanks")
    return understanding(body["text"]) | {"intent": {"label": intent, "score": 0.9}, "entities": []}


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path, clock=WEDNESDAY) as one:
        one.rasa.script = small_talk
        one.actions.understand_script = read
        yield one


def names(answer) -> list[str | None]:
    return [message["response"] for message in answer["messages"][1:]]


async def asked(desk: RunningDesk, **body) -> tuple[Customer, dict]:
    """A customer who was served and said goodbye, and the answer with the question."""
    customer = await desk.open(**body)
    await customer.say("order")
    answer = await customer.say("bye")
    assert names(answer) == ["utter_goodbye", "desk_satisfaction_ask"]
    return customer, answer


async def kept(desk: RunningDesk, customer: Customer):
    async with desk.agent() as agent:
        return (await agent.get(f"conversations/{customer.id}"))["satisfaction"]


async def rate(customer: Customer, **body) -> tuple[int, dict]:
    async with customer.session.post(f"{customer.path}/satisfaction", json=body, headers=customer.headers) as response:
        return response.status, await response.json()


async def test_the_question_comes_once_behind_the_goodbye_in_the_customers_language(desk: RunningDesk):
    customer = await desk.open(locale="zh")
    answer = await customer.say("再见")
    assert names(answer) == ["utter_goodbye", "desk_satisfaction_ask"]
    assert [choice["title"][0] for choice in answer["messages"][-1]["choices"]] == ["5", "4", "3", "2", "1"]
    assert answer["messages"][-1]["language"] == "zh"
    assert names(await customer.say("再见")) == ["utter_goodbye"]


async def test_a_first_thanks_and_thanks_within_a_task_are_not_the_end(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("hi")
    assert names(await customer.say("thanks")) == ["utter_thanks"]
    await customer.say("order")
    assert names(await customer.say("task")) == ["utter_thanks", "utter_ask_cancel_reason"]
    assert names(await customer.say("thanks")) == ["utter_thanks", "desk_satisfaction_ask"]


async def test_a_goodbye_that_was_followed_by_another_message_is_not_the_end(desk: RunningDesk):
    held = asyncio.Event()

    async def slow(body):
        if body["message"] == "bye":
            await held.wait()
        return await small_talk(body)

    desk.rasa.script = slow
    customer = await desk.open()
    first = asyncio.create_task(customer.say("bye"))
    await eventually(lambda: desk.rasa.turns)
    second = asyncio.create_task(customer.say("order"))
    await eventually(lambda: said_by(customer, 2))
    held.set()
    assert names(await first) == ["utter_goodbye"]
    assert names(await second) == ["utter_order_shipped"]


async def said_by(customer: Customer, count: int) -> bool:
    return len((await customer.history())["messages"]) == count


async def test_a_bad_score_is_asked_for_its_reason_and_comes_with_a_person(desk: RunningDesk):
    customer, answer = await asked(desk, identity=desk.identity("C1"))
    answer = await customer.choose(answer, "1 - ")
    assert names(answer) == ["desk_satisfaction_sorry"]
    answer = await customer.choose(answer, "unfriendly")
    assert names(answer) == ["desk_satisfaction_reason_kept"]
    assert names(await customer.say("rude from the first word on")) == ["desk_satisfaction_word_kept"]
    assert len(desk.rasa.turns) == 2
    seen = await kept(desk, customer)
    assert seen == {
        "served_by": "bot",
        "asked_at": seen["asked_at"],
        "score": 1,
        "reason": "unfriendly",
        "word": "rude from the first word on",
        "answered_at": seen["answered_at"],
    }
    assert seen["asked_at"] <= seen["answered_at"]


async def test_a_person_offered_with_the_reason_can_be_taken_up_by_a_yes(desk: RunningDesk):
    customer, answer = await asked(desk)
    answer = await customer.choose(answer, "2 - ")
    taken = await customer.say("yes please")
    assert taken["state"] == "pending"
    assert names(taken)[0] == "desk_handed_over"


async def test_a_middling_score_is_asked_for_its_reason_without_a_person(desk: RunningDesk):
    customer, _ = await asked(desk)
    answer = await customer.say("3 stars")
    assert names(answer) == ["desk_satisfaction_reason"]
    assert not any("person" in choice["title"] for choice in answer["messages"][-1]["choices"])
    assert names(await customer.say("no")) == ["desk_satisfaction_left"]
    assert (await kept(desk, customer))["word"] is None


async def test_what_is_no_answer_goes_to_the_bot_as_if_nothing_had_been_asked(desk: RunningDesk):
    customer, _ = await asked(desk)
    assert names(await customer.say("order")) == ["utter_order_shipped"]
    assert names(await customer.say("5")) == ["utter_echo"]
    assert (await kept(desk, customer))["score"] is None


async def test_a_wish_instead_of_a_reason_goes_to_the_bot(desk: RunningDesk):
    customer, answer = await asked(desk)
    await customer.choose(answer, "3 - ")
    assert names(await customer.say("refund the lamp")) == ["utter_echo"]
    seen = await kept(desk, customer)
    assert (seen["score"], seen["word"]) == (3, None)


async def test_without_a_classifier_words_go_to_the_bot(desk: RunningDesk):
    customer, answer = await asked(desk)
    await customer.choose(answer, "3 - ")
    await desk.actions_server.stop()
    assert names(await customer.say("slow it was")) == ["utter_echo"]


async def test_a_double_click_changes_nothing_twice(desk: RunningDesk):
    customer, answer = await asked(desk)
    payloads = [choice["payload"] for choice in answer["messages"][-1]["choices"]]
    results = await asyncio.gather(
        *(customer.post({"choice": payload}) for payload in (*payloads[:1] * 3, payloads[4]))
    )
    assert sorted(status for status, _ in results) == [200, 422, 422, 422]
    body = {"choice": "x", "client_message_id": "again"}
    assert (await customer.post(body))[0] == 422
    said = [message["response"] for message in (await customer.history())["messages"]]
    assert sum(name in ("desk_satisfaction_thanks", "desk_satisfaction_sorry") for name in said) == 1


async def test_a_choice_sent_again_with_its_id_gives_the_first_answer(desk: RunningDesk):
    customer, answer = await asked(desk)
    body = {"choice": answer["messages"][-1]["choices"][0]["payload"], "client_message_id": "m1"}
    first = await customer.post(body)
    assert await customer.post(body) == first
    assert first[0] == 200


async def test_the_next_customer_on_the_phone_is_asked_for_himself(desk: RunningDesk):
    customer, answer = await asked(desk, identity=desk.identity("C1"))
    await customer.choose(answer, "5 - ")
    assert await customer.sign_out() == 200
    assert await kept(desk, customer) is None
    answer = await customer.say("bye")
    assert names(answer) == ["utter_goodbye", "desk_satisfaction_ask"]
    assert (await kept(desk, customer))["score"] is None


async def test_who_is_closed_by_an_agent_is_asked_and_can_answer_but_nothing_else(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with desk.agent() as agent:
        await agent.do(customer.id, "claim")
        await agent.do(customer.id, "reply", text="It is repaired.")
        assert names(await customer.say("bye")) == []
        await agent.do(customer.id, "close")
    *_, closed, question = (await customer.history())["messages"]
    assert (closed["role"], question["response"]) == ("system", "desk_satisfaction_ask")
    assert (await customer.post({"text": "order"}))[0] == 409
    answer = await customer.choose({"messages": [question]}, "2 - ")
    assert (names(answer), answer["state"]) == (["desk_satisfaction_reason"], "closed")
    assert (await customer.post({"text": "order the lamp again"}))[0] == 409
    assert names(await customer.say("slow as a snail")) == ["desk_satisfaction_word_kept"]
    assert (await customer.post({"text": "slow again"}))[0] == 409
    seen = await kept(desk, customer)
    assert (seen["score"], seen["word"], seen["served_by"]) == (2, "slow as a snail", "agent:anna")


async def test_a_closed_conversation_takes_thanks_and_bye_for_an_answer(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with desk.agent() as agent:
        await agent.do(customer.id, "close")
    assert names(await customer.say("very good")) == ["desk_satisfaction_thanks"]
    assert names(await customer.say("thank you")) == ["desk_satisfaction_left"]
    assert (await kept(desk, customer))["word"] is None


async def test_a_closed_conversation_keeps_a_word_that_nobody_can_read(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with desk.agent() as agent:
        await agent.do(customer.id, "close")
    await customer.say("3")
    await desk.actions_server.stop()
    assert names(await customer.say("slow")) == ["desk_satisfaction_word_kept"]


async def test_a_question_that_was_not_answered_is_not_repeated_at_the_close(desk: RunningDesk):
    customer, _ = await asked(desk)
    desk.rasa.script = handoff
    await customer.say("person")
    async with desk.agent() as agent:
        await agent.do(customer.id, "close")
    assert [message["response"] for message in (await customer.history())["messages"]].count(
        "desk_satisfaction_ask"
    ) == 1


async def handoff(_body):
    return [{"text": "I get you a person."}, {"custom": {"kind": "handoff", "reason": "asked"}}]


async def test_a_failed_goodbye_asks_nothing(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("order")
    await desk.rasa_server.stop()
    assert names(await customer.say("bye")) == ["desk_failed"]


async def test_stars_of_a_page_are_kept_and_nobody_is_asked_any_more(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    await customer.say("order")
    status, rated = await rate(customer, score=2, reason="too_slow", word=" too slow ")
    assert (status, rated["score"], rated["reason"], rated["word"]) == (200, 2, "too_slow", "too slow")
    assert await rate(customer, score=2, reason="too_slow", word=" too slow ") == (200, rated)
    status, changed = await rate(customer, score=4)
    assert (changed["score"], changed["reason"], changed["answered_at"]) == (4, None, rated["answered_at"])
    assert names(await customer.say("bye")) == ["utter_goodbye"]
    assert await ratings(desk, customer) == ["score 2, too_slow", "score 4"]


async def ratings(desk: RunningDesk, customer: Customer) -> list[str]:
    """What the audit says of the customer's answers."""
    database = Database(desk.settings.database_url)
    async with database.reading() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT detail FROM audit WHERE action = 'rated' AND actor = 'customer' AND conversation_id = ?"
            " ORDER BY id",
            (customer.id,),
        )
        found = [row[0] for row in rows]
    await database.close()
    return found


async def test_an_answer_can_be_changed_for_an_hour(desk: RunningDesk):
    customer = await desk.open()
    assert (await rate(customer, score=1))[0] == 200
    await desk.restart(clock=WEDNESDAY + timedelta(minutes=59))
    assert (await rate(customer, score=3))[0] == 200
    await desk.restart(clock=WEDNESDAY + timedelta(minutes=61))
    status, error = await rate(customer, score=5)
    assert (status, error["error"]["code"]) == (409, "conflict")
    assert (await rate(customer, score=3))[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"score": 0},
        {"score": 6},
        {"score": "5"},
        {"score": True},
        {"score": 4.5},
        {"score": 5, "reason": "weather"},
        {"score": 5, "word": ""},
        {"score": 5, "word": " \u200b "},
        {"score": 5, "word": "x" * 1001},
        {"score": 5, "stars": 5},
    ],
)
async def test_a_rating_that_is_none_is_refused(desk: RunningDesk, body):
    customer = await desk.open()
    assert (await rate(customer, **body))[0] == 422
    assert await kept(desk, customer) is None


async def test_only_the_holder_of_the_token_rates(desk: RunningDesk):
    customer, other = await desk.open(), await desk.open()
    assert (await rate(Customer(desk.session, customer.id, other.token), score=5))[0] == 403
    assert (await rate(Customer(desk.session, customer.id, "made up"), score=5))[0] == 401


async def test_the_figures_tell_who_was_how_satisfied_and_why_not(desk: RunningDesk):
    for title in ("5 - ", "2 - "):
        customer, answer = await asked(desk)
        answer = await customer.choose(answer, title)
    await customer.choose(answer, "not solved")
    await asked(desk)
    async with desk.agent() as agent:
        figures = await agent.get("figures/satisfaction?from=2026-05-06&to=2026-05-06")
        earlier = await agent.get("figures/satisfaction?to=2026-05-05")
    tally = {"asked": 3, "answered": 2, "mean": 3.5, "share_good": 0.5}
    assert figures == {
        "first": "2026-05-06",
        "last": "2026-05-06",
        "total": tally,
        "by": [{"served_by": "bot", **tally}],
        "reasons": [{"reason": "not_solved", "count": 1}],
    }
    assert (earlier["first"], earlier["total"]["asked"], earlier["total"]["mean"]) == ("2026-04-06", 0, None)


@pytest.mark.parametrize(
    "query", ["from=today", "to=2026-02-30", "from=20260506", "from=1999-12-31", "from=2026-05-07&to=2026-05-06"]
)
async def test_days_that_are_none_are_refused_clearly(desk: RunningDesk, query: str):
    async with desk.agent() as agent, agent.session.get(f"/api/v1/agent/figures/satisfaction?{query}") as response:
        assert (response.status, (await response.json())["error"]["code"]) == (422, "invalid")


async def test_satisfaction_is_for_agents_who_are_signed_in(desk: RunningDesk):
    async with ClientSession(desk.settings.desk_url) as stranger:
        async with stranger.get("/api/v1/agent/figures/satisfaction") as response:
            assert response.status == 401
