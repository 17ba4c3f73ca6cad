"""Rasa as the desk sees it: one turn in, its items out, and notes to a conversation's tracker."""

from collections.abc import Mapping
from urllib.parse import quote

from desk.bot.calls import Peer, UnavailableError
from foundation.turns import Turn

TRACKER_SECONDS = 5.0

# Rasa answers a bare restart by running the session start at the next message, in the middle of that turn; the
# session is therefore started here. Trackers load their last session only, so nothing earlier comes back.
RESTART: tuple[Mapping[str, object], ...] = (
    {"event": "restart"},
    {"event": "action", "name": "action_session_start"},
    {"event": "session_started"},
    {"event": "action", "name": "action_listen"},
)


class Rasa:
    """Calls to Rasa; each raises UnavailableError when it cannot be had in time."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    async def health(self) -> str:
        """``ok`` or ``away``."""
        try:
            await self._peer.raw("GET", "/webhooks/desk/", 1.0)
        except UnavailableError:
            return "away"
        return "ok"

    async def turn(
        self, turn: Turn, message: str, understanding: Mapping[str, object] | None, seconds: float
    ) -> object:
        """Send one message of one turn; gives the unread list of items."""
        metadata: dict[str, object] = turn.signed(self._peer.secret)
        if understanding is not None:
            metadata["understanding"] = understanding
        body = {"sender": turn.conversation_id, "message": message, "metadata": metadata}
        answer: object = await self._peer.json("POST", "/webhooks/desk/webhook", seconds, body)
        return answer

    async def restart(self, conversation_id: str) -> None:
        """Let the conversation's tracker forget everything."""
        await self._append(conversation_id, list(RESTART))

    async def hand_back(self, conversation_id: str, note: str) -> None:
        """Tell the tracker that a person has spoken with the customer: no form goes on, ``note`` says what happened."""
        await self._append(
            conversation_id,
            [
                {"event": "active_loop", "name": None},
                {"event": "reset_slots"},
                {"event": "slot", "name": "handoff_note", "value": note},
            ],
        )

    async def _append(self, conversation_id: str, events: list[Mapping[str, object]]) -> None:
        await self._peer.raw(
            "POST",
            f"/conversations/{quote(conversation_id, safe='')}/tracker/events",
            TRACKER_SECONDS,
            events,
            {"token": self._peer.secret},
        )
