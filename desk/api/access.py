"""Who sends a request: the holder of a conversation's token, a visitor, an address."""

from aiohttp import web

from desk.api.errors import ApiError
from desk.api.limits import ADDRESS, CONVERSATION, SPEAKING, VISITOR, RateLimits
from desk.conversations.model import Conversation
from desk.conversations.register import NoTokenError, Register


def address(request: web.Request) -> str:
    """The address the request came from."""
    return request.remote or "unknown"


def bearer(request: web.Request) -> str:
    """The bearer token; raise NoTokenError when the request has none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise NoTokenError
    return token.strip()


def number(request: web.Request, name: str, default: int) -> int:
    """A whole number of the query that is not negative; raise ApiError 422."""
    text = request.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ApiError(422, f"{name}: must be a whole number")
    return int(text)


class Gate:
    """Lets the right customers in, and not too often."""

    def __init__(self, register: Register, limits: RateLimits) -> None:
        self._register = register
        self._limits = limits

    async def enter(self, request: web.Request) -> Conversation:
        """The conversation of the path for the holder of its token."""
        self._limits.check(ADDRESS, address(request))
        return await self._register.enter(request.match_info["id"], bearer(request))

    def count_message(self, conversation: Conversation, visitor: str) -> None:
        """Count one message of the conversation, of the visitor's address and of the customer once he is proven."""
        self._limits.check(CONVERSATION, conversation.id)
        self._limits.check(SPEAKING, visitor)
        if conversation.identity is not None:
            self._limits.check(VISITOR, conversation.identity.customer_id)
