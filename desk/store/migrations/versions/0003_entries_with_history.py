"""Entries get an owner, days of validity, provenance and a history; the revision gets a row of its own."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; what an entry said before becomes its first version."""
    # Column by column: a table made anew would take what refers to it along when the old one is dropped.
    op.add_column("entries", sa.Column("valid_from", sa.Date(), nullable=True))
    op.add_column("entries", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column("entries", sa.Column("owner", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("entries", sa.Column("joins", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("entries", sa.Column("provenance", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("entries", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("conversations", sa.Column("learnt_seq", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "entry_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_changes"),
    )
    op.create_index("ix_entry_changes_entry_id", "entry_changes", ["entry_id"], unique=False)
    op.create_table(
        "knowledge_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_revision"),
    )
    _keep_what_is_there()
    op.drop_column("entries", "source")


def _keep_what_is_there() -> None:
    connection = op.get_bind()
    entries = connection.execute(sa.text("SELECT entry_id, status, tags, source, revision, updated_at FROM entries"))
    newest = 0
    for entry_id, status, tags, source, number, updated_at in entries.all():
        newest = max(newest, number)
        provenance = {"file": source} if source else {}
        content = {
            "questions": _of(connection, "SELECT text, language FROM entry_questions WHERE entry_id = :id", entry_id),
            "answers": {
                row["language"]: row["text"]
                for row in _of(connection, "SELECT text, language FROM entry_answers WHERE entry_id = :id", entry_id)
            },
            "tags": json.loads(tags) if isinstance(tags, str) else tags,
            "valid_from": None,
            "valid_until": None,
            "owner": "",
            "joins": "",
            "provenance": provenance,
        }
        connection.execute(
            sa.text("UPDATE entries SET provenance = :provenance WHERE entry_id = :id"),
            {"provenance": json.dumps(provenance), "id": entry_id},
        )
        connection.execute(
            sa.text(
                "INSERT INTO entry_changes (entry_id, version, revision, action, actor, at, status, note, content)"
                " VALUES (:id, 1, :revision, 'import', 'import', :at, :status, '', :content)"
            ),
            {
                "id": entry_id,
                "revision": number,
                "at": updated_at,
                "status": status,
                "content": json.dumps(content),
            },
        )
    connection.execute(
        sa.text("INSERT INTO knowledge_revision (id, revision) VALUES (1, :revision)"), {"revision": newest}
    )


def _of(connection: sa.Connection, statement: str, entry_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(sa.text(f"{statement} ORDER BY language, text"), {"id": entry_id})
    return [dict(row._mapping) for row in rows]


def downgrade() -> None:
    """Take back; the history is lost."""
    op.drop_column("conversations", "learnt_seq")
    op.drop_table("knowledge_revision")
    op.drop_index("ix_entry_changes_entry_id", table_name="entry_changes")
    op.drop_table("entry_changes")
    op.add_column("entries", sa.Column("source", sa.String(length=500), nullable=False, server_default=""))
    for name in ("version", "provenance", "joins", "owner", "valid_until", "valid_from"):
        op.drop_column("entries", name)
