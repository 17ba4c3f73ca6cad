"""Who the customer is: tokens of the storefront, codes, sign-out, and nothing for the next customer."""

import asyncio
import base64
import json
import time

import jwt
import pytest

from tests.integration.running_desk import IDENTITY_SECRET, RunningDesk, eventually, running_desk


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


def unsigned(claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


NOW = int(time.time())
GOOD = {"sub": "C1", "aud": "concierge", "exp": NOW + 600}


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "a.b.c",
        unsigned(GOOD),
        jwt.encode(GOOD, "another secret that is long enough!!", algorithm="HS256"),
        jwt.encode(GOOD, IDENTITY_SECRET * 2, algorithm="HS512"),
        jwt.encode(GOOD | {"exp": NOW - 120}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"exp": NOW + 3600}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"aud": "shop"}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"iat": NOW + 3600}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"nbf": NOW + 3600}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode({"sub": "C1", "aud": "concierge"}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode({"sub": "C1", "exp": NOW + 600}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode({"aud": "concierge", "exp": NOW + 600}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"sub": ""}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"sub": "a\nb"}, IDENTITY_SECRET, algorithm="HS256"),
        jwt.encode(GOOD | {"sub": "x" * 200}, IDENTITY_SECRET, algorithm="HS256"),
    ],
)
async def test_a_bad_identity_is_forbidden_everywhere(desk: RunningDesk, token):
    async with desk.session.post("/api/v1/conversations", json={"identity": token}) as response:
        assert response.status == 403
        assert token not in await response.text()
    customer = await desk.open()
    assert (await customer.sign_in(token))[0] == 403
    async with desk.session.get("/api/v1/conversations", headers={"X-Concierge-Identity": token}) as response:
        assert response.status == 403


async def test_the_issuer_counts_when_one_is_configured(tmp_path):
    async with running_desk(tmp_path, identity_issuer="shop.example") as desk:
        customer = await desk.open()
        assert (await customer.sign_in(desk.identity("C1")))[0] == 403
        assert (await customer.sign_in(desk.identity("C1", iss="evil.example")))[0] == 403
        assert (await customer.sign_in(desk.identity("C1", iss="shop.example")))[0] == 200


async def test_an_old_proof_identifies_but_may_change_nothing(desk: RunningDesk):
    customer = await desk.open()
    status, proof = await customer.sign_in(desk.identity("C1", iat=int(time.time()) - 31 * 60))
    assert (status, proof) == (200, {"customer_id": "C1", "may_change": False})
    await customer.say("cancel it")
    identity = desk.rasa.turn().identity
    assert identity is not None
    assert (identity.customer_id, identity.may_change) == ("C1", False)


