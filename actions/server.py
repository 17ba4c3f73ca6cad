"""The HTTP server: the secret on every request but /health, errors as clean JSON, models loaded in the background."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Middleware

from actions.api import Api
from actions.desk_client import DeskUnavailableError
from actions.errors import ApiError
from actions.webhook import Webhook
from foundation.turns import SECRET_HEADER, same_secret
from storefront.port import ShopUnavailableError

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a request; a tracker of a long session is the largest."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
logger = logging.getLogger(__name__)


class Parts(Protocol):
    """What the server starts and stops; ``bootstrap`` builds it."""

    async def warm_up(self) -> None:
        """Load the models; the server answers /health meanwhile."""

    async def keep_going(self) -> None:
        """Background work, for ever."""

    async def close(self) -> None:
        """Give everything back."""


@dataclass
class Warmth:
    """Whether the models are loaded."""

    is_warm: bool = False


WARMTH = web.AppKey("warmth", Warmth)


def make_app(api: Api, webhook: Webhook, secret: str, parts: Parts) -> web.Application:
    """The application; its models are loaded in the background after the start."""
    warmth = Warmth()

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok" if warmth.is_warm else "warming"})

    app = web.Application(middlewares=[_guard(secret, warmth)], client_max_size=LARGEST_BODY)
    app[WARMTH] = warmth
    app.add_routes([web.get("/health", health), web.post("/webhook", webhook), *api.routes()])
    app.cleanup_ctx.append(lambda _: _running(parts, warmth))
    return app


def _guard(secret: str, warmth: Warmth) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/health":
            return await handler(request)
        if not same_secret(request.headers.get(SECRET_HEADER), secret):
            return ApiError(401, "unauthorized", "the internal secret is missing or wrong").response()
        if not warmth.is_warm and not request.path.startswith(("/receipts", "/catalogue", "/images", "/customers")):
            return ApiError(503, "warming", "the models are still being loaded").response()
        return await _answer(request, handler)

    return guard


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApiError as error:
        return error.response()
    except web.HTTPException as error:
        return ApiError(error.status, "http", error.reason).response()
    except (ShopUnavailableError, DeskUnavailableError):
        return ApiError(503, "unavailable", "a system behind the action server is away").response()
    except Exception:
        logger.exception("%s failed", request.path)
        return ApiError(500, "internal", "the request failed").response()


async def _running(parts: Parts, warmth: Warmth) -> AsyncIterator[None]:
    async def warm() -> None:
        await parts.warm_up()
        warmth.is_warm = True
        logger.info("the models are loaded")
        await parts.keep_going()

    task = asyncio.create_task(warm())
    task.add_done_callback(_stop_when_broken)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await parts.close()


def _stop_when_broken(task: "asyncio.Task[None]") -> None:
    """A server that can never be warm ends, so that its supervisor notices."""
    if not task.cancelled() and (error := task.exception()):
        logger.critical("the action server cannot go on", exc_info=error)
        asyncio.get_running_loop().call_soon(_raise_exit)


def _raise_exit() -> None:
    raise SystemExit(1)  # unlike aiohttp's GracefulExit this leaves the process with an error code
