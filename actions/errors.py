"""Errors of the action server's HTTP side, and the reading of request bodies."""

import json
from typing import Any

from aiohttp import web


class ApiError(Exception):
    """An error the caller is told about."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def response(self) -> web.Response:
        """The error as JSON."""
        return web.json_response({"error": {"code": self.code, "message": self.message}}, status=self.status)


async def json_object(request: web.Request) -> dict[str, Any]:
    """The request's body; raise ApiError unless it is a JSON object."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise ApiError(422, "malformed", "the body must be JSON") from None
    if not isinstance(body, dict):
        raise ApiError(422, "malformed", "the body must be a JSON object")
    return body


def text_field(body: dict[str, Any], name: str, longest: int) -> str:
    """A text of the body; raise ApiError when it is missing, no text or too long."""
    value = body.get(name)
    if not isinstance(value, str):
        raise ApiError(422, "malformed", f"{name} must be a text")
    if len(value) > longest:
        raise ApiError(413, "too_large", f"{name} has more than {longest} characters")
    return value


def count_field(body: dict[str, Any], name: str, default: int, most: int) -> int:
    """A number from 1 to ``most``; raise ApiError for anything else."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise ApiError(422, "malformed", f"{name} must be a number from 1 to {most}")
    return value
