"""Complaints at the desk's doors: recorded by the action server, answered by agents, late ones owned up to."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from desk.store import schema
from desk.store.database import Database
from tests.integration.running_desk import TIMING, Customer, RunningDesk, eventually, running_desk

MONDAY = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
INJECTION = "<img src=x onerror=alert(1)> {{7*7}} '; DROP TABLE complaints; --"


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path, replace(TIMING, watch_every=0.1), clock=MONDAY) as one:
        yield one


async def complain(desk: RunningDesk, customer: Customer, **known: object) -> dict[str, object]:
    """Let the bot hear a complaint; gives what the desk told the action server."""
    recorded = {}

    async def script(_body):
        turn = desk.rasa.turn()
        body = {"conversation_id": turn.conversation_id, "turn_id": turn.turn_id, "topic": "late", "language": "en"}
        for _ in range(2):  # an answer lost on its way is asked for again
            status, answer = await desk.internal("complaints", body | {"text": "no parcel"} | known)
            assert status == 200, answer
            recorded.update(answer)
        return [{"text": "I am sorry.", "response": "utter_complaint_recorded"}]

    desk.rasa.script, before = script, desk.rasa.script
    await customer.say("where is my parcel, I complain")
    desk.rasa.script = before
    return recorded


async def test_a_complaint_is_listed_answered_in_the_chat_and_mailed(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    recorded = await complain(desk, customer, order_id="PL1", email="lin@example.com")
    assert recorded["is_new"] is True
    async with desk.agent() as agent, customer.socket() as socket:
        (listed,) = (await agent.get("complaints"))["complaints"]
        assert listed["number"] == recorded["number"]
        assert (listed["customer_id"], listed["order_id"], listed["topic"]) == ("C1", "PL1", "late")
        assert listed["texts"] == ["no parcel"]
        assert (listed["urgent"], listed["overdue"], listed["by_mail"]) == (False, False, True)
        for _ in range(2):
            status, answer = await agent.change(f"complaints/{listed['number']}/answer", text="It comes tomorrow.")
            assert (status, answer["complaint"]["status"]) == (200, "answered")
        frames = [await socket.receive_json(timeout=5) for _ in range(2)]
        assert frames[1]["message"]["text"] == "It comes tomorrow."
        status, _ = await agent.change(f"complaints/{listed['number']}/answer", text="Or not.")
        assert status == 409
        assert (await agent.get("complaints"))["complaints"] == []
        (answered,) = (await agent.get("complaints?status=answered"))["complaints"]
        assert answered["answered_by"] == "anna"
    assert (await customer.texts()).count("It comes tomorrow.") == 1
    (letter,) = await eventually(desk.letters)
    assert "It comes tomorrow." in json.loads(letter.read_text("utf-8"))["text"]
    assert (await customer.history())["state"] == "bot"
    database = Database(desk.settings.database_url)
    async with database.reading() as connection:
        actions = (await connection.execute(select(schema.audit.c.action, schema.audit.c.actor))).all()
    await database.close()
    assert [tuple(row) for row in actions].count(("complaint_answered", "agent:anna")) == 1


async def test_an_answer_does_not_reach_who_signs_in_next(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    recorded = await complain(desk, customer)
    assert await customer.sign_out() == 200
    async with desk.agent() as agent:
        status, _ = await agent.change(f"complaints/{recorded['number']}/answer", text="It comes tomorrow.")
    assert status == 200
    assert await customer.texts() == []


async def test_a_promise_broken_while_the_desk_was_down_is_owned_up_to_once_after_its_start(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    recorded = await complain(desk, customer)
    for hours in (26, 27):
        await desk.restart(clock=MONDAY + timedelta(hours=hours))

        async def told() -> list[str]:
            return [one["response"] for one in (await customer.history())["messages"] if one["role"] == "bot"]

        assert await eventually(lambda told=told: _last_is_late(told))
        assert (await told()).count("desk_complaint_late") == 1
    async with desk.agent() as agent:
        (listed,) = (await agent.get("complaints"))["complaints"]
    assert (listed["overdue"], listed["due_at"] < listed["late_until"]) == (True, True)
    assert listed["number"] == recorded["number"]


async def _last_is_late(told) -> bool:
    return (await told())[-1] == "desk_complaint_late"


async def test_agents_are_told_over_their_socket(desk: RunningDesk):
    customer = await desk.open()
    async with desk.agent() as agent, agent.session.ws_connect("/api/v1/agent/socket") as socket:
        assert (await socket.receive_json(timeout=5))["type"] == "queue"
        await complain(desk, customer)
        frame = await socket.receive_json(timeout=5)
    assert frame == {"type": "complaints", "open": 1, "urgent": 0, "overdue": 0}


async def test_what_a_customer_wrote_is_kept_as_he_wrote_it(desk: RunningDesk):
    customer = await desk.open()
    await complain(desk, customer, text=INJECTION)
    async with desk.agent() as agent:
        (listed,) = (await agent.get("complaints"))["complaints"]
    assert listed["texts"] == [INJECTION]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"topic": "weather"}, 422),
        ({"text": " "}, 422),
        ({"turn_id": "t_unknown"}, 404),
        ({"conversation_id": "c_unknown"}, 404),
        ({"customer_id": "C2"}, 422),
    ],
)
async def test_what_cannot_be_recorded_is_refused(desk: RunningDesk, change, status):
    customer = await desk.open()
    await customer.say("hello")
    turn = desk.rasa.turn()
    body = {"conversation_id": customer.id, "turn_id": turn.turn_id, "topic": "late", "text": "x", "language": "en"}
    assert (await desk.internal("complaints", body | change))[0] == status


async def test_strangers_see_and_record_nothing(desk: RunningDesk):
    async with ClientSession(desk.settings.desk_url) as stranger:
        async with stranger.get("/api/v1/agent/complaints") as response:
            assert response.status == 401
        async with stranger.post("/internal/complaints", json={}) as response:
            assert response.status == 404
    async with desk.agent() as agent:
        async with agent.session.get("/api/v1/agent/complaints?status=lost") as response:
            assert response.status == 422
        async with agent.session.post("/api/v1/agent/complaints/C-23456/answer", json={"text": "x"}) as response:
            assert response.status == 403
        assert (await agent.change("complaints/C-23456/answer", text="x"))[0] == 404
