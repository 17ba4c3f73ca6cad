"""The desk's tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcMoment(TypeDecorator[datetime]):
    """Aware datetimes in Python, naive UTC in the database, because SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Turn an aware moment into naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        """Turn naive UTC into an aware moment."""
        return value.replace(tzinfo=UTC) if value else None


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("state", String(10), nullable=False),
    Column("state_since", UtcMoment, nullable=False),
    Column("owner", String(100)),
    Column("handoff_reason", String(20)),
    Column("created_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("last_language", String(5), nullable=False),
    Column("customer_id", String(128)),
    Column("proof_method", String(10)),
    Column("proven_at", String(40)),
    Column("may_change", Boolean, nullable=False),
    Column("read_seq", Integer, nullable=False),
    # What Rasa's tracker still has to be told; kept here so that a Rasa that is away is told later.
    Column("tracker_task", String(10)),
    Column("tracker_note", Text, nullable=False),
    Column("tracker_version", Integer, nullable=False),
    # Up to which message the knowledge base has learnt from the agent.
    Column("learnt_seq", Integer, nullable=False),
    Index(None, "state", "state_since"),
    Index(None, "customer_id"),
)

conversation_tokens = Table(
    "conversation_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", UtcMoment, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("turn_id", String(64), index=True),
    Column("role", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(5), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("products", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("analysis", JSON(none_as_null=True)),
    Column("author", String(100)),
    Column("private", Boolean, nullable=False),
    Column("dedupe_key", String(300)),
    # Which named response the bot said; empty for everybody else's messages.
    Column("response", String(100)),
    Column("created_at", UtcMoment, nullable=False, index=True),
    UniqueConstraint("conversation_id", "dedupe_key"),
)

choices = Table(
    "choices",
    metadata,
    Column("payload", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("target", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("target", Text),
    Column("client_message_id", String(128)),
    Column("content_hash", String(64), nullable=False),
    Column("status", String(10), nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("answer_until", Integer),
    Column("answer_state", String(10)),
    Column("created_at", UtcMoment, nullable=False),
    # How asking the past answers ended; empty when they were not asked.
    Column("lookup", String(20)),
    UniqueConstraint("conversation_id", "client_message_id"),
    Index(None, "settled"),
)

satisfaction = Table(
    "satisfaction",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    # The next customer on a shared phone is somebody else and is asked for himself.
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("customer_id", String(128)),
    Column("served_by", String(120), nullable=False),
    Column("asked_at", UtcMoment, nullable=False, index=True),
    Column("score", Integer),
    Column("reason", String(20)),
    Column("word", Text),
    Column("answered_at", UtcMoment),
)

challenges = Table(
    "challenges",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("customer_id", String(128)),
    Column("code_hash", String(64), nullable=False),
    Column("destination_hash", String(64), index=True),
    Column("tries_left", Integer, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
)

complaints = Table(
    "complaints",
    metadata,
    Column("number", String(10), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
    Column("customer_id", String(128)),
    Column("order_id", String(64)),
    Column("topic", String(20), nullable=False),
    Column("language", String(5), nullable=False),
    Column("email", String(320)),
    Column("created_at", UtcMoment, nullable=False),
    # From when on little of the promised time is left, and the promise itself; both by the business clock.
    Column("urgent_at", UtcMoment, nullable=False),
    Column("due_at", UtcMoment, nullable=False),
    # The second promise, made when the first was broken.
    Column("late_until", UtcMoment),
    Column("status", String(10), nullable=False),
    Column("answered_by", String(100)),
    Column("answered_at", UtcMoment),
    Column("answer", Text),
    # A letter still to be sent, and until when (in real time) the desk that took it up has for that.
    Column("letter", String(10)),
    Column("letter_after", UtcMoment),
    Index(None, "status", "due_at"),
)

complaint_texts = Table(
    "complaint_texts",
    metadata,
    Column("turn_id", String(64), primary_key=True),
    Column("number", ForeignKey("complaints.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(100), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", UtcMoment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcMoment, nullable=False),
    Column("conversation_id", String(64), index=True),
    Column("actor", String(120), nullable=False),
    Column("action", String(40), nullable=False),
    Column("from_state", String(10)),
    Column("to_state", String(10)),
    Column("detail", Text, nullable=False),
)
