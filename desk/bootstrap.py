"""The only place where the desk is wired."""

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo

from aiohttp import web

from desk.api.access import Gate
from desk.api.agent import BASE, AgentApi, AgentGate
from desk.api.agent_socket import AgentSocket
from desk.api.chat import ONE, ChatApi
from desk.api.complaints import ComplaintsApi
from desk.api.connection import Connections
from desk.api.demo import DemoShop
from desk.api.edge import cross_origin, errors_and_log, response_headers
from desk.api.endpoint import Endpoint
from desk.api.entries import EntriesApi
from desk.api.errors import ApiError
from desk.api.figures import FiguresApi
from desk.api.health import HealthApi
from desk.api.internal import InternalApi
from desk.api.limits import RateLimits
from desk.api.openapi import describe, serve
from desk.api.parsing import LARGEST_BODY
from desk.api.satisfaction import SatisfactionApi
from desk.api.socket import CustomerSocket
from desk.api.static import add_static
from desk.background import Background
from desk.bot.actions import Actions
from desk.bot.calls import Outbound, Peer
from desk.bot.rasa import Rasa
from desk.bot.readiness import Readiness
from desk.complaints.book import ComplaintBook
from desk.complaints.watch import Watch
from desk.conversations.answering import LONGEST_TURN, Answerer
from desk.conversations.events import Hub
from desk.conversations.journal import Journal
from desk.conversations.playing import Player
from desk.conversations.receipts import Patience, ReceiptChaser
from desk.conversations.register import Register
from desk.conversations.tracker import TrackerNotes
from desk.conversations.turns import Turns
from desk.handoff.agents import Agents, read_agents
from desk.handoff.ownership import Ownership
from desk.handoff.queue import Queue
from desk.identity.tokens import TokenVerifier
from desk.identity.verification import Verification
from desk.learning.figures import AnswerFigures
from desk.learning.learner import Learner
from desk.mail.courier import Courier
from desk.satisfaction.figures import SatisfactionFigures
from desk.satisfaction.ratings import Ratings
from desk.satisfaction.survey import Survey
from desk.store.database import Database
from desk.store.migrate import migrate
from foundation.clock import BusinessClock
from foundation.settings import Settings
from knowledge_base.entries import EntryStore
from storefront.policy_file import read_policy

DEMO_CUSTOMERS = ("C0001", "C0002", "C0003", "C0004", "C0005", "C0006")
"""The demo shop's customers that the demo page offers to sign in as."""

