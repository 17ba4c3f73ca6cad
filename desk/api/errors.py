"""Errors as clients see them: ``{"error": {"code", "message"}}`` and never more."""

from collections.abc import Mapping

CODES: Mapping[int, str] = {
    400: "malformed",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    429: "rate_limited",
    500: "internal",
    503: "unavailable",
}


class ApiError(Exception):
    """An answer that is an error; ``message`` is written for the client's developer and holds no customer text."""

    def __init__(self, status: int, message: str, retry_after: int | None = None) -> None:
        """Keep the status, which decides the code, and the message."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after

    @property
    def code(self) -> str:
        """The error's name."""
        return CODES.get(self.status, "error")
