"""Alembic's entry: runs on the connection that ``desk.store.migrate`` hands over."""

from alembic import context

from desk.store.schema import metadata
from knowledge_base.entries import Base

# The action server makes its own SQLite files elsewhere; in the desk's database both rooms' tables live side by side.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[metadata, Base.metadata],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
