"""The chat API's contract: shapes, codes, bad input, health, limits, description."""

import asyncio
import json

import pytest

from tests.integration.running_desk import RunningDesk, eventually, running_desk

MESSAGE_LIMIT = 4000


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


async def error_of(response, status, code):
    assert response.status == status, await response.text()
    body = await response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["code"] == code
    assert "Traceback" not in body["error"]["message"]
    return body["error"]["message"]


async def test_a_conversation_opens_with_or_without_a_body(desk: RunningDesk):
    for keywords in ({}, {"json": {}}, {"json": {"channel": "api", "locale": "zh"}}):
        async with desk.session.post("/api/v1/conversations", **keywords) as response:
            assert response.status == 201
            assert set(await response.json()) == {"conversation_id", "token", "expires_at"}
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_token_is_in_no_database_file(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("hi")
    files = list(desk.settings.var.glob("desk.db*"))
    assert files
    assert all(customer.token.encode() not in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b'{"text": "a\xff"}', 400),
        (b"{", 400),
        (b"", 422),
        (b"nonsense", 400),
        (b'{"text": NaN}', 400),
        (b'{"text": Infinity}', 400),
        (b'{"text": "a", "text": "b"}', 400),
        (b"[" * 100_000, 400),
        (b'{"text": ' + b"9" * 5000 + b"}", 400),
        (b"[]", 422),
        (b'"text"', 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"text": 7}', 422),
        (b'{"text": null}', 422),
        (b'{"text": ["a"]}', 422),
        (b'{"text": true}', 422),
        (b'{"text": "a", "choice": "b"}', 422),
        (b'{"text": "a", "surprise": 1}', 422),
        (b'{"text": "a", "client_message_id": 7}', 422),
        (b'{"text": "a", "client_message_id": ""}', 422),
        (b'{"text": "a", "client_message_id": "\\u0000"}', 422),
        (b'{"text": "a", "client_message_id": "\\ud800"}', 422),
        (b'{"text": ""}', 422),
        (b'{"text": " \\n\\t\\u3000 "}', 422),
        (b'{"text": "\\u0000\\u0007\\u200b"}', 422),
        (b'{"choice": "never offered"}', 422),
        (json.dumps({"text": "x" * 4001}).encode(), 422),
        (json.dumps({"text": "\U0001f600" * 10_000}).encode(), 422),
        (b'{"text": "' + b"x" * 300_000 + b'"}', 413),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_bad_bodies_have_a_clear_error_and_store_nothing(desk: RunningDesk, raw, status):
    customer = await desk.open()
    headers = customer.headers | {"Content-Type": "application/json"}
    async with desk.session.post(f"{customer.path}/messages", data=raw, headers=headers) as response:
        codes = {400: "malformed", 413: "too_large", 422: "invalid"}
        await error_of(response, status, codes[status])
    assert await customer.texts() == []
    assert desk.rasa.turns == []


async def test_bodies_that_are_not_json_are_refused(desk: RunningDesk):
    customer = await desk.open()
    async with desk.session.post(f"{customer.path}/messages", data={"text": "x"}, headers=customer.headers) as response:
        await error_of(response, 400, "malformed")


async def test_an_error_message_repeats_nothing_of_the_customers_text(desk: RunningDesk):
    customer = await desk.open()
    async with desk.session.post(
        f"{customer.path}/messages", json={"text": ["my secret"], "my secret": 1}, headers=customer.headers
    ) as response:
        assert "secret" not in await error_of(response, 422, "invalid")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("  spaces  \r\nlines\u2028end ", "spaces  \nlines\nend"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * MESSAGE_LIMIT, "x" * MESSAGE_LIMIT),
    ],
    ids=["controls", "surrogate", "direction", "lines", "family", "html", "longest"],
)
async def test_odd_text_is_cleaned_and_answered(desk: RunningDesk, sent, stored):
    answer = await (await desk.open()).say(sent)
    assert answer["messages"][0]["text"] == stored
    assert len(answer["messages"]) == 2


async def test_who_may_read_what(desk: RunningDesk):
    one, other = await desk.open(), await desk.open()
    path = f"{one.path}/messages"
    for headers in (
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer"},
    ):
        async with desk.session.get(path, headers=headers) as response:
            await error_of(response, 401, "unauthorized")
    async with desk.session.get(path, headers=other.headers) as response:
        await error_of(response, 403, "forbidden")
    async with desk.session.get("/api/v1/conversations/c_unknown/messages", headers=one.headers) as response:
        await error_of(response, 404, "not_found")
    async with desk.session.post(path, json={"text": "x"}, headers=other.headers) as response:
        await error_of(response, 403, "forbidden")


async def test_history_after_a_number(desk: RunningDesk):
    customer = await desk.open()
    first = await customer.say("one")
    await customer.say("two")
    later = await customer.history(first["messages"][-1]["seq"])
    assert [message["text"] for message in later["messages"]] == ["two", "you said: two"]
    assert later["state"] == "bot"
    for bad in ("x", "-1", "1.5", "9" * 30, "\u0661"):
        async with desk.session.get(f"{customer.path}/messages", params={"after": bad}, headers=customer.headers) as r:
            await error_of(r, 422, "invalid")


async def test_unknown_paths_and_methods_have_the_same_shape(desk: RunningDesk):
    async with desk.session.get("/api/v1/nothing") as response:
        await error_of(response, 404, "not_found")
    async with desk.session.put("/api/v1/conversations", json={}) as response:
        await error_of(response, 405, "method_not_allowed")
        assert "POST" in response.headers["Allow"]


