"""The action server's HTTP side over a real shop: secret, errors, receipts, catalogue."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from actions.server import WARMTH
from foundation.turns import SECRET_HEADER
from storefront.changes import CancelOrder
from storefront.port import Command
from tests.dialogue.actions_in_test import SECRET, Backstage, action_server, backstage
from tests.shop_samples import NOW

Client = TestClient[Any, Any]
HEADERS = {SECRET_HEADER: SECRET}
PENDING = "PL10010001"


@pytest.fixture
async def behind(tmp_path: Path) -> Backstage:
    return await backstage(tmp_path)


@pytest.fixture
async def client(behind: Backstage) -> AsyncIterator[Client]:
    async with TestClient(TestServer(action_server(behind))) as client:
        yield client


async def error_of(response: Any) -> tuple[int, str]:
    return response.status, (await response.json())["error"]["code"]


async def test_everything_but_health_wants_the_secret(client: Client) -> None:
    assert await (await client.get("/health")).json() == {"status": "ok"}
    for method, path in (("POST", "/webhook"), ("GET", "/catalogue"), ("POST", "/understand"), ("GET", "/receipts")):
        assert await error_of(await client.request(method, path)) == (401, "unauthorized")
        wrong = {SECRET_HEADER: "wrong"}
        assert await error_of(await client.request(method, path, headers=wrong)) == (401, "unauthorized")


async def test_a_cold_server_says_so(client: Client) -> None:
    client.server.app[WARMTH].is_warm = False  # type: ignore[attr-defined]
    assert await (await client.get("/health")).json() == {"status": "warming"}
    assert await error_of(await client.post("/webhook", headers=HEADERS, json={})) == (503, "warming")


async def test_bad_bodies_are_clean_errors(client: Client) -> None:
    for path in ("/webhook", "/understand", "/answers/search", "/recommend"):
        assert await error_of(await client.post(path, headers=HEADERS, data=b"\xff\xfe")) == (422, "malformed")
        assert await error_of(await client.post(path, headers=HEADERS, json=[1])) == (422, "malformed")
    asked = {"text": "hello", "explain": "mood"}
    assert await error_of(await client.post("/understand", headers=HEADERS, json=asked)) == (422, "malformed")
    assert await error_of(await client.post("/understand", headers=HEADERS, json={"texts": [3]})) == (422, "malformed")
    assert await error_of(await client.post("/recommend", headers=HEADERS, json={"n": "x"})) == (422, "malformed")
    long = {"text": "x" * 10_001}
    assert await error_of(await client.post("/understand", headers=HEADERS, json=long)) == (413, "too_large")
    assert await error_of(await client.get("/receipts", headers=HEADERS)) == (422, "malformed")
    assert (await client.get("/nowhere", headers=HEADERS)).status == 404


async def test_an_unknown_action_is_404_and_a_broken_one_500_without_the_tracker(
    client: Client, behind: Backstage
) -> None:
    tracker = {"sender_id": "c1", "slots": {}, "events": [], "latest_message": {"text": "my secret wish"}}
    call: dict[str, Any] = {"next_action": "action_nonsense", "tracker": tracker}
    assert await error_of(await client.post("/webhook", headers=HEADERS, json=call)) == (404, "unknown_action")

    async def fails(*_: object) -> None:
        raise RuntimeError("my secret wish")

    object.__setattr__(behind.services.answers, "search", fails)
    response = await client.post("/webhook", headers=HEADERS, json=call | {"next_action": "action_answer"})
    assert response.status == 500
    assert "wish" not in await response.text()


async def test_a_shop_that_is_away_is_a_sentence_and_an_offer_not_an_error(
    client: Client, behind: Backstage, tmp_path: Path
) -> None:
    (tmp_path / "shop.db").unlink()
    tracker = {"sender_id": "c1", "slots": {}, "events": [], "latest_message": {"text": "something nice"}}
    call = {"next_action": "action_recommend", "tracker": tracker}
    answer = await (await client.post("/webhook", headers=HEADERS, json=call)).json()
    assert [message["response"] for message in answer["responses"]] == ["utter_away"]
    assert await error_of(await client.get("/catalogue", headers=HEADERS)) == (503, "unavailable")


async def test_receipts_come_in_both_languages_from_the_same_response(client: Client, behind: Backstage) -> None:
    command = Command("k1", "c1", "t1", "C1", PENDING, CancelOrder("other"), NOW + timedelta(minutes=1))
    await behind.shop.apply(command)
    query = {"conversation_id": "c1", "turn_id": "t1"}
    (receipt,) = (await (await client.get("/receipts", headers=HEADERS, params=query)).json())["receipts"]
    assert (receipt["key"], receipt["response"]) == ("k1", "utter_receipt_cancel_order")
    assert receipt["text"]["en"].startswith(f"Done: order {PENDING} is cancelled. ¥937 goes back to Alipay")
    assert receipt["text"]["zh"].startswith(f"办好了：订单 {PENDING} 已取消。¥937 将在 1 到 3 个工作日内退回到支付宝")
    other = await (await client.get("/receipts", headers=HEADERS, params=query | {"turn_id": "t2"})).json()
    assert other == {"receipts": []}


async def test_the_catalogue_shows_the_cheapest_variant_in_stock(client: Client) -> None:
    products = (await (await client.get("/catalogue", headers=HEADERS)).json())["products"]
    assert [(line["sku"], line["price"], line["title_zh"]) for line in products] == [
        ("MUG-BLUE", "39.00", "潮汐马克杯"),
        ("TENT-2", "899.00", "Ridge Tent"),
    ]


async def test_the_customer_card_names_customer_and_orders(client: Client) -> None:
    card = await (await client.get("/customers/C1/card", headers=HEADERS)).json()
    assert card["name"] == "林小雨"
    assert card["orders"][0] | {"placed_at": None} == {
        "order_id": PENDING,
        "status": "pending",
        "total": "977.00",
        "currency": "CNY",
        "placed_at": None,
    }
    assert await error_of(await client.get("/customers/C9/card", headers=HEADERS)) == (404, "unknown_customer")


async def test_a_product_has_a_picture(client: Client) -> None:
    response = await client.get("/images/P-MUG.svg", headers=HEADERS)
    assert response.content_type == "image/svg+xml"
    assert "<svg" in await response.text()
    assert await error_of(await client.get("/images/P-NONE.svg", headers=HEADERS)) == (404, "unknown_product")


async def test_search_and_recommend_answer_in_plain_types(client: Client) -> None:
    found = await (
        await client.post("/answers/search", headers=HEADERS, json={"text": "shipping", "language": "en", "n": 2})
    ).json()
    assert found["answer"]["entry_id"] == "ship-fee"
    assert len(found["candidates"]) == 2
    shown = await (await client.post("/recommend", headers=HEADERS, json={"text": "预算100以内", "n": 5})).json()
    assert [item["sku"] for item in shown["items"]] == ["MUG-BLUE"]
