"""Alembic migrations of the desk's database, the entries of the knowledge base included."""
