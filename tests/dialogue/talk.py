"""A customer in a dialogue test: says something that was understood in a given way, and reads the bot's items."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession

from foundation.turns import SECRET_HEADER, Identity, Turn
from tests.dialogue.actions_in_test import Backstage
from tests.dialogue.bot_process import BotProcess
from understanding.runtime.language import detect, reply_language
from understanding.runtime.model import Scored, Understanding
from understanding.runtime.patterns import find_entities


@dataclass(frozen=True)
class Reply:
    """The items of one turn."""

    items: list[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """The named responses, in their order."""
        return [item["response"] for item in self.items if "response" in item]

    @property
    def text(self) -> str:
        return "\n".join(item["text"] for item in self.items if "text" in item)

    @property
    def buttons(self) -> dict[str, str]:
        """Payload by title."""
        return {button["title"]: button["payload"] for item in self.items for button in item.get("buttons", [])}

    def custom(self, kind: str) -> list[dict[str, Any]]:
        """The custom items of a kind."""
        return [item["custom"] for item in self.items if item.get("custom", {}).get("kind") == kind]


@dataclass
class Customer:
    """One conversation; ``identity`` is what the desk vouches for."""

    bot: BotProcess
    behind: Backstage
    session: ClientSession
    identity: Identity | None = None
    conversation_id: str = field(default_factory=lambda: f"c-{uuid.uuid4().hex[:12]}")
    language: str = "en"
    turns: int = 0

    def sign_in(self, customer_id: str, method: str = "token", may_change: bool = True, age: float = 0) -> None:
        """Have the desk know who this is, proved ``age`` seconds ago."""
        proven = datetime.fromtimestamp(datetime.now(UTC).timestamp() - age, UTC)
        self.identity = Identity(customer_id, method, proven.isoformat(), may_change)

    async def say(self, text: str, intent: str, sentiment: str = "neutral", turn_id: str = "") -> Reply:
        """Say a text that the classifier read as ``intent``."""
        understood = self.understood(text, intent, sentiment)
        return await self._send(text, {"understanding": understood.to_json()}, turn_id)

    def understood(self, text: str, intent: str, sentiment: str = "neutral") -> Understanding:
        """What the classifier read; the language is what the text is written in."""
        self.language = reply_language(text, self.language)  # type: ignore[arg-type]
        return Understanding(
            language=detect(text),
            reply_language=self.language,  # type: ignore[arg-type]
            intent=Scored(intent, 0.9),
            ranking=(Scored(intent, 0.9),),
            sentiment=Scored(sentiment, 0.9),
            topic=Scored("other", 0.5),
            entities=find_entities(text),
            in_scope=0.9,
        )

    async def pick(self, payload: str, turn_id: str = "") -> Reply:
        """Pick one of the bot's choices."""
        return await self._send(payload, {}, turn_id)

    async def _send(self, text: str, metadata: dict[str, Any], turn_id: str) -> Reply:
        status, body = await self.post(text, metadata, turn_id)
        assert status == 200, body
        return Reply(json.loads(body))

    async def post(self, text: str, metadata: dict[str, Any], turn_id: str = "") -> tuple[int, str]:
        """Send one turn as the desk does; gives status and body."""
        self.turns += 1
        turn = Turn(self.conversation_id, turn_id or f"t-{self.turns}", self.language, self.identity)
        body = {
            "sender": self.conversation_id,
            "message": text,
            "metadata": {**metadata, **turn.signed(self.bot.secret)},
        }
        async with self.session.post(
            f"{self.bot.url}/webhooks/desk/webhook", json=body, headers={SECRET_HEADER: self.bot.secret}
        ) as response:
            return response.status, await response.text()
