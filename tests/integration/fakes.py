"""Hand-written stand-ins for Rasa and the action server: small, scripted, able to be slow, dead or to talk nonsense."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from foundation.turns import SECRET_HEADER, Turn

SECRET = "internal-secret-of-the-tests-0123456789"

Body = Mapping[str, Any]
Script = Callable[[Body], Awaitable[object]]


async def echo(body: Body) -> object:
    """Say the message back."""
    return [{"text": f"you said: {body['message']}", "response": "utter_echo"}]


class FakeRasa:
    """A DeskChannel and a tracker that remember what they were sent; ``script`` answers each turn."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.turns: list[Body] = []
        self.tracker_events: list[tuple[str, list[dict[str, Any]]]] = []
        self.tracker_away = False
        self.most_at_once: dict[str, int] = {}
        self._at_once: dict[str, int] = {}

    def app(self) -> web.Application:
        """The server; a fresh application for each start."""
        app = web.Application()
        app.router.add_get("/webhooks/desk/", self._health)
        app.router.add_post("/webhooks/desk/webhook", self._turn)
        app.router.add_post("/conversations/{id}/tracker/events", self._events)
        return app

    def turn(self, number: int = -1) -> Turn:
        """A turn it was sent, with its signature checked."""
        return Turn.verified(SECRET, self.turns[number]["metadata"])

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get(SECRET_HEADER) != SECRET:
            return web.Response(status=404)
        body = await request.json()
        self.turns.append(body)
        sender = body["sender"]
        self._at_once[sender] = self._at_once.get(sender, 0) + 1
        self.most_at_once[sender] = max(self.most_at_once.get(sender, 0), self._at_once[sender])
        try:
            items = await self.script(body)
        finally:
            self._at_once[sender] -= 1
        return items if isinstance(items, web.StreamResponse) else web.json_response(items)

    async def _events(self, request: web.Request) -> web.Response:
        if request.query.get("token") != SECRET:
            return web.Response(status=401)
        if self.tracker_away:
            return web.Response(status=500)
        self.tracker_events.append((request.match_info["id"], await request.json()))
        return web.json_response({})


def understanding(text: str, last_language: str = "en") -> dict[str, Any]:
    """What the fake classifier reads: the script's language, anger in capitals."""
    chinese = any("\u3400" <= character <= "\u9fff" for character in text)
    return {
        "language": "zh" if chinese else "en",
        "reply_language": "zh" if chinese else "en",
        "intent": {"label": "order_status", "score": 0.9},
        "ranking": [{"label": "order_status", "score": 0.9}],
        "sentiment": {"label": "negative" if text.isupper() else "neutral", "score": 0.8},
        "topic": {"label": "logistics", "score": 0.7},
        "entities": [{"type": "order_number", "text": text[:2], "start": 0, "end": 2, "value": ""}],
        "in_scope": 0.9,
    }


class FakeActions:
    """An action server with a classifier, receipts, cards, suggestions and pictures."""

    def __init__(self) -> None:
        self.understood: list[str] = []
        self.understand_script: Callable[[Body], Awaitable[object]] | None = None
        self.receipts: dict[str, list[dict[str, Any]]] = {}
        self.receipts_away = False
        self.customers = {"C1": "Lin Xiaoyu", "C2": "Emma Walsh"}
        self.pictures = 0
        self.transcripts: list[Body] = []
        self.drafts_away = False

    def app(self) -> web.Application:
        """The server; a fresh application for each start."""
        app = web.Application()
        app.router.add_get("/health", self._health)
        app.router.add_post("/understand", self._understand)
        app.router.add_get("/receipts", self._receipts)
        app.router.add_get("/customers/{id}/card", self._card)
        app.router.add_post("/answers/search", self._search)
        app.router.add_post("/answers/drafts", self._drafts)
        app.router.add_get("/catalogue", self._catalogue)
        app.router.add_get("/images/{name}", self._picture)
        return app

    def add_receipt(self, turn_id: str, key: str) -> None:
        """Let a turn have changed something."""
        text = {"zh": f"回执 {key}", "en": f"receipt {key}"}
        receipt = {"key": key, "kind": "cancel_order", "response": "utter_receipt_cancel_order", "text": text}
        self.receipts.setdefault(turn_id, []).append(receipt | {"turn_id": turn_id})

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _understand(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.understood.append(body["text"])
        if self.understand_script is not None:
            answer = await self.understand_script(body)
            return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)
        return web.json_response(understanding(body["text"], body["last_language"]))

    async def _receipts(self, request: web.Request) -> web.Response:
        if self.receipts_away:
            return web.Response(status=503)
        return web.json_response({"receipts": self.receipts.get(request.query["turn_id"], [])})

    async def _drafts(self, request: web.Request) -> web.Response:
        """Each agent's turn answers the customer's before it."""
        if self.drafts_away:
            return web.Response(status=503)
        body = await request.json()
        self.transcripts.append(body)
        turns = body["turns"]
        drafts = [
            {
                "entry_id": f"learnt-{body['conversation_id']}-{number}",
                "questions": [{"text": turns[number - 1]["text"], "language": "en"}],
                "answers": {"en": turn["text"]},
                "tags": ["learnt"],
                "joins": "",
                "agent": turn["agent"],
                "note": "no sure answer",
            }
            for number, turn in enumerate(turns)
            if turn["role"] == "agent"
        ]
        return web.json_response({"drafts": drafts})

    async def _card(self, request: web.Request) -> web.Response:
        customer_id = request.match_info["id"]
        if customer_id not in self.customers:
            return web.Response(status=404)
        orders = [{"order_id": "P1", "status": "shipped", "total": "99.00", "currency": "CNY", "placed_at": None}]
        return web.json_response({"name": self.customers[customer_id], "locale": "en", "orders": orders})

    async def _search(self, request: web.Request) -> web.Response:
        body = await request.json()
        found = {"entry_id": "e1", "question": body["text"], "answer": "Two days.", "language": "en", "score": 0.9}
        return web.json_response({"answer": found, "probability": 0.9, "candidates": [found] * 9})

    async def _catalogue(self, _request: web.Request) -> web.Response:
        return web.json_response({"products": [{"sku": "A-1"}]})

    async def _picture(self, request: web.Request) -> web.Response:
        self.pictures += 1
        if request.match_info["name"] != "P1.svg":
            return web.Response(status=404)
        return web.Response(text="<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")


class Server:
    """An aiohttp application on a port of its own that can be stopped and started again."""

    def __init__(self, make: Callable[[], web.Application], port: int) -> None:
        self._make = make
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        self._runner = web.AppRunner(self._make(), shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


async def forever(_body: Body) -> object:
    """Hang."""
    await asyncio.sleep(3600)
    return []