async def test_internal_paths_do_not_exist_without_the_secret(desk: RunningDesk):
    for headers in ({}, {"X-Concierge-Secret": "guess"}):
        for method in ("GET", "POST"):
            async with desk.session.request(method, "/internal/identities", json={}, headers=headers) as response:
                await error_of(response, 404, "not_found")
                assert "Allow" not in response.headers


async def test_health_is_503_until_both_were_ready_once_and_degraded_after(tmp_path):
    async with running_desk(tmp_path) as desk:
        await desk.desk_server.stop()
        await desk.rasa_server.stop()
        await desk.actions_server.stop()
        await desk.desk_server.start()
        async with desk.session.get("/live") as response:
            assert response.status == 200
        assert (await health(desk))[0] == 503
        await desk.rasa_server.start()
        await asyncio.sleep(0.6)
        assert (await health(desk))[0] == 503
        await desk.actions_server.start()
        await asyncio.sleep(0.6)
        assert await health(desk) == (200, {"status": "ok", "rasa": "ok", "actions": "ok"})
        await desk.rasa_server.stop()
        await asyncio.sleep(0.6)
        assert await health(desk) == (200, {"status": "degraded", "rasa": "away", "actions": "ok"})


async def health(desk):
    async with desk.session.get("/health") as response:
        return response.status, await response.json()


async def test_a_message_before_rasa_is_there_waits_for_it(tmp_path):
    async with running_desk(tmp_path, turn_deadline=10) as desk:
        await desk.desk_server.stop()
        await desk.rasa_server.stop()
        await desk.desk_server.start()
        customer = await desk.open()
        saying = asyncio.create_task(customer.say("early bird"))
        await asyncio.sleep(0.3)
        await desk.rasa_server.start()
        assert (await saying)["messages"][1]["text"] == "you said: early bird"


async def test_too_many_messages_are_refused_with_a_time_to_wait(tmp_path):
    async with running_desk(tmp_path, rate_limit="on") as desk:
        customer = await desk.open()
        statuses = []
        for _ in range(70):
            async with desk.session.post(f"{customer.path}/messages", json={"text": ""}, headers=customer.headers) as r:
                statuses.append(r.status)
                if r.status == 429:
                    assert int(r.headers["Retry-After"]) >= 1
                    await error_of(r, 429, "rate_limited")
        assert statuses[:60] == [422] * 60
        assert statuses[-1] == 429


async def test_the_description_names_every_path_and_its_types(desk: RunningDesk):
    async with desk.session.get("/api/openapi.json") as response:
        document = await response.json()
    assert document["openapi"] == "3.1.0"
    assert {"get", "post"} == set(document["paths"]["/api/v1/conversations"])
    assert "/api/v1/agent/conversations/{id}/claim" in document["paths"]
    assert not any(path.startswith("/internal") for path in document["paths"])
    message = document["components"]["schemas"]["MessageOut"]["properties"]
    assert set(message) == {
        "seq", "role", "text", "language", "choices", "products", "sources", "analysis", "response", "created_at",
    }  # fmt: skip
    schemas = document["components"]["schemas"]
    expecting = {name for name, schema in schemas.items() if "expected_version" in schema["properties"]}
    assert expecting == {"EditedEntry", "Reason", "RollBack"}
    text = json.dumps(document)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]


async def test_only_allowed_origins_may_use_the_chat_api(tmp_path):
    async with running_desk(tmp_path, allowed_origins="https://shop.example") as desk:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        for origin, status in (("https://shop.example", 204), ("https://evil.example", 403)):
            async with desk.session.options("/api/v1/conversations", headers=asked | {"Origin": origin}) as response:
                assert response.status == status
                allowed = response.headers.get("Access-Control-Allow-Origin")
                assert allowed == (origin if status == 204 else None)
        async with desk.session.post(
            "/api/v1/conversations", json={}, headers={"Origin": "https://shop.example"}
        ) as response:
            assert response.headers["Access-Control-Allow-Origin"] == "https://shop.example"
        async with desk.session.get("/api/v1/agent/queue", headers={"Origin": "https://shop.example"}) as response:
            assert response.status == 403
            assert "Access-Control-Allow-Origin" not in response.headers


async def test_a_full_database_gives_503_and_no_trace(desk: RunningDesk):
    import sqlite3

    customer = await desk.open()
    await customer.say("before")
    with sqlite3.connect(desk.settings.var / "desk.db") as raw:
        raw.execute("CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    async with desk.session.post(f"{customer.path}/messages", json={"text": "x"}, headers=customer.headers) as response:
        assert "disk" not in await error_of(response, 503, "unavailable")
    with sqlite3.connect(desk.settings.var / "desk.db") as raw:
        raw.execute("DROP TRIGGER full")
    assert (await customer.say("after"))["messages"][1]["text"] == "you said: after"


async def test_an_answer_the_store_would_not_keep_is_kept_when_it_can(desk: RunningDesk):
    import sqlite3

    customer = await desk.open()
    with sqlite3.connect(desk.settings.var / "desk.db") as raw:
        raw.execute(
            "CREATE TRIGGER full BEFORE INSERT ON messages WHEN NEW.role = 'bot' BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    status, _ = await customer.post({"text": "x", "client_message_id": "1"})
    assert status == 503
    with sqlite3.connect(desk.settings.var / "desk.db") as raw:
        raw.execute("DROP TRIGGER full")
    await customer.say("x", "1")
    await eventually(lambda: _texts_end_with(customer, "you said: x"))
    assert len(desk.rasa.turns) == 1


async def _texts_end_with(customer, text):
    return (await customer.texts())[-1:] == [text]
