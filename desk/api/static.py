"""Browser files: the widget for any page, the console and the demo page for our own origin, product pictures."""

import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from desk.api.errors import ApiError
from desk.bot.actions import Actions
from desk.bot.calls import UnavailableError

DESK = Path(__file__).parent.parent
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PICTURE_LIFE = 3600
MOST_PICTURES = 500

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


@dataclass(frozen=True)
class Folder:
    """Files of one folder under one path; ``for_any_page`` lets other sites load them."""

    path: Path
    index: str | None = None
    for_any_page: bool = False

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A file of the folder, or its index when the path names none."""
        name = request.match_info.get("name") or self.index or ""
        if not _NAME.fullmatch(name) or not (self.path / name).is_file():
            raise ApiError(404, "Not Found")
        headers = {"Content-Security-Policy": PAGE_POLICY, "Cache-Control": "no-cache"}
        if self.for_any_page:
            headers |= {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
        return web.FileResponse(self.path / name, headers=headers)


WIDGET = Folder(DESK / "widget", "widget.js", for_any_page=True)
CONSOLE = Folder(DESK / "console", "index.html")
DEMO = Folder(DESK / "demo", "index.html")


class Pictures:
    """Product pictures of the action server, kept for an hour."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()

    async def serve(self, request: web.Request) -> web.Response:
        """One picture."""
        picture = await self._picture(request.match_info["product_id"])
        return web.Response(
            body=picture,
            content_type="image/svg+xml",
            headers={
                "Content-Security-Policy": PICTURE_POLICY,
                "Cache-Control": f"public, max-age={PICTURE_LIFE}",
                "Access-Control-Allow-Origin": "*",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )

    async def _picture(self, product_id: str) -> bytes:
        kept_at, picture = self._kept.get(product_id, (float("-inf"), b""))
        if time.monotonic() - kept_at < PICTURE_LIFE:
            return picture
        try:
            picture = await self._actions.image(product_id)
        except UnavailableError:
            raise ApiError(404, "there is no such picture") from None
        self._kept[product_id] = (time.monotonic(), picture)
        if len(self._kept) > MOST_PICTURES:
            self._kept.popitem(last=False)
        return picture


def add_static(app: web.Application, actions: Actions) -> None:
    """Route the widget, the console and the pictures."""
    app.router.add_get("/widget.js", WIDGET.serve)
    app.router.add_get("/widget/{name:.+}", WIDGET.serve)
    app.router.add_get("/agent", CONSOLE.serve)
    app.router.add_get("/agent/{name:.*}", CONSOLE.serve)
    app.router.add_get("/images/{product_id:[A-Za-z0-9_-]{1,64}}.svg", Pictures(actions).serve)
