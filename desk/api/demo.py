"""The demo storefront: its page, its catalogue, and a sign-in that a real shop would do on its own server."""

import time
from typing import Annotated

import jwt
from aiohttp import web
from pydantic import Field

from desk.api import limits
from desk.api.access import address
from desk.api.endpoint import answer
from desk.api.errors import ApiError
from desk.api.limits import RateLimits
from desk.api.parsing import read_body
from desk.api.static import DEMO
from desk.api.types import Incoming, Outgoing
from desk.bot.actions import Actions
from desk.bot.calls import UnavailableError
from desk.identity.tokens import AUDIENCE
from foundation.settings import Settings

TOKEN_LIFE = 10 * 60


class DemoSignIn(Incoming):
    """A click on a demo customer."""

    customer_id: Annotated[str, Field(min_length=1, max_length=64)]


class DemoIdentity(Outgoing):
    """What the storefront's server hands to its page."""

    identity: str


class DemoCustomer(Outgoing):
    """A customer to sign in as."""

    customer_id: str
    name: str
    locale: str


class DemoCustomers(Outgoing):
    """A few customers."""

    customers: list[DemoCustomer]


class DemoShop:
    """Exists only when the demo shop was seeded."""

    def __init__(
        self, settings: Settings, actions: Actions, rate_limits: RateLimits, customer_ids: tuple[str, ...]
    ) -> None:
        self._settings = settings
        self._actions = actions
        self._limits = rate_limits
        self._customer_ids = customer_ids

    def add_to(self, app: web.Application) -> None:
        """Route the demo."""
        app.router.add_get("/", self.home)
        app.router.add_get("/demo", DEMO.serve)
        app.router.add_post("/demo/sign-in", self.sign_in)
        app.router.add_get("/demo/customers", self.customers)
        app.router.add_get("/demo/catalogue", self.catalogue)
        app.router.add_get("/demo/{name:.*}", DEMO.serve)

    async def home(self, _request: web.Request) -> web.Response:
        """Lead to the demo page."""
        raise web.HTTPFound("/demo")

    async def sign_in(self, request: web.Request) -> web.Response:
        """Sign an identity token for a demo customer."""
        self._limits.check(limits.PROVING, address(request))
        body = await read_body(request, DemoSignIn)
        if not self._settings.identity_secret:
            raise ApiError(503, "CONCIERGE_IDENTITY_SECRET is not set")
        try:
            await self._actions.card(body.customer_id)
        except UnavailableError:
            raise ApiError(422, "customer_id: there is no such demo customer") from None
        now = int(time.time())
        claims: dict[str, object] = {"sub": body.customer_id, "aud": AUDIENCE, "iat": now, "exp": now + TOKEN_LIFE}
        if self._settings.identity_issuer:
            claims["iss"] = self._settings.identity_issuer
        return answer(DemoIdentity(identity=jwt.encode(claims, self._settings.identity_secret, algorithm="HS256")))

    async def customers(self, _request: web.Request) -> web.Response:
        """The customers the demo page offers."""
        found = []
        for customer_id in self._customer_ids:
            try:
                card = await self._actions.card(customer_id)
            except UnavailableError:
                continue
            found.append(DemoCustomer(customer_id=customer_id, name=card.name, locale=card.locale))
        return answer(DemoCustomers(customers=found))

    async def catalogue(self, _request: web.Request) -> web.Response:
        """The shop's products."""
        return web.Response(body=await self._actions.catalogue(), content_type="application/json")
