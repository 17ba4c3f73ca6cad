"""The frames of the WebSockets: clients' frames parsed once by a table of types, ours built from events."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from desk.api.errors import ApiError
from desk.api.parsing import read_json, validated
from desk.api.types import Incoming, NewMessage
from desk.api.wire import agent_message_out, message_out, queue_out
from desk.conversations.events import (
    ComplaintsChanged,
    Event,
    MessageStored,
    QueueChanged,
    ReadUpTo,
    StateChanged,
    Typing,
)
from desk.conversations.model import Role
from desk.conversations.state import State


class AuthFrame(Incoming):
    """The first frame of a customer."""

    type: Literal["auth"]
    token: Annotated[str, Field(min_length=1, max_length=200)]


class MessageFrame(NewMessage):
    """A message."""

    type: Literal["message"]


class TypingFrame(Incoming):
    """The customer is writing."""

    type: Literal["typing"]


class ReadFrame(Incoming):
    """The customer has read up to a message."""

    type: Literal["read"]
    seq: Annotated[int, Field(ge=0, le=2**31 - 1)]


class AgentTypingFrame(Incoming):
    """The agent is writing."""

    type: Literal["typing"]
    conversation_id: Annotated[str, Field(min_length=1, max_length=64)]


CustomerFrame = MessageFrame | TypingFrame | ReadFrame

_CUSTOMER_FRAMES: Mapping[str, type[CustomerFrame]] = MappingProxyType(
    {"message": MessageFrame, "typing": TypingFrame, "read": ReadFrame}
)


def read_auth(data: str) -> AuthFrame:
    """The first frame; raise ApiError."""
    return validated(AuthFrame, read_json(data))


def read_customer_frame(data: str) -> CustomerFrame:
    """A later frame; raise ApiError."""
    value = read_json(data)
    kind = value.get("type") if isinstance(value, dict) else None
    frame = _CUSTOMER_FRAMES.get(kind) if isinstance(kind, str) else None
    if frame is None:
        raise ApiError(422, "type: must be message, typing or read")
    return validated(frame, value)


def read_agent_frame(data: str) -> AgentTypingFrame:
    """A frame of an agent; raise ApiError."""
    return validated(AgentTypingFrame, read_json(data))


def state_frame(state: State, position: int | None) -> str:
    """Who owns the conversation."""
    frame: dict[str, object] = {"type": "state", "state": state}
    if position is not None:
        frame["position"] = position
    return json.dumps(frame)


def ack_frame(client_message_id: str | None, seq: int) -> str:
    """The message is stored."""
    return json.dumps({"type": "ack", "client_message_id": client_message_id, "seq": seq}, ensure_ascii=False)


def error_frame(error: ApiError, client_message_id: str | None = None) -> str:
    """Something was refused."""
    frame = {"type": "error", "code": error.code, "message": error.message}
    if client_message_id is not None:
        frame["client_message_id"] = client_message_id
    return json.dumps(frame, ensure_ascii=False)


def customer_frame(event: Event) -> str | None:
    """An event as its customer may see it, None when he may not."""
    match event:
        case MessageStored(message=message) if not message.private:
            return f'{{"type":"message","message":{message_out(message).model_dump_json()}}}'
        case Typing(role=role) if role is not Role.CUSTOMER:
            return json.dumps({"type": "typing", "role": role})
        case StateChanged(state=state, position=position):
            return state_frame(state, position)
    return None


def agent_frame(event: Event) -> str | None:
    """An event as agents see it, None when it is none of their business: the bot's talks stay the bot's."""
    match event:
        case QueueChanged():
            return json.dumps({"type": "queue", **queue_out(event).model_dump(mode="json")}, ensure_ascii=False)
        case ComplaintsChanged():
            return json.dumps({"type": "complaints", **asdict(event)})
        case MessageStored(state=state, message=message) if message.private or state in (State.PENDING, State.HUMAN):
            body = agent_message_out(message).model_dump(mode="json")
            frame = {"type": "message", "conversation_id": event.conversation_id, "message": body}
            return json.dumps(frame, ensure_ascii=False)
        case StateChanged(state=state, owner=owner):
            return json.dumps(
                {"type": "state", "conversation_id": event.conversation_id, "state": state, "owner": owner}
            )
        case Typing(role=Role.CUSTOMER):
            return json.dumps({"type": "typing", "conversation_id": event.conversation_id, "role": "customer"})
        case ReadUpTo(seq=seq):
            return json.dumps({"type": "read", "conversation_id": event.conversation_id, "seq": seq})
    return None
