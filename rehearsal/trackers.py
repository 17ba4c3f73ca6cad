"""Which actions ran, read from the events that Rasa's trackers hold."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Event:
    """An event of a conversation's tracker: what it is, what it names, and a slot's value."""

    conversation_id: str
    kind: str
    name: str
    value: str = ""


def read_events(database: Path) -> list[Event]:
    """All events of Rasa's SQLite tracker store that tell of actions, in their order; none before Rasa has made it."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone() is None:
            return []
        rows = connection.execute(
            "SELECT sender_id, type_name, data FROM events"
            " WHERE type_name IN ('action', 'active_loop', 'slot') ORDER BY id"
        ).fetchall()
    return [_event(str(sender), str(kind), json.loads(data)) for sender, kind, data in rows]


def actions_run(events: Iterable[Event]) -> Iterator[str]:
    """The names of the actions that ran.

    A form calls two kinds of actions itself and leaves no event of theirs: ``validate_<form>`` whenever it runs, and
    ``action_ask_<form>_<slot>`` whenever it requests a slot.
    """
    loops: dict[str, str] = {}
    for event in events:
        if event.kind == "active_loop":
            loops[event.conversation_id] = event.name
        elif event.kind == "action":
            yield event.name
            yield f"validate_{event.name}"
        elif event.name == "requested_slot" and event.value:
            yield f"action_ask_{loops.get(event.conversation_id, '')}_{event.value}"


def _event(conversation_id: str, kind: str, data: dict[str, object]) -> Event:
    value = data.get("value")
    return Event(conversation_id, kind, str(data.get("name") or ""), value if isinstance(value, str) else "")
