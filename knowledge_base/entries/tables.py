"""The entries' tables, which live in the desk's database."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Their metadata is part of the desk's migrations."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class EntryRow(Base):
    """One entry as it stands now; ``revision`` is that of the knowledge base when it last changed."""

    __tablename__ = "entries"
    entry_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    tags: Mapped[list[str]] = mapped_column(JSON)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    owner: Mapped[str] = mapped_column(String(100))
    joins: Mapped[str] = mapped_column(String(200))
    provenance: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    revision: Mapped[int] = mapped_column(index=True)
    updated_at: Mapped[str] = mapped_column(String(40))


class QuestionRow(Base):
    """One wording."""

    __tablename__ = "entry_questions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.entry_id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(2000))


class AnswerRow(Base):
    """The answer in one language."""

    __tablename__ = "entry_answers"
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.entry_id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True)
    text: Mapped[str] = mapped_column(String(8000))


class ChangeRow(Base):
    """Who changed what and when, with all the entry said afterwards; rows are only ever added."""

    __tablename__ = "entry_changes"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    entry_id: Mapped[str] = mapped_column(String(200), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(120))
    at: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(1000))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class RevisionRow(Base):
    """One row: the number of the latest change. Whoever writes locks it first, so numbers become visible in order."""

    __tablename__ = "knowledge_revision"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
