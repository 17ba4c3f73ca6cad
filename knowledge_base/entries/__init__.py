"""Past answers as the shop keeps them: what they are, the tables, the store, the files. No model code lives here."""

from knowledge_base.entries.errors import BadEntryError, EntryChangedError, EntryStateError, UnknownEntryError
from knowledge_base.entries.facts import MissingFactError, filled, named_facts
from knowledge_base.entries.files import read_entries, read_folder, written_entries
from knowledge_base.entries.model import Change, Entry, Provenance, Question, Status, Step, merged
from knowledge_base.entries.store import Changes, EntryStore
from knowledge_base.entries.tables import Base

__all__ = [
    "BadEntryError",
    "Base",
    "Change",
    "Changes",
    "Entry",
    "EntryChangedError",
    "EntryStateError",
    "EntryStore",
    "MissingFactError",
    "Provenance",
    "Question",
    "Status",
    "Step",
    "UnknownEntryError",
    "filled",
    "merged",
    "named_facts",
    "read_entries",
    "read_folder",
    "written_entries",
]
