"""Request bodies and socket frames read once into types; whatever is wrong with them has one clear error."""

import asyncio
import json
from typing import Any, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from desk.api.errors import ApiError
from desk.conversations.text import without_surrogates

LARGEST_BODY = 256 * 1024
"""Bytes of a request body or a socket frame."""

READ_SECONDS = 15
"""A body must be there by then, so that slow senders hold nothing for long."""

MOST_NESTED = 20

T = TypeVar("T", bound=BaseModel)


async def read_body(request: web.Request, kind: type[T], largest: int = LARGEST_BODY) -> T:
    """The request's JSON body as a value of ``kind``; raise ApiError 400, 413 or 422."""
    content = await _read(request, largest)
    if not content and not any(field.is_required() for field in kind.model_fields.values()):
        return validated(kind, {})
    if content and request.content_type != "application/json":
        raise ApiError(400, "the body must be application/json")
    return validated(kind, read_json(content))


def read_json(content: bytes | str) -> Any:
    """Parse strict JSON in UTF-8; raise ApiError 400."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise ApiError(400, "the body is not UTF-8") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles)
        return _scrubbed(value, 0)
    except (ValueError, RecursionError):
        raise ApiError(400, "the body is not valid JSON") from None


def validated(kind: type[T], value: Any) -> T:
    """The value as ``kind``; raise ApiError 422 that names the field and repeats nothing of its content."""
    if not isinstance(value, dict):
        raise ApiError(422, "a JSON object is expected")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise ApiError(422, _first_reason(error)) from None


async def _read(request: web.Request, largest: int) -> bytes:
    if (request.content_length or 0) > largest:
        raise ApiError(413, f"the body has more than {largest} bytes")
    content = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.content.iter_chunked(16 * 1024):
                content += chunk
                if len(content) > largest:
                    raise ApiError(413, f"the body has more than {largest} bytes")
    except TimeoutError:
        raise ApiError(400, "the body did not arrive in time") from None
    except web.HTTPException:
        raise
    except ValueError:
        raise ApiError(400, "the body cannot be read") from None
    return bytes(content)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _scrubbed(value: Any, depth: int) -> Any:
    if depth > MOST_NESTED:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list):
        return [_scrubbed(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(name): _scrubbed(item, depth + 1) for name, item in value.items()}
    return value


def _first_reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return "the body has a field that is not known"
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {reason}" if where else reason
