"""An endpoint described once: routed, and written into the OpenAPI description, from the same line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from aiohttp import web
from pydantic import BaseModel

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Access = Literal["public", "conversation", "identity", "agent"]


@dataclass(frozen=True)
class Parameter:
    """A query parameter."""

    name: str
    type: Literal["integer", "string"]
    description: str


@dataclass(frozen=True)
class Endpoint:
    """One method of one path."""

    method: str
    path: str
    handler: Handler
    summary: str
    answer: type[BaseModel] | None
    body: type[BaseModel] | None = None
    status: int = 200
    access: Access = "public"
    errors: tuple[int, ...] = ()
    parameters: tuple[Parameter, ...] = ()


def answer(value: BaseModel, status: int = 200) -> web.Response:
    """A wire value as a JSON response."""
    return web.Response(body=value.model_dump_json().encode(), status=status, content_type="application/json")
