"""Time that passes in a rehearsal: what the desk, Rasa and the shop keep, moved back and otherwise left alone."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, insert, select

from desk.store import schema
from rehearsal.ageing import DESK_TIMES, age_desk, age_tracker, older
from rehearsal.script import ShopChanges
from rehearsal.shop import changed_besides
from rehearsal.stage import OPENING
from storefront.demo.build import demo_shop

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
SPAN = timedelta(days=2, hours=3)
HERS, HIS = "c_hers", "c_his"


@pytest.fixture
def desk(tmp_path):
    """A desk's database with a conversation of hers and one of his, proofs, tokens and codes included."""
    database = tmp_path / "desk.db"
    engine = create_engine(f"sqlite:///{database}")
    schema.metadata.create_all(engine)
    with engine.begin() as connection:
        for one in (HERS, HIS):
            connection.execute(
                insert(schema.conversations).values(
                    id=one, channel="api", state="bot", state_since=NOON, created_at=NOON, expires_at=NOON, last_seq=0,
                    epoch=0, last_language="en", proven_at=NOON.isoformat(), may_change=True, read_seq=0,
                    tracker_note="", tracker_version=0, learnt_seq=0,
                )
            )  # fmt: skip
            connection.execute(
                insert(schema.conversation_tokens).values(token_hash=one, conversation_id=one, expires_at=NOON)
            )
            connection.execute(
                insert(schema.challenges).values(
                    id=one, conversation_id=one, code_hash="", tries_left=5, live=True, created_at=NOON, expires_at=NOON
                )
            )
    engine.dispose()
    return database


def rows(database, table):
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = {
            row[table.primary_key.columns.values()[0].name]: row for row in connection.execute(select(table)).mappings()
        }
    engine.dispose()
    return found


def test_what_the_desk_keeps_of_a_conversation_is_older_and_of_another_is_not(desk):
    age_desk(desk, HERS, SPAN)
    kept = rows(desk, schema.conversations)
    assert kept[HERS]["created_at"] == kept[HERS]["expires_at"] == NOON - SPAN
    assert datetime.fromisoformat(kept[HERS]["proven_at"]) == NOON - SPAN
    assert (kept[HIS]["created_at"], kept[HIS]["proven_at"]) == (NOON, NOON.isoformat())
    assert rows(desk, schema.conversation_tokens)[HERS]["expires_at"] == NOON - SPAN
    challenges = rows(desk, schema.challenges)
    assert (challenges[HERS]["expires_at"], challenges[HIS]["expires_at"]) == (NOON - SPAN, NOON)


def test_every_time_the_desk_keeps_of_a_conversation_is_moved():
    moments = {
        (table.name, column.name)
        for table in schema.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, schema.UtcMoment)
    }
    not_of_a_customer = {("agent_sessions", "expires_at"), ("audit", "at")}
    moved = {(table, column) for table, _, columns in DESK_TIMES for column in columns}
    assert moved == (moments - not_of_a_customer) | {("conversations", "proven_at")}


def test_events_of_the_tracker_are_older_in_their_column_and_in_themselves(tmp_path):
    database = tmp_path / "rasa.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)")
        event = json.dumps({"event": "user", "timestamp": 1781489000.123456, "text": "你好"})
        for one in (HERS, HIS):
            connection.execute("INSERT INTO events VALUES (NULL, ?, 1781489000.123456, ?)", (one, event))
    age_tracker(database, HERS, SPAN)
    with closing(sqlite3.connect(database)) as connection:
        (hers, his) = connection.execute("SELECT timestamp, data FROM events ORDER BY id").fetchall()
    then = 1781489000.123456 - SPAN.total_seconds()
    assert (hers[0], json.loads(hers[1])) == (then, {"event": "user", "timestamp": then, "text": "你好"})
    assert his == (1781489000.123456, event)


def test_the_shop_is_older_in_all_its_times_and_in_nothing_else():
    shop = demo_shop(OPENING)
    after = older(shop, SPAN)
    assert after != shop
    assert older(after, -SPAN) == shop
    first, then = shop.orders[0], after.orders[0]
    assert then.placed_at == first.placed_at - SPAN
    reports = [event.at for parcel in first.shipments for event in parcel.events]
    assert [event.at for parcel in then.shipments for event in parcel.events] == [at - SPAN for at in reports]
    assert (
        changed_besides(
            replace(shop, orders=(), events=(), reviews=(), coupons=()),
            replace(after, orders=(), events=(), reviews=(), coupons=()),
            ShopChanges(),
        )
        == ()
    )
