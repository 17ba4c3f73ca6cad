"""Complaints with their promises."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "complaints",
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(length=128), nullable=True),
        sa.Column("order_id", sa.String(length=64), nullable=True),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("urgent_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("late_until", sa.DateTime(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("answered_by", sa.String(length=100), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("letter", sa.String(length=10), nullable=True),
        sa.Column("letter_after", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_complaints_conversation_id_conversations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name="pk_complaints"),
    )
    op.create_index("ix_complaints_conversation_id", "complaints", ["conversation_id"], unique=False)
    op.create_index("ix_complaints_status_due_at", "complaints", ["status", "due_at"], unique=False)
    op.create_table(
        "complaint_texts",
        sa.Column("turn_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["complaints.number"], name="fk_complaint_texts_number_complaints", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("turn_id", name="pk_complaint_texts"),
    )
    op.create_index("ix_complaint_texts_number", "complaint_texts", ["number"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("complaint_texts")
    op.drop_table("complaints")
