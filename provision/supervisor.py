"""Start the three processes, keep them alive, stop them together."""

import asyncio
import ctypes
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from foundation.settings import Settings

STOP_SECONDS = 8.0
RESTART_SECONDS = (0.2, 1.0, 3.0, 10.0)
CALM_SECONDS = 60.0
PR_SET_PDEATHSIG = 1


class StartError(RuntimeError):
    """The processes cannot be started; the message says why."""


@dataclass(frozen=True)
class Process:
    """One supervised process: its name and its command."""

    name: str
    command: tuple[str, ...]


def processes(settings: Settings) -> tuple[Process, ...]:
    """The three processes of the house; Rasa is the slowest and comes first."""
    return (
        Process("rasa", (".venv-rasa/bin/python", "-m", "bot.launch", "--model", str(settings.models / "rasa"))),
        Process("actions", (sys.executable, "-m", "actions")),
        Process("desk", (sys.executable, "-m", "desk")),
    )


class Supervisor:
    """Runs the processes of one state folder; each one's output goes to <var>/logs/<name>.log."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()

    async def run(self, on_ready: Callable[[float], None]) -> None:
        """Start all, report when healthy, restart what dies, until ``stop`` is called."""
        for port in (self._settings.http_port, self._settings.actions_http_port, self._settings.rasa_http_port):
            _refuse_busy(port)
        (self._settings.var / "logs").mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        keepers = [asyncio.create_task(self._keep(process)) for process in processes(self._settings)]
        ready = asyncio.create_task(self._report_ready(started, on_ready))
        try:
            await self._stopping.wait()
        finally:
            ready.cancel()
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, ready, return_exceptions=True)
            await self._stop_all()

    def stop(self) -> None:
        """Ask ``run`` to end."""
        self._stopping.set()

    async def _keep(self, process: Process) -> None:
        failures = 0
        while True:
            started = time.monotonic()
            child = await self._start(process)
            code = await child.wait()
            failures = 0 if time.monotonic() - started > CALM_SECONDS else failures + 1
            delay = RESTART_SECONDS[min(failures, len(RESTART_SECONDS)) - 1] if failures else RESTART_SECONDS[0]
            self._say(f"{process.name} ended with code {code}; starting it again (log: {self._log(process.name)})")
            await asyncio.sleep(delay)

    async def _start(self, process: Process) -> asyncio.subprocess.Process:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_") and key != "PYTHONPATH"
        }
        environment |= self._settings.to_environment()
        # one thread a model call: two cores are shared by three processes and several conversations
        environment |= {"OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
        environment |= {"PYTHONUNBUFFERED": "1", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
        with self._log(process.name).open("ab") as log:
            child = await asyncio.create_subprocess_exec(
                *process.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        self._running[process.name] = child
        self._write_pids()
        return child

    async def _report_ready(self, started: float, on_ready: Callable[[float], None]) -> None:
        url = f"{self._settings.desk_url}/health"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session:
            while True:
                with suppress(aiohttp.ClientError, TimeoutError, ValueError):
                    async with session.get(url) as response:
                        if response.status == 200 and (await response.json())["status"] == "ok":
                            on_ready(time.monotonic() - started)
                            return
                await asyncio.sleep(0.2)

    async def _stop_all(self) -> None:
        children = [child for child in self._running.values() if child.returncode is None]
        for child in children:
            _signal(child.pid, signal.SIGTERM)
        if children:
            await asyncio.wait([asyncio.create_task(child.wait()) for child in children], timeout=STOP_SECONDS)
        for child in children:
            if child.returncode is None:
                _signal(child.pid, signal.SIGKILL)
                await child.wait()
        with suppress(FileNotFoundError):
            self._pids().unlink()

    def _log(self, name: str) -> Path:
        return self._settings.var / "logs" / f"{name}.log"

    def _pids(self) -> Path:
        return self._settings.var / "processes.json"

    def _write_pids(self) -> None:
        self._pids().write_text(json.dumps({name: child.pid for name, child in self._running.items()}))


def _refuse_busy(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartError(
                f"port {port} is taken; stop what uses it or choose other CONCIERGE_*_PORT settings"
            ) from None


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)


def _die_with_parent() -> None:
    """Even a killed supervisor leaves no server behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
