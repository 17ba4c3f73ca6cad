"""The state folder: secrets the demo makes for itself, the shop and its answers on the first start."""

import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from desk.store.migrate import migrate_url
from foundation.clock import BusinessClock
from foundation.settings import Settings
from knowledge_base.entries import EntryStore, read_folder
from storefront.adapters.sqlite import SqliteShop
from storefront.demo.build import demo_shop
from storefront.model import ShopData
from storefront.policy_file import read_policy

DEMO_ANSWERS = Path("training_data/knowledge")
DEMO_AGENT = "demo"


@dataclass(frozen=True)
class State:
    """Settings completed with what the state folder holds; the agent's password only in the demo."""

    settings: Settings
    agent_password: str = ""


async def prepare(settings: Settings) -> State:
    """Make the state folder ready to start on; what is there already stays as it is."""
    settings.var.mkdir(parents=True, exist_ok=True)
    state = _with_secrets(settings)
    await migrate_url(state.settings.database_url)
    seeded = settings.var / "seeded.json"
    if not seeded.exists():
        await seed(state.settings)
        seeded.write_text(json.dumps({"seed": settings.seed, "at": datetime.now(UTC).isoformat()}))
    return state


async def seed(settings: Settings) -> None:
    """Start the shop and the past answers: the demo's, or empty ones."""
    shop = SqliteShop(settings.shop_database, read_policy(settings.policy))
    if not await shop.is_loaded():
        now = BusinessClock.from_settings(settings).now()
        await shop.load(demo_shop(now) if settings.seed == "demo" else ShopData())
    if settings.seed == "demo":
        entries = EntryStore(settings.database_url)
        await entries.put(read_folder(DEMO_ANSWERS))
        await entries.close()


def _with_secrets(settings: Settings) -> State:
    """Secrets given by the environment win; what is missing is made once and kept readable by the owner only."""
    path = settings.var / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    demo = settings.seed == "demo"
    for name in ("internal_secret", *(("identity_secret", "agent_password") if demo else ())):
        kept.setdefault(name, secrets.token_urlsafe(32 if name != "agent_password" else 9))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(kept, file)
    agents, password = settings.agents, ""
    if not agents and demo:
        password = kept["agent_password"]
        agents = f"{DEMO_AGENT}:{PasswordHasher().hash(password)}"
    complete = replace(
        settings,
        internal_secret=settings.internal_secret or kept["internal_secret"],
        identity_secret=settings.identity_secret or kept.get("identity_secret", ""),
        agents=agents,
    )
    return State(complete, password)
