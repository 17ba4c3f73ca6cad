"""The door between desk and Rasa: one signed message in, the turn's items out, a failed turn as an error."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from foundation.turns import SECRET_HEADER, same_secret

logger = logging.getLogger(__name__)

OnMessage = Callable[[UserMessage], Coroutine[Any, Any, Any]]


class BadBodyError(ValueError):
    """The desk sent something that is no message; the text says what."""


@dataclass(frozen=True)
class Incoming:
    """One message of the desk; a ``text`` that starts with a slash is a choice the desk vouches for."""

    sender: str
    text: str
    metadata: Mapping[str, Any]

    @classmethod
    def parse(cls, body: object) -> Incoming:
        """Read a request's JSON; raise BadBodyError when a part is missing or of the wrong type."""
        if not isinstance(body, Mapping):
            raise BadBodyError("the body must be a JSON object")
        sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata", {})
        if not isinstance(sender, str) or not sender.strip():
            raise BadBodyError("sender must be a text")
        if not isinstance(text, str) or not text.strip():
            raise BadBodyError("message must be a text")
        if not isinstance(metadata, Mapping):
            raise BadBodyError("metadata must be an object")
        return cls(sender, text, metadata)


class TurnOutput(CollectingOutputChannel):
    """Collects the items of one turn whole, with their response names, and the actions that failed in it."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[str] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in conditions and in the tracker."""
        return "desk"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a bot message as at most two items: its text with buttons, and its custom part after it."""
        text = (message.get("text") or "").strip()
        if text:
            item: dict[str, Any] = {"text": text}
            if message.get("buttons"):
                item["buttons"] = [{"title": b["title"], "payload": b["payload"]} for b in message["buttons"]]
            if message.get("utter_action"):
                item["response"] = message["utter_action"]
            self.messages.append(item)
        if message.get("custom"):
            self.messages.append({"custom": message["custom"]})


class DeskChannel(InputChannel):
    """POST /webhooks/desk/webhook for the desk alone, GET /webhooks/desk/ for whoever watches."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """The path below /webhooks."""
        return "desk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DeskChannel:
        """Build from bot/credentials.yml; a missing secret is refused, because an empty one would let nobody in."""
        secret = (credentials or {}).get("secret") or ""
        if not secret or secret.startswith("${"):
            cls.raise_missing_credentials_exception()
        return cls(secret)

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The two routes."""
        routes = Blueprint("desk_webhook")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not same_secret(request.headers.get(SECRET_HEADER), self._secret):
                return _error(404, "not_found", "there is nothing here")
            try:
                incoming = Incoming.parse(request.json)
            except BadBodyError as error:
                return _error(400, "malformed", str(error))
            return await self._answer(incoming, on_new_message)

        return routes

    async def _answer(self, incoming: Incoming, on_new_message: OnMessage) -> HTTPResponse:
        output = TurnOutput()
        message = UserMessage(
            incoming.text,
            output,
            incoming.sender,
            input_channel=self.name(),
            metadata=dict(incoming.metadata),
        )
        try:
            # A desk that hangs up, or is restarted, must not cut a turn in half: it is finished and remembered.
            await asyncio.shield(on_new_message(message))
        except Exception:
            logger.exception("a turn failed")
            return _error(500, "failed_turn", "the turn failed")
        if output.failures:
            logger.error("a turn failed in %s", ", ".join(output.failures))
            return _error(500, "failed_turn", "an action failed")
        return json(output.messages, ensure_ascii=False)


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json({"error": {"code": code, "message": message}}, status=status)
