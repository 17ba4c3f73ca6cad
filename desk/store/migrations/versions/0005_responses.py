"""Messages keep the name of the response that the bot said."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply; of the messages before it nobody knows."""
    op.add_column("messages", sa.Column("response", sa.String(length=100), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("messages", "response")
