"""A person takes over and gives back: states, queue, silence of the bot, notes, two agents at once."""

import asyncio

import pytest
from aiohttp import ClientSession

from desk.store import audit
from desk.store.database import Database
from tests.integration.running_desk import PASSWORD, RunningDesk, eventually, running_desk


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


@pytest.fixture
async def hasty_desk(tmp_path):
    """A desk whose deadline passes soon, for turns that are meant to be late."""
    async with running_desk(tmp_path, turn_deadline=0.7) as one:
        yield one


async def handoff(_body):
    return [{"text": "I get you a person."}, {"custom": {"kind": "handoff", "reason": "angry"}}]


async def waiting(desk: RunningDesk, **body):
    customer = await desk.open(**body)
    script, desk.rasa.script = desk.rasa.script, handoff
    answer = await customer.say("THIS IS A SCANDAL")
    desk.rasa.script = script
    assert answer["state"] == "pending"
    return customer, answer


async def test_a_handoff_from_the_bot_queues_with_a_position(desk: RunningDesk):
    _, first = await waiting(desk)
    customer, second = await waiting(desk)
    assert [message["role"] for message in first["messages"]] == ["customer", "bot", "system"]
    assert "1" in first["messages"][2]["text"]
    assert "2" in second["messages"][2]["text"]
    assert (await customer.history())["position"] == 2


async def test_while_a_person_is_awaited_the_bot_is_silent_but_messages_are_understood(desk: RunningDesk):
    customer, _ = await waiting(desk)
    turns = len(desk.rasa.turns)
    answer = await customer.say("still there?")
    assert [message["role"] for message in answer["messages"]] == ["customer"]
    assert answer["messages"][0]["analysis"]["sentiment"] == "neutral"
    assert answer["state"] == "pending"
    assert len(desk.rasa.turns) == turns


async def test_staying_with_the_bot_leaves_the_queue(desk: RunningDesk):
    customer, answer = await waiting(desk)
    stayed = await customer.choose(answer, "Stay")
    assert stayed["state"] == "bot"
    assert stayed["messages"][-1]["role"] == "bot"
    assert (await customer.say("so"))["messages"][1]["text"] == "you said: so"
    async with desk.agent() as agent:
        assert (await agent.get("queue"))["pending"] == []


