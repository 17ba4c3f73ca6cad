"""``concierge up``: start the three processes and keep them running."""

import asyncio
import signal
import time
from dataclasses import replace

import click

from foundation.settings import Settings
from provision.state import DEMO_AGENT, State, prepare
from provision.steps import STEPS, is_done
from provision.supervisor import StartError, Supervisor


@click.command("up", help="Start the three processes and keep them running; Ctrl-C stops them all.")
def command() -> None:
    """Prepare the state folder, then supervise."""
    settings = Settings.from_environment()
    if settings.clock is not None and settings.clock_anchor is None:
        settings = replace(settings, clock_anchor=time.time())
    missing = [step.name for step in STEPS if not (settings.models / step.output).exists()]
    if missing:
        raise click.ClickException(f"not trained yet: {', '.join(missing)}; run `concierge train` first")
    stale = [step.name for step in STEPS if not is_done(settings, step)]
    if stale:
        click.echo(f"note: {', '.join(stale)} changed since training; `concierge train` brings it up to date", err=True)
    try:
        asyncio.run(_run(settings))
    except StartError as error:
        raise click.ClickException(str(error)) from error


async def _run(settings: Settings) -> None:
    state = await prepare(settings)
    supervisor = Supervisor(state.settings, lambda line: click.echo(line, err=True))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.stop)
    click.echo("starting the desk, the action server and Rasa ...")
    await supervisor.run(on_ready=lambda seconds: _welcome(state, seconds))
    click.echo("stopped")


def _welcome(state: State, seconds: float) -> None:
    url = state.settings.desk_url
    click.echo(f"ready after {seconds:.0f} s")
    if state.settings.seed == "demo":
        click.echo(f"  demo storefront  {url}/demo")
    login = f"   (name {DEMO_AGENT}, password {state.agent_password})" if state.agent_password else ""
    click.echo(f"  agent console    {url}/agent{login}")
    click.echo(f"  chat API         {url}/api/openapi.json")
    click.echo("press Ctrl-C to stop")
