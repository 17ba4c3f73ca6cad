"""``python -m bot.launch``: serves the trained dialogue model to the desk on the loopback interface."""

from __future__ import annotations

import argparse
import asyncio
import functools
import logging
import os
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from bot import tensorflow_free
from foundation.settings import InvalidSettingError, Settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from sanic import Sanic

ROOT = Path(__file__).resolve().parent.parent
ACTION_SECONDS = 20
"""Longest wait for one action; Rasa's own constant of 300 s outlives its 60 s conversation lock."""

RESPONSE_SECONDS = 55


class CannotServeError(RuntimeError):
    """Rasa cannot be started; the message says why."""


def load_agent(settings: Settings, model: Path) -> Agent:
    """Load the model with the SQL tracker store; raise CannotServeError rather than run without memory."""
    _name_for_rasa(settings)
    import rasa.core.actions.action
    import rasa.core.agent
    import rasa.shared.utils.common
    from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
    from rasa.core.utils import AvailableEndpoints

    from bot.processor import DeskProcessor

    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS
    rasa.core.agent.MessageProcessor = DeskProcessor  # the agent has no other way to be given its processor
    # Rasa walks the class tree for each event it reads: a tenth of a turn. After the start no class is added.
    rasa.shared.utils.common.all_subclasses = functools.cache(rasa.shared.utils.common.all_subclasses)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = TrackerStore.create(endpoints.tracker_store)
    if not isinstance(store, SQLTrackerStore):
        raise CannotServeError(f"the tracker store {os.environ['RASA_TRACKER_DB']} cannot be opened")
    agent = rasa.core.agent.Agent(tracker_store=store, action_endpoint=endpoints.action)
    # Rasa wraps the store in one that forgets silently when SQL fails; a failed turn is better than a lost memory.
    agent.tracker_store = store
    try:
        agent.load_model(model)
    except Exception as error:  # Rasa raises whatever a component raises
        raise CannotServeError(f"the model {model} cannot be loaded: {error}") from error
    return agent


def make_app(settings: Settings, agent: Agent) -> Sanic:
    """Rasa's HTTP server with the desk's channel and the token-protected API."""
    from rasa.core.run import configure_app

    from bot.channel import DeskChannel

    app = configure_app(
        [DeskChannel(settings.internal_secret)],
        auth_token=settings.internal_secret,
        enable_api=True,
        response_timeout=RESPONSE_SECONDS,
        port=settings.rasa_http_port,
    )
    app.ctx.agent = agent
    return app


def main() -> int:
    """Read the settings, load the model, serve until stopped."""
    parser = argparse.ArgumentParser(prog="bot.launch", description="Serve the dialogue model on 127.0.0.1.")
    parser.add_argument("--model", type=Path, help="model file or its folder (default: <models>/rasa)")
    arguments = parser.parse_args()
    started = time.monotonic()
    try:
        settings = Settings.from_environment()
        _require_secret(settings)
        model = _model_file(arguments.model or settings.models / "rasa")
        if tensorflow_free.is_enough_for(model):
            tensorflow_free.leave_out()
        _quiet(settings)
        agent = load_agent(settings, model)
    except (InvalidSettingError, CannotServeError, tensorflow_free.UnreadableModelError) as error:
        print(f"Rasa cannot start: {error}", file=sys.stderr)
        return 2
    app = make_app(settings, agent)
    asyncio.run(_warm_up(agent))
    print(f"Rasa loaded in {time.monotonic() - started:.1f} s, serving port {settings.rasa_http_port}", flush=True)
    app.run(host="127.0.0.1", port=settings.rasa_http_port, workers=1, access_log=False)
    return 0


async def _warm_up(agent: Agent) -> None:
    """Run the pipeline once, so that the first customer does not wait for what is loaded at first use."""
    await agent.parse_message("/greet")


def _require_secret(settings: Settings) -> None:
    if not settings.internal_secret:
        raise CannotServeError("CONCIERGE_INTERNAL_SECRET is not set; `concierge up` makes one")


def _model_file(model: Path) -> Path:
    files = [model] if model.is_file() else sorted(model.glob("*.tar.gz"), key=lambda file: file.stat().st_mtime)
    if not files:
        raise CannotServeError(f"there is no model in {model}; run `concierge train dialogue` first")
    return files[-1]


def _name_for_rasa(settings: Settings) -> None:
    settings.var.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        {
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_ACTIONS_URL": f"{settings.actions_url}/webhook",
            "RASA_DESK_SECRET": settings.internal_secret,
            "RASA_TRACKER_DB": str((settings.var / "rasa.db").absolute()),
        }
    )


def _quiet(settings: Settings) -> None:
    warnings.filterwarnings("ignore")  # what Rasa's pinned libraries say about each other helps nobody here
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["CONCIERGE_MODELS"] = str(settings.models)
    from rasa.utils.log_utils import configure_structlog

    # Rasa logs what customers write at INFO and below; our own log says what failed, not what was said.
    configure_structlog(logging.ERROR)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True)
    for noisy in ("rasa", "sanic.root", "sanic.error", "sanic.access", "apscheduler", "matplotlib", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