async def test_the_offer_of_a_person_works_without_the_bot(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("hello")
    await desk.rasa_server.stop()
    answer = await customer.say("hello?")
    chosen = await customer.choose(answer, "Talk to a person")
    assert chosen["state"] == "pending"
    async with desk.agent() as agent:
        (entry,) = (await agent.get("queue"))["pending"]
    assert entry["reason"] == "asked"


async def test_asking_for_a_person_does_not_wait_behind_a_turn_that_hangs(hasty_desk: RunningDesk):
    async def slow(_body):
        await asyncio.sleep(1.8)
        return [{"text": "late"}]

    hasty_desk.rasa.script = slow
    customer = await hasty_desk.open()
    held = await customer.say("hello")
    chosen = await asyncio.wait_for(customer.choose(held, "Talk to a person"), 1.0)
    assert chosen["state"] == "pending"


async def test_a_whole_handoff_and_back(desk: RunningDesk):
    customer, _ = await waiting(desk, identity=desk.identity("C1"))
    async with desk.agent() as agent:
        (entry,) = (await agent.get("queue"))["pending"]
        assert (entry["conversation_id"], entry["reason"], entry["position"]) == (customer.id, "angry", 1)
        assert entry["last_message"]["analysis"]["sentiment"] == "negative"
        status, claimed = await agent.do(customer.id, "claim")
        assert (status, claimed["conversation"]["owner"]) == (200, "anna")
        seen = await agent.get(f"conversations/{customer.id}")
        assert seen["customer"]["name"] == "Lin Xiaoyu"
        assert seen["customer"]["orders"][0]["order_id"] == "P1"
        assert len(seen["suggestions"]) == 3
        turns = len(desk.rasa.turns)
        assert (await customer.say("hello person"))["state"] == "human"
        assert len(desk.rasa.turns) == turns
        status, note = await agent.do(customer.id, "note", text="VIP, careful")
        assert (status, note["message"]["private"]) == (201, True)
        status, reply = await agent.do(customer.id, "reply", text="I am sorry", client_message_id="r1")
        assert (status, reply["message"]["author"]) == (201, "anna")
        assert await agent.do(customer.id, "reply", text="I am sorry", client_message_id="r1") == (201, reply)
        texts = await customer.texts()
        assert texts.count("I am sorry") == 1
        assert "VIP, careful" not in texts
        assert any("anna has joined" in text for text in texts)
        status, returned = await agent.do(customer.id, "return")
        assert (status, returned["conversation"]["state"]) == (200, "bot")
        assert (await agent.do(customer.id, "reply", text="too late"))[0] == 409
    await eventually(lambda: desk.rasa.tracker_events)
    _, events = desk.rasa.tracker_events[-1]
    assert [event["event"] for event in events] == ["active_loop", "reset_slots", "slot"]
    assert events[2]["value"] == "I am sorry"
    assert (await customer.say("and now?"))["messages"][1]["text"] == "you said: and now?"


async def test_every_transition_is_recorded(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with desk.agent() as agent:
        await agent.do(customer.id, "claim")
        await agent.do(customer.id, "return")
    database = Database(desk.settings.database_url)
    async with database.reading() as connection:
        recorded = await audit.transitions(connection, customer.id)
    await database.close()
    assert recorded == (
        ("handoff", "bot", "pending", "bot"),
        ("claim", "pending", "human", "agent:anna"),
        ("return", "human", "bot", "agent:anna"),
    )


async def test_two_agents_who_claim_at_once_never_both_hold_it(desk: RunningDesk):
    async with desk.agent("anna") as anna, desk.agent("bert") as bert:
        for _ in range(5):
            customer, _ = await waiting(desk)
            results = await asyncio.gather(*(agent.do(customer.id, "claim") for agent in (anna, bert, anna, bert)))
            assert sorted(status for status, _ in results) == [200, 409, 409, 409]
            owner = next(body["conversation"]["owner"] for status, body in results if status == 200)
            loser = bert if owner == "anna" else anna
            for verb in ("reply", "return", "close"):
                assert (await loser.do(customer.id, verb, **({"text": "x"} if verb == "reply" else {})))[0] == 409


async def test_a_closed_conversation_takes_no_more_messages(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with desk.agent() as agent:
        assert (await agent.do(customer.id, "close"))[1]["conversation"]["state"] == "closed"
    status, error = await customer.post({"text": "wait"})
    assert (status, error["error"]["code"]) == (409, "conflict")
    assert (await customer.history())["state"] == "closed"


async def test_when_the_customer_changes_the_agent_loses_the_conversation_and_its_past(desk: RunningDesk):
    customer, _ = await waiting(desk, identity=desk.identity("C1"))
    async with desk.agent() as agent:
        await agent.do(customer.id, "claim")
        await customer.sign_in(desk.identity("C2"))
        assert (await agent.do(customer.id, "reply", text="for C1 only"))[0] == 409
        seen = await agent.get(f"conversations/{customer.id}")
        assert (seen["messages"], seen["conversation"]["state"]) == ([], "bot")


async def test_the_agent_api_needs_a_session_its_word_and_its_own_origin(desk: RunningDesk):
    customer, _ = await waiting(desk)
    async with ClientSession(desk.settings.desk_url) as stranger:
        for path in ("queue", "session", f"conversations/{customer.id}", "socket"):
            async with stranger.get(f"/api/v1/agent/{path}") as response:
                assert response.status == 401
        for name, password in (("anna", "wrong"), ("nobody", PASSWORD)):
            async with stranger.post("/api/v1/agent/login", json={"name": name, "password": password}) as response:
                assert response.status == 401
                assert "Set-Cookie" not in response.headers
    async with desk.agent() as agent:
        path = f"/api/v1/agent/conversations/{customer.id}/claim"
        async with agent.session.post(path, json={}) as response:
            assert response.status == 403
        evil = {"X-Concierge-CSRF": agent.csrf, "Origin": "https://evil.example"}
        async with agent.session.post(path, json={}, headers=evil) as response:
            assert response.status == 403
        async with agent.session.post("/api/v1/agent/logout", json={}, headers={"X-Concierge-CSRF": agent.csrf}) as r:
            assert r.status == 200
        async with agent.session.get("/api/v1/agent/queue") as response:
            assert response.status == 401


async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(desk: RunningDesk):
    async with desk.session.post("/api/v1/agent/login", json={"name": "anna", "password": PASSWORD}) as response:
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/api/v1/agent" in cookie


async def test_guessing_passwords_is_slowed_down(tmp_path):
    async with running_desk(tmp_path, rate_limit="on") as desk:
        statuses = []
        for _ in range(7):
            async with desk.session.post("/api/v1/agent/login", json={"name": "anna", "password": "x"}) as response:
                statuses.append(response.status)
        assert statuses == [401] * 5 + [429] * 2


async def test_agents_are_pushed_queue_messages_and_states(desk: RunningDesk):
    async with desk.agent() as agent, agent.session.ws_connect("/api/v1/agent/socket") as socket:
        assert await socket.receive_json(timeout=5) == {"type": "queue", "pending": [], "active": []}
        customer, _ = await waiting(desk)
        frames = await collect(socket, lambda frame: frame["type"] == "queue")
        assert frames[-1]["pending"][0]["conversation_id"] == customer.id
        await customer.say("are you there")
        frames = await collect(socket, lambda frame: frame["type"] == "message" and frame["message"].get("analysis"))
        assert frames[-1]["message"]["text"] == "are you there"
        await agent.do(customer.id, "claim")
        frames = await collect(socket, lambda frame: frame["type"] == "queue" and frame["active"])
        states = [frame for frame in frames if frame["type"] == "state"]
        assert (states[-1]["state"], states[-1]["owner"]) == ("human", "anna")
        async with customer.socket() as shopper:
            await shopper.send_json({"type": "typing"})
            await collect(socket, lambda frame: frame["type"] == "typing")
            await socket.send_json({"type": "typing", "conversation_id": customer.id})
            assert await shopper.receive_json(timeout=5) == {"type": "typing", "role": "agent"}
            await shopper.send_json({"type": "read", "seq": 2})
            frames = await collect(socket, lambda frame: frame["type"] == "read")
            assert frames[-1]["seq"] == 2


async def test_agents_hear_nothing_of_talks_with_the_bot(desk: RunningDesk):
    async with desk.agent() as agent, agent.session.ws_connect("/api/v1/agent/socket") as socket:
        await socket.receive_json(timeout=5)
        await (await desk.open()).say("just the bot")
        await waiting(desk)
        frames = await collect(socket, lambda frame: frame["type"] == "queue")
        assert not any("just the bot" in str(frame) for frame in frames)


async def collect(socket, until):
    frames = []
    while True:
        frames.append(await socket.receive_json(timeout=5))
        if until(frames[-1]):
            return frames