async def test_signing_out_hides_everything_and_restarts_the_tracker(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    await customer.say("my order", "first")
    assert await customer.sign_out() == 200
    assert await customer.texts() == []
    await eventually(lambda: desk.rasa.tracker_events)
    conversation_id, events = desk.rasa.tracker_events[0]
    assert (conversation_id, events[0]["event"]) == (customer.id, "restart")
    await customer.say("hello")
    assert desk.rasa.turn().identity is None
    status, _ = await customer.post({"text": "my order", "client_message_id": "first"})
    assert status == 409


async def test_another_customer_on_the_same_phone_sees_nothing_of_the_first(desk: RunningDesk):
    async def script(_body):
        return [{"text": "order of C1", "buttons": [{"title": "Cancel", "payload": "/cancel"}]}]

    desk.rasa.script = script
    customer = await desk.open(identity=desk.identity("C1"))
    answer = await customer.say("where is my order")
    async with customer.socket() as socket:
        assert (await customer.sign_in(desk.identity("C2")))[0] == 200
        assert (await socket.receive(timeout=5)).data == 4001
    assert await customer.texts() == []
    payload = answer["messages"][1]["choices"][0]["payload"]
    assert (await customer.post({"choice": payload}))[0] == 422
    await customer.say("hi")
    identity = desk.rasa.turn().identity
    assert identity is not None
    assert identity.customer_id == "C2"


async def test_the_bot_is_not_asked_while_its_tracker_still_remembers_the_earlier_customer(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    await customer.say("hi")
    desk.rasa.tracker_away = True
    await customer.sign_out()
    answer = await customer.say("who am I")
    assert len(desk.rasa.turns) == 1
    assert answer["messages"][1]["choices"]
    desk.rasa.tracker_away = False
    await customer.say("and now")
    assert len(desk.rasa.turns) == 2
    assert desk.rasa.tracker_events


async def test_a_late_result_of_the_first_customer_is_not_shown_to_the_next(desk: RunningDesk):
    async def script(body):
        await asyncio.sleep(0.6 if "slow" in body["message"] else 0)
        return [{"text": f"secret of {desk.rasa.turn().identity}"}]

    desk.rasa.script = script
    customer = await desk.open(identity=desk.identity("C1"))
    saying = asyncio.create_task(customer.post({"text": "slow"}))
    waiting = asyncio.create_task(customer.post({"text": "slow and waiting"}))
    await eventually(lambda: desk.rasa.turns)
    await asyncio.sleep(0.1)
    assert (await customer.sign_in(desk.identity("C2")))[0] == 200
    assert (await saying)[0] == 409
    assert (await waiting)[0] == 409
    await asyncio.sleep(0.7)
    assert await customer.texts() == []
    assert len(desk.rasa.turns) == 1


async def test_signing_in_as_guest_or_again_keeps_the_conversation(desk: RunningDesk):
    customer = await desk.open()
    await customer.say("a guest's question")
    await customer.sign_in(desk.identity("C1"))
    await customer.sign_in(desk.identity("C1"))
    assert "a guest's question" in await customer.texts()


async def test_a_customer_lists_and_resumes_his_open_conversations(desk: RunningDesk):
    first = await desk.open(identity=desk.identity("C1"))
    await desk.open(identity=desk.identity("C2"))
    await desk.open()
    await first.say("remember me")
    headers = {"X-Concierge-Identity": desk.identity("C1")}
    async with desk.session.get("/api/v1/conversations", headers=headers) as response:
        (found,) = (await response.json())["conversations"]
    assert (found["conversation_id"], found["state"]) == (first.id, "bot")
    assert found["token"] != first.token
    async with desk.session.get(
        f"{first.path}/messages", headers={"Authorization": f"Bearer {found['token']}"}
    ) as response:
        assert "remember me" in await response.text()
    await first.sign_out()
    async with desk.session.get(
        f"{first.path}/messages", headers={"Authorization": f"Bearer {found['token']}"}
    ) as response:
        assert response.status == 401
    async with desk.session.get("/api/v1/conversations", headers=headers) as response:
        assert (await response.json())["conversations"] == []
    async with desk.session.get("/api/v1/conversations") as response:
        assert response.status == 401


async def code_for(desk: RunningDesk, customer, customer_id="C1", email="lin@example.com"):
    before = len(desk.letters())
    body = {"conversation_id": customer.id, "customer_id": customer_id, "email": email, "language": "zh"}
    assert await desk.internal("verifications", body) == (202, {})
    letters = desk.letters()
    assert len(letters) == before + 1
    return json.loads(letters[-1].read_text())


async def check(desk, customer, code):
    status, answer = await desk.internal("verifications/check", {"conversation_id": customer.id, "code": code})
    assert status == 200
    return answer


async def test_a_right_code_proves_the_guest_and_may_change(desk: RunningDesk):
    customer = await desk.open()
    letter = await code_for(desk, customer)
    assert set(letter) == {"channel", "to", "subject", "text", "code", "language", "conversation_id", "created_at"}
    assert (letter["channel"], letter["to"]) == ("email", "lin@example.com")
    assert letter["code"] in letter["text"]
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in letter["code"])
    assert await check(desk, customer, f" {full_width} ") == {"result": "verified", "customer_id": "C1"}
    await customer.say("cancel")
    identity = desk.rasa.turn().identity
    assert identity is not None
    assert (identity.customer_id, identity.method, identity.may_change) == ("C1", "code", True)
    assert (await check(desk, customer, letter["code"]))["result"] == "none"


async def test_five_wrong_codes_lock_even_the_right_one(desk: RunningDesk):
    customer = await desk.open()
    letter = await code_for(desk, customer)
    wrong = "000000" if letter["code"] != "000000" else "111111"
    results = [await check(desk, customer, wrong) for _ in range(6)]
    assert [result["result"] for result in results] == ["wrong"] * 4 + ["locked"] * 2
    assert results[0]["tries_left"] == 4
    assert (await check(desk, customer, letter["code"]))["result"] == "locked"


async def test_a_stranger_gets_the_same_answers_but_no_letter(desk: RunningDesk):
    customer = await desk.open()
    body = {"conversation_id": customer.id, "customer_id": None, "email": "nobody@example.com", "language": "en"}
    assert await desk.internal("verifications", body) == (202, {})
    assert desk.letters() == []
    assert await check(desk, customer, "123456") == {"result": "wrong", "tries_left": 4}


async def test_at_most_three_codes_in_ten_minutes_and_only_the_last_is_good(desk: RunningDesk):
    customer = await desk.open()
    first = await code_for(desk, customer)
    await code_for(desk, customer)
    last = await code_for(desk, customer)
    body = {"conversation_id": customer.id, "customer_id": "C1", "email": "lin@example.com", "language": "en"}
    assert (await desk.internal("verifications", body))[0] == 202
    other = await desk.open()
    assert (await desk.internal("verifications", body | {"conversation_id": other.id}))[0] == 202
    assert len(desk.letters()) == 3
    if first["code"] != last["code"]:
        assert (await check(desk, customer, first["code"]))["result"] == "wrong"
    assert (await check(desk, customer, last["code"]))["result"] == "verified"


async def test_a_code_is_stored_as_a_digest_only(desk: RunningDesk):
    letter = await code_for(desk, await desk.open())
    stored = b"".join(path.read_bytes() for path in desk.settings.var.glob("desk.db*"))
    assert b"lin@example.com" not in stored
    assert letter["code"].encode() not in stored


async def test_a_phone_gets_a_text_message(desk: RunningDesk):
    customer = await desk.open()
    body = {"conversation_id": customer.id, "customer_id": "C1", "phone": "+86 138", "language": "en"}
    await desk.internal("verifications", body)
    assert json.loads(desk.letters()[0].read_text())["channel"] == "sms"


async def test_proving_another_customer_by_code_hides_the_first_but_not_the_turn_itself(desk: RunningDesk):
    customer = await desk.open()
    first = await code_for(desk, customer)
    await check(desk, customer, first["code"])
    await customer.say("order of C1")
    second = await code_for(desk, customer, "C2", "emma@example.com")

    async def script(_body):
        assert (await check(desk, customer, second["code"]))["result"] == "verified"
        return [{"text": "welcome C2"}]

    desk.rasa.script = script
    answer = await customer.say("123456")
    assert [message["text"] for message in answer["messages"]] == ["123456", "welcome C2"]
    assert await customer.texts() == ["123456", "welcome C2"]


async def test_a_conversation_followed_on_two_devices_cannot_become_anothers_by_code(desk: RunningDesk):
    customer = await desk.open(identity=desk.identity("C1"))
    async with desk.session.get("/api/v1/conversations", headers={"X-Concierge-Identity": desk.identity("C1")}) as r:
        assert r.status == 200
    letter = await code_for(desk, customer, "C2", "emma@example.com")
    assert (await check(desk, customer, letter["code"]))["result"] == "wrong"


async def test_details_prove_only_where_the_shop_accepts_them(desk: RunningDesk):
    customer = await desk.open()
    body = {"conversation_id": customer.id, "customer_id": "C1", "method": "details", "may_change": True}
    assert (await desk.internal("identities", body))[0] == 403
    await desk.restart(guest_verification="details")
    assert await desk.internal("identities", body) == (200, {})
    await customer.say("where is it")
    identity = desk.rasa.turn().identity
    assert identity is not None
    assert (identity.method, identity.may_change) == ("details", False)
    await desk.restart(details_may_change=True)
    await desk.internal("identities", body)
    await customer.say("cancel it")
    assert desk.rasa.turn().identity.may_change


async def test_details_do_not_weaken_a_stronger_proof(desk: RunningDesk):
    await desk.restart(guest_verification="details")
    customer = await desk.open(identity=desk.identity("C1"))
    body = {"conversation_id": customer.id, "customer_id": "C1", "method": "details", "may_change": False}
    await desk.internal("identities", body)
    await customer.say("cancel it")
    assert desk.rasa.turn().identity.method == "token"


async def test_internal_calls_about_unknown_conversations_are_404(desk: RunningDesk):
    assert (await desk.internal("verifications/check", {"conversation_id": "c_no", "code": "1"}))[0] == 404
