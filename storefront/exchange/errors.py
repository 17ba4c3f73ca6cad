"""What can be wrong with a shop's folder."""


class ExchangeError(ValueError):
    """A shop's folder cannot be read; nothing was loaded."""


class MissingFileError(ExchangeError):
    """A file that every shop has is missing, or lies there twice (plain and compressed)."""


class BadLineError(ExchangeError):
    """One line is wrong; the message names file and line number and says in one sentence what is wrong."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class FieldError(ValueError):
    """A field of a record is wrong; the reader of the file adds where."""
