"""What can be wrong with an entry."""


class BadEntryError(ValueError):
    """An entry cannot be used; the message says why and, for a file, names file and line."""


class UnknownEntryError(LookupError):
    """There is no entry, or no version of it, with this name."""


class EntryChangedError(ValueError):
    """The entry is no longer at the version that its change was meant for."""


class EntryStateError(ValueError):
    """The entry's status does not allow the step."""