PATIENCE_AT_THE_END = 5.0
"""Seconds that running turns get when the desk stops; the others are taken up at the next start."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timing:
    """How long the desk waits for others; tests shorten it."""

    longest_turn: float = LONGEST_TURN
    receipts: Patience = field(default_factory=Patience)
    at_the_end: float = PATIENCE_AT_THE_END
    learn_every: float = 5.0
    watch_every: float = 5.0


class Desk:
    """All parts of the desk, built cheaply; ``run`` starts and stops them."""

    def __init__(self, settings: Settings, timing: Timing) -> None:
        """Wire the parts; nothing is opened yet.

        Raises InvalidSettingError for unusable agents and BadPolicyError for an unusable policy.
        """
        self.settings = settings
        self.timing = timing
        self.outbound = Outbound()
        self.background = Background()
        self.database = Database(settings.database_url)
        self.actions = Actions(Peer(self.outbound, settings.actions_url, settings.internal_secret))
        self.rasa = Rasa(Peer(self.outbound, settings.rasa_url, settings.internal_secret))
        self.readiness = Readiness(self.rasa, self.actions)
        self.hub = Hub()
        self.queue = Queue(self.database, self.hub)
        clock = BusinessClock.from_settings(settings)
        courier = Courier.from_settings(settings)
        policy = read_policy(settings.policy or None)
        self.journal = Journal(self.database, self.hub, clock)
        self.survey = Survey(self.database, self.actions, clock)
        self.ratings = Ratings(self.database, clock, self.survey)
        self.tracker = TrackerNotes(self.database, self.rasa)
        self.chaser = ReceiptChaser(self.database, self.actions, self.journal, self.background, timing.receipts)
        answerer = Answerer(self.actions, self.rasa, self.readiness, self.tracker, timing.longest_turn)
        player = Player(self.database, self.hub, self.journal, self.queue, answerer, self.chaser, self.survey)
        self.turns = Turns(
            self.database,
            self.hub,
            self.journal,
            player,
            self.chaser,
            self.background,
            settings.turn_deadline,
            self.survey,
        )
        self.register = Register(self.database, self.hub, self.queue, self.tracker, self.background)
        self.ownership = Ownership(
            self.database, self.hub, self.journal, self.queue, self.tracker, self.background, self.survey
        )
        self.verification = Verification(self.database, courier, self.background, settings.internal_secret)
        self.book = ComplaintBook(self.database, self.hub, self.journal, policy, clock)
        self.watch = Watch(self.database, self.hub, self.journal, self.book, courier, policy, timing.watch_every)
        self.entries = EntryStore(settings.database_url)
        self.learner = Learner(self.database, self.actions, self.entries, timing.learn_every)
        zone = ZoneInfo(policy.delivery.timezone)
        self.figures = AnswerFigures(self.database, clock, zone)
        self.satisfaction = SatisfactionFigures(self.database, clock, zone)
        self.agents = Agents(self.database, read_agents(settings.agents))
        self.connections = Connections()
        self.limits = RateLimits(settings.rate_limit == "on")

    async def run(self, _app: web.Application) -> AsyncIterator[None]:
        """Start, serve, stop."""
        await migrate(self.database)
        await self.outbound.open()
        self.background.start(self.readiness.run())
        self.background.start(self.learner.run())
        self.background.start(self.watch.run())
        await self.turns.recover()
        logger.info("started", extra={"port": self.settings.http_port})
        yield
        await self.background.close()
        await self.outbound.close()
        await self.entries.close()
        await self.database.close()
        logger.info("stopped")

    async def shut(self, _app: web.Application) -> None:
        """Close the sockets and let running turns end."""
        await self.connections.close()
        await self.turns.close(self.timing.at_the_end)


def build_app(settings: Settings, timing: Timing | None = None) -> web.Application:
    """The desk as an aiohttp application; nothing is opened before it starts."""
    desk = Desk(settings, timing or Timing())
    allowed = frozenset(settings.allowed_origins.split())
    app = web.Application(middlewares=[errors_and_log, cross_origin(allowed)], client_max_size=LARGEST_BODY)
    app.on_response_prepare.append(response_headers(allowed))
    app.cleanup_ctx.append(desk.run)
    app.on_shutdown.append(desk.shut)

    gate = Gate(desk.register, desk.limits)
    agent_gate = AgentGate(desk.agents, desk.limits)
    verifier = TokenVerifier(settings.identity_secret, settings.identity_issuer)
    public: tuple[Endpoint, ...] = (
        *HealthApi(desk.readiness).endpoints(),
        *ChatApi(desk.register, desk.turns, desk.queue, verifier, gate, desk.limits).endpoints(),
        *SatisfactionApi(gate, desk.ratings).endpoints(),
        *AgentApi(agent_gate, desk.ownership, desk.queue, desk.actions, desk.ratings).endpoints(),
        *ComplaintsApi(agent_gate, desk.book).endpoints(),
        *EntriesApi(agent_gate, desk.entries).endpoints(),
        *FiguresApi(agent_gate, desk.figures, desk.satisfaction).endpoints(),
    )
    _route(app, public)
    _route(app, [serve(describe(public, _version()))])
    _route(app, InternalApi(settings, desk.verification, desk.register, desk.book).endpoints())
    app.router.add_route("*", "/internal/{name:.*}", _nothing_here)
    customer_socket = CustomerSocket(
        desk.register, desk.turns, desk.queue, desk.hub, gate, desk.limits, desk.connections, allowed
    )
    agent_socket = AgentSocket(
        agent_gate, desk.agents, desk.ownership, desk.queue, desk.hub, desk.limits, desk.connections
    )
    app.router.add_get(f"{ONE}/socket", customer_socket.handle)
    app.router.add_get(f"{BASE}/socket", agent_socket.handle)
    add_static(app, desk.actions)
    if settings.seed == "demo":
        DemoShop(settings, desk.actions, desk.limits, DEMO_CUSTOMERS).add_to(app)
    return app


def _route(app: web.Application, endpoints: Iterable[Endpoint]) -> None:
    for endpoint in endpoints:
        app.router.add_route(endpoint.method, endpoint.path, endpoint.handler)


async def _nothing_here(_request: web.Request) -> web.StreamResponse:
    raise ApiError(404, "Not Found")


def _version() -> str:
    try:
        return version("storefront-concierge")
    except PackageNotFoundError:
        return "0"
