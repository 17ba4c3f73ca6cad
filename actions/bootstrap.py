"""Wires the action server: the only place where its parts are built."""

import asyncio
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiohttp import ClientSession, web

from actions.api import Api
from actions.desk_client import DeskClient
from actions.models import Drafting, LiveAnswers, ModelThreads, Reader, Recommendations
from actions.registry import all_actions, executor_for
from actions.responses import ResponseBook
from actions.server import make_app
from actions.services import ProofSettings, Services
from actions.webhook import Webhook
from foundation.clock import BusinessClock
from foundation.settings import InvalidSettingError, Settings
from knowledge_base.bootstrap import build_answerer, snapshot_path
from knowledge_base.entries import EntryStore
from recommender.recommender import Recommender
from storefront.adapters.sqlite import SqliteShop
from storefront.policy_file import read_policy
from understanding.runtime.classifier import Classifier
from understanding.runtime.encoder import Encoder

WAIT_FOR_ENTRIES = 120
"""Looks at the database, half a second apart, before the server counts as warm without its entries."""


@dataclass(frozen=True)
class Machinery:
    """The parts with a life of their own."""

    classifier: Classifier
    encoder: Encoder
    recommender: Recommender
    answers: LiveAnswers
    threads: ModelThreads
    session: ClientSession

    async def warm_up(self) -> None:
        """Load the models, one after the other: two cores gain nothing from both at once."""
        for model in (self.classifier, self.encoder, self.recommender):
            await self.threads.run(model.warm_up)
        await self.answers.wait_for_entries(WAIT_FOR_ENTRIES)

    async def keep_going(self) -> None:
        """Follow the entries' revision."""
        await self.answers.keep_fresh()

    async def close(self) -> None:
        """Close the session, the database and the threads."""
        await self.session.close()
        await self.answers.close()
        self.threads.close()


async def build_app(settings: Settings) -> web.Application:
    """The whole action server for these settings."""
    if not settings.internal_secret:
        raise InvalidSettingError("CONCIERGE_INTERNAL_SECRET is not set; `concierge up` makes one")
    policy = await asyncio.to_thread(read_policy, settings.policy or None)
    shop = SqliteShop(settings.shop_database, policy)
    threads = ModelThreads()
    encoder = Encoder(settings.models / "encoder")
    classifier = Classifier(settings.models / "understanding")
    recommender = Recommender(settings.models / "recommender")
    session = ClientSession()
    clock = BusinessClock.from_settings(settings)
    zone = ZoneInfo(policy.delivery.timezone)
    answerer = await asyncio.to_thread(build_answerer, settings, encoder, lambda: clock.now().astimezone(zone).date())
    answers = LiveAnswers(answerer, EntryStore(settings.database_url), threads, snapshot_path(settings))
    reader = Reader(classifier, threads)
    desk = DeskClient(session, settings.desk_url, settings.internal_secret)
    services = Services(
        shop=shop,
        policy=policy,
        answers=answers,
        recommending=Recommendations(recommender, threads, clock.now),
        reading=reader,
        verifier=desk,
        complaints=desk,
        book=await asyncio.to_thread(ResponseBook.read),
        proof=ProofSettings(
            secret=settings.internal_secret,
            by_details=settings.guest_verification == "details",
            details_may_change=settings.details_may_change,
        ),
        now=clock.now,
    )
    machinery = Machinery(classifier, encoder, recommender, answers, threads, session)
    webhook = Webhook(executor_for(all_actions(services)))
    api = Api(services, reader, Drafting(answerer, classifier, threads))
    return make_app(api, webhook, settings.internal_secret, machinery)
