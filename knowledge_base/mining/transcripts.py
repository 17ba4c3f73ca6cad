"""Chat transcripts as a support desk exports them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge_base.entries.errors import BadEntryError
from knowledge_base.entries.files import json_lines

ROLES = ("customer", "agent")
LONGEST_TURN = 4000
MOST_TURNS = 2000
"""Turns of one conversation that are read; a conversation that never ends is a robot's."""

Role = Literal["customer", "agent"]


@dataclass(frozen=True)
class Turn:
    """One message of a conversation; ``number`` counts from 0 in the file, whatever was left out."""

    number: int
    role: Role
    text: str
    agent: str = ""


@dataclass(frozen=True)
class Conversation:
    """What was said, how it ended (``solved``, ``unsolved`` or empty) and how the customer rated it (0: not at all)."""

    conversation_id: str
    turns: tuple[Turn, ...]
    day: str = ""
    outcome: str = ""
    rating: int = 0


def read_transcripts(path: Path) -> tuple[Conversation, ...]:
    """Conversations of a JSONL file, a line each; raise BadEntryError naming file and line.

    ``{conversation_id, turns: [{role: customer|agent, text, agent?}], started_at?, outcome?, rating?}``. Turns of other
    roles, empty ones and those whose characters were broken before they were exported are left out.
    """
    conversations: dict[str, Conversation] = {}
    for number, record in json_lines(path):
        try:
            conversation = parsed_conversation(record)
        except BadEntryError as error:
            raise BadEntryError(f"{path}:{number}: {error}") from error
        if conversation.conversation_id in conversations:
            raise BadEntryError(f"{path}:{number}: conversation {conversation.conversation_id!r} stands twice")
        conversations[conversation.conversation_id] = conversation
    return tuple(conversations.values())


def parsed_conversation(record: Mapping[str, Any]) -> Conversation:
    """One conversation of a file or a request; raise BadEntryError."""
    identifier, turns, rating = record.get("conversation_id"), record.get("turns"), record.get("rating", 0)
    if not isinstance(identifier, str | int) or not 0 < len(str(identifier)) <= 200:
        raise BadEntryError("needs `conversation_id`")
    if not isinstance(turns, list):
        raise BadEntryError("needs a list `turns`")
    if not isinstance(rating, int) or isinstance(rating, bool):
        raise BadEntryError("`rating` is not a whole number")
    return Conversation(
        str(identifier),
        tuple(_turns(turns)),
        str(record.get("started_at") or "")[:10],
        str(record.get("outcome") or ""),
        rating,
    )


def _turns(turns: list[Any]) -> Iterator[Turn]:
    for number, turn in enumerate(turns[:MOST_TURNS]):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str) or not isinstance(turn.get("role"), str):
            raise BadEntryError(f"turn {number} needs `role` and `text`")
        text = turn["text"].strip()[:LONGEST_TURN]
        if turn["role"] in ROLES and text and not is_broken(text):
            yield Turn(number, turn["role"], text, str(turn.get("agent") or "")[:100])


def is_broken(text: str) -> bool:
    """Whether characters were lost on the way: replaced, half surrogates, or the marks of a wrong decoding."""
    return "\ufffd" in text or "锟斤拷" in text or "Ã©" in text or any("\ud800" <= char <= "\udfff" for char in text)
