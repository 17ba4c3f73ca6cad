"""What every request and response passes: errors translated, origins checked, headers set, one log line each."""

import logging
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from sqlalchemy.exc import SQLAlchemyError

from desk.api.endpoint import answer
from desk.api.errors import ApiError
from desk.api.types import ErrorAnswer, ErrorDetail
from desk.bot.calls import UnavailableError
from desk.complaints.model import AlreadyAnsweredError, UnknownComplaintError, UnknownTurnError
from desk.conversations.line import LineTooLongError
from desk.conversations.register import NoTokenError, OtherConversationError
from desk.conversations.state import ImpossibleTransitionError
from desk.conversations.turns import (
    ClientMessageConflictError,
    ConversationClosedError,
    CustomerLeftError,
    DeadChoiceError,
    NotAnsweredError,
)
from desk.handoff.agents import BadLoginError
from desk.handoff.ownership import NotYoursError
from desk.identity.tokens import BadIdentityError
from desk.satisfaction.ratings import RatingSettledError
from desk.store.conversations import UnknownConversationError
from knowledge_base.entries import BadEntryError, EntryChangedError, EntryStateError, UnknownEntryError

CHAT = "/api/v1/conversations"
STRICT_POLICY = "default-src 'none'; frame-ancestors 'none'"

logger = logging.getLogger("desk.http")

_STATUSES: tuple[tuple[type[Exception], int, str], ...] = (
    (UnknownConversationError, 404, "there is no such conversation"),
    (NoTokenError, 401, "a valid conversation token is needed"),
    (OtherConversationError, 403, "the token belongs to another conversation"),
    (ClientMessageConflictError, 409, "this client_message_id was used for another message"),
    (CustomerLeftError, 409, "the customer signed out before the answer was there"),
    (ConversationClosedError, 409, "the conversation is closed; open a new one"),
    (RatingSettledError, 409, "the answer was given too long ago to be changed"),
    (DeadChoiceError, 422, "choice: unknown or no longer valid"),
    (NotYoursError, 409, "you do not hold this conversation"),
    (ImpossibleTransitionError, 409, "the conversation is in another state"),
    (BadLoginError, 401, "name or password is wrong"),
    (UnavailableError, 503, "a service behind the desk is away; try again"),
    (NotAnsweredError, 503, "the message is kept but cannot be answered now; send it again with the same id"),
    (UnknownEntryError, 404, "there is no such entry or version"),
    (UnknownComplaintError, 404, "there is no such complaint"),
    (UnknownTurnError, 404, "the conversation has no such turn"),
    (AlreadyAnsweredError, 409, "the complaint has been answered already"),
    (SQLAlchemyError, 503, "the message store is away; try again"),
)


def translated(error: Exception) -> ApiError:
    """The client's view of any error; what nobody foresaw is logged with its trace and shown as 500 without it."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, BadIdentityError):
        return ApiError(403, str(error))
    if isinstance(error, EntryStateError | EntryChangedError):
        return ApiError(409, str(error))
    if isinstance(error, BadEntryError):
        return ApiError(422, str(error))
    if isinstance(error, LineTooLongError):
        return ApiError(429, "too many messages wait in this conversation", retry_after=10)
    if isinstance(error, web.HTTPException):
        return ApiError(error.status, error.reason)
    for kind, status, message in _STATUSES:
        if isinstance(error, kind):
            if status == 503:
                logger.error("unavailable", extra={"reason": type(error).__name__}, exc_info=error)
            return ApiError(status, message, retry_after=2 if status == 503 else None)
    logger.error("unexpected", extra={"reason": type(error).__name__}, exc_info=error)
    return ApiError(500, "something went wrong on our side")


def error_answer(error: ApiError) -> web.Response:
    """An error as a JSON response."""
    response = answer(ErrorAnswer(error=ErrorDetail(code=error.code, message=error.message)), error.status)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


@web.middleware
async def errors_and_log(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer every error in the one shape and write one line without any content."""
    began = time.monotonic()
    try:
        response = await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = error_answer(translated(error))
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
    except Exception as error:  # noqa: BLE001 - the edge: translated() logs what is unexpected
        response = error_answer(translated(error))
    resource = request.match_info.route.resource
    logger.info(
        "request",
        extra={
            "method": request.method,
            "path": resource.canonical if resource is not None else "unknown",
            "status": response.status,
            "milliseconds": round((time.monotonic() - began) * 1000, 1),
        },
    )
    return response


def cross_origin(allowed: frozenset[str]) -> Middleware:
    """Let pages of the allowed origins use the chat API."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin", "")
        is_chat = request.path.startswith(CHAT)
        if is_chat and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            if origin not in allowed:
                return error_answer(ApiError(403, "this origin may not use the chat API"))
            return web.Response(
                status=204,
                headers={
                    "Access-Control-Allow-Methods": "GET, POST, DELETE",
                    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Concierge-Identity",
                    "Access-Control-Max-Age": "600",
                },
            )
        return await handler(request)

    return middleware


def response_headers(allowed: frozenset[str]) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Set the headers every response carries, also those of sockets and files."""

    async def prepare(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers["Server"] = "concierge"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Content-Security-Policy", STRICT_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(CHAT):
            headers["Vary"] = "Origin"
            origin = request.headers.get("Origin", "")
            if origin in allowed:
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = "Retry-After"
                headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    return prepare


def may_connect(request: web.Request, allowed: frozenset[str]) -> bool:
    """Whether a page of the request's origin may use the API; programs send no origin and may."""
    origin = request.headers.get("Origin")
    return origin is None or origin in allowed or is_same_origin(request)


def is_same_origin(request: web.Request) -> bool:
    """Whether the page that sends the request came from this desk; no origin means no page."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.casefold() == request.host.casefold()
