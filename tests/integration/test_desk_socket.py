"""The customer's WebSocket: authentication, frames, pushes, repeats, bad clients."""

import asyncio
import json

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from tests.integration.running_desk import RunningDesk, running_desk


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


@pytest.fixture
async def hasty_desk(tmp_path):
    """A desk whose deadline passes soon, for turns that are meant to be late."""
    async with running_desk(tmp_path, turn_deadline=0.7) as one:
        yield one


async def until(socket, kind, count=1):
    frames = []
    while sum(frame["type"] == kind for frame in frames) < count:
        frames.append(await socket.receive_json(timeout=5))
    return frames


async def test_a_message_is_acknowledged_and_the_turn_pushed(desk: RunningDesk):
    customer = await desk.open()
    async with customer.socket() as socket:
        await socket.send_json({"type": "message", "text": "hi", "client_message_id": "m1"})
        frames = await until(socket, "message", 3)
    ack = next(frame for frame in frames if frame["type"] == "ack")
    assert ack == {"type": "ack", "client_message_id": "m1", "seq": 1}
    assert {"type": "typing", "role": "bot"} in frames
    messages = {frame["message"]["seq"]: frame["message"] for frame in frames if frame["type"] == "message"}
    assert [messages[seq]["role"] for seq in sorted(messages)] == ["customer", "bot"]
    assert messages[1]["analysis"]["intent"] == "order_status"


async def test_a_repeated_message_is_acknowledged_and_answered_again_without_a_second_turn(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("hi", "m1")
    async with customer.socket() as socket:
        await socket.send_json({"type": "message", "text": "hi", "client_message_id": "m1"})
        frames = await until(socket, "message", 2)
        assert frames[0]["type"] == "ack"
        await socket.send_json({"type": "message", "text": "other", "client_message_id": "m1"})
        (error,) = await until(socket, "error")
        assert (error["code"], error["client_message_id"]) == ("conflict", "m1")
    assert len(desk.rasa.turns) == 1


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ('{"type": "auth", "token": "wrong"}', 4401),
        ("nonsense", 1008),
        ('{"type": "message", "text": "hi"}', 1008),
        ('{"type": "auth", "token": 7}', 1008),
        ("\\u0000", 1008),
    ],
)
async def test_without_a_good_first_frame_nothing_is_served(desk: RunningDesk, first, code):
    customer = await desk.open()
    async with desk.session.ws_connect(f"{customer.path}/socket") as socket:
        await socket.send_str(first)
        assert (await socket.receive_json(timeout=5))["type"] == "error"
        assert (await socket.receive(timeout=5)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING)
        assert socket.close_code == code


async def test_silence_unknown_conversations_and_others_tokens_close_the_socket(desk: RunningDesk):
    customer, other = await desk.open(), await desk.open()
    for path, token, code in (
        (f"{customer.path}/socket", other.token, 4403),
        ("/api/v1/conversations/c_unknown/socket", other.token, 4404),
        (f"{customer.path}/socket", None, 4408),
    ):
        async with desk.session.ws_connect(path) as socket:
            if token:
                await socket.send_json({"type": "auth", "token": token})
            assert (await socket.receive_json(timeout=8))["type"] == "error"
            await socket.receive(timeout=5)
            assert socket.close_code == code


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", "malformed"),
        ("[]", "invalid"),
        ('{"type": "dance"}', "invalid"),
        ('{"type": ["message"]}', "invalid"),
        ('{"type": "message"}', "invalid"),
        ('{"type": "message", "text": ""}', "invalid"),
        ('{"type": "message", "text": "a", "token": "x"}', "invalid"),
        ('{"type": "read", "seq": "1"}', "invalid"),
        ('{"type": "read", "seq": -1}', "invalid"),
        ('{"type": "read", "seq": 1e999}', "invalid"),
        ('{"type": "message", "choice": "unknown"}', "invalid"),
    ],
)
async def test_bad_frames_get_an_error_and_the_socket_lives_on(desk: RunningDesk, frame, code):
    customer = await desk.open()
    async with customer.socket() as socket:
        await socket.send_str(frame)
        assert (await socket.receive_json(timeout=5))["code"] == code
        await socket.send_bytes(b"\xff")
        assert (await socket.receive_json(timeout=5))["code"] == "malformed"
        await socket.send_json({"type": "message", "text": "alive"})
        await until(socket, "message", 3)


async def test_a_giant_frame_closes_only_its_own_socket(desk: RunningDesk):
    customer = await desk.open()
    async with customer.socket() as giant, customer.socket() as other:
        await giant.send_str(json.dumps({"type": "message", "text": "x" * 400_000}))
        await giant.receive(timeout=5)
        assert giant.close_code == 1009
        await other.send_json({"type": "message", "text": "alive"})
        await until(other, "message", 3)


async def test_late_results_are_pushed(hasty_desk: RunningDesk):
    async def script(_body):
        await asyncio.sleep(1.2)
        return [{"text": "late but here"}]

    hasty_desk.rasa.script = script
    customer = await hasty_desk.open()
    async with customer.socket() as socket:
        await socket.send_json({"type": "message", "text": "hi"})
        texts = []
        while "late but here" not in texts:
            frame = await socket.receive_json(timeout=5)
            if frame["type"] == "message":
                texts.append(frame["message"]["text"])
    assert any("still working" in text for text in texts)


async def test_pages_of_other_origins_may_not_connect(desk: RunningDesk):
    customer = await desk.open()
    with pytest.raises(WSServerHandshakeError) as refused:
        await desk.session.ws_connect(f"{customer.path}/socket", origin="https://evil.example")
    assert refused.value.status == 403


async def test_a_stopping_desk_says_goodbye_to_its_sockets(desk: RunningDesk):
    customer = await desk.open()
    async with customer.socket() as socket:
        await desk.desk_server.stop()
        assert (await socket.receive(timeout=5)).data == 1001


async def test_a_state_change_is_pushed_with_the_position(desk: RunningDesk):
    async def script(_body):
        return [{"text": "ok"}, {"custom": {"kind": "handoff", "reason": "asked"}}]

    desk.rasa.script = script
    customer = await desk.open()
    async with customer.socket() as socket:
        await customer.say("a person please")
        frames = []
        while {"type": "state", "state": "pending", "position": 1} not in frames:
            frames.append(await socket.receive_json(timeout=5))
