"""Turns keep how asking the past answers ended; messages are found by their time."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; of the turns before it nobody knows."""
    op.add_column("turns", sa.Column("lookup", sa.String(length=20), nullable=True))
    op.create_index("ix_messages_created_at", "messages", ["created_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_messages_created_at", table_name="messages")
    op.drop_column("turns", "lookup")
