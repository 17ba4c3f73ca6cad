"""What the desk tells the other processes about one turn of a conversation, signed so that nobody else can say it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

SECRET_HEADER = "X-Concierge-Secret"  # noqa: S105 - a header's name
"""Header that carries the internal secret on every call between the processes."""


class ForgedTurnError(ValueError):
    """A turn's signature is missing or wrong."""


@dataclass(frozen=True)
class Identity:
    """Proof of who the customer is; ``method`` is token, code or details; ``proven_at`` is real time, ISO 8601."""

    customer_id: str
    method: str
    proven_at: str
    may_change: bool

    def age_seconds(self, now: datetime) -> float:
        """Seconds since the proof at the real time ``now``."""
        return (now - datetime.fromisoformat(self.proven_at)).total_seconds()


@dataclass(frozen=True)
class Turn:
    """One turn: its conversation, its own id (idempotency key of all it does), the language to answer in, the proof."""

    conversation_id: str
    turn_id: str
    reply_language: str
    identity: Identity | None = None

    def signed(self, secret: str) -> dict[str, Any]:
        """The turn as message metadata with its signature."""
        turn = asdict(self)
        return {"turn": turn, "signature": _signature(secret, turn)}

    @classmethod
    def verified(cls, secret: str, metadata: Mapping[str, Any] | None) -> Turn:
        """Read a turn from message metadata; raise ForgedTurnError unless the desk signed it."""
        turn = (metadata or {}).get("turn")
        signature = (metadata or {}).get("signature")
        if not isinstance(turn, dict) or not isinstance(signature, str):
            raise ForgedTurnError("the message carries no signed turn")
        if not hmac.compare_digest(_signature(secret, turn).encode(), signature.encode()):
            raise ForgedTurnError("the turn's signature is wrong")
        identity = turn.get("identity")
        return cls(
            conversation_id=turn["conversation_id"],
            turn_id=turn["turn_id"],
            reply_language=turn["reply_language"],
            identity=Identity(**identity) if identity else None,
        )


def same_secret(given: str | None, expected: str) -> bool:
    """Compare two secrets in constant time; an empty expectation matches nothing."""
    return bool(expected) and hmac.compare_digest((given or "").encode(), expected.encode())


def _signature(secret: str, turn: Mapping[str, Any]) -> str:
    if not secret:
        raise ForgedTurnError("CONCIERGE_INTERNAL_SECRET is not set")
    canonical = json.dumps(turn, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(secret.encode(), canonical.encode(), hashlib.sha256).hexdigest()
