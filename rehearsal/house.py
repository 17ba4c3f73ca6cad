"""The whole house on free ports and a fresh state folder, started as ``concierge up`` starts it."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt

from rehearsal.ports import free_ports

ROOT = Path(__file__).resolve().parents[1]
CONCIERGE = Path(sys.executable).with_name("concierge")
START_SECONDS = 120
AGENT, AGENT_PASSWORD = "mei", "a long test password"


def models_folder() -> Path:
    """Where the trained models are: named in the environment, else beside the code."""
    return Path(os.environ.get("CONCIERGE_MODELS") or ROOT / "models")


class HouseDidNotStartError(RuntimeError):
    """The processes were not healthy in time; the message holds the ends of their logs."""


@dataclass
class House:
    """Three processes under one supervisor; ``environment`` adds or overrides settings."""

    var: Path
    environment: dict[str, str] = field(default_factory=dict)
    models: Path = ROOT / "models"
    identity_secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    process: subprocess.Popen[bytes] | None = None
    seconds_to_healthy: float = 0.0

    def __post_init__(self) -> None:
        """Choose the ports once, so that a restart keeps them."""
        self.port, self.actions_port, self.rasa_port = free_ports(3)

    @property
    def url(self) -> str:
        """Address of the desk."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """The variables the house runs with."""
        return {
            "CONCIERGE_HTTP_PORT": str(self.port),
            "CONCIERGE_ACTIONS_HTTP_PORT": str(self.actions_port),
            "CONCIERGE_RASA_HTTP_PORT": str(self.rasa_port),
            "CONCIERGE_VAR": str(self.var),
            "CONCIERGE_MODELS": str(self.models),
            "CONCIERGE_IDENTITY_SECRET": self.identity_secret,
            "CONCIERGE_AGENTS": f"{AGENT}:{_hash(AGENT_PASSWORD)}",
            "CONCIERGE_RATE_LIMIT": "off",
            **self.environment,
        }

    def start(self) -> "House":
        """Run ``concierge up`` until it is healthy."""
        self.var.mkdir(parents=True, exist_ok=True)
        clean = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
        started = time.monotonic()
        with (self.var / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(CONCIERGE), "up"],
                cwd=ROOT,
                env={**clean, **self.settings()},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        self.wait_until("ok")
        self.seconds_to_healthy = time.monotonic() - started
        return self

    def wait_until(self, status: str, seconds: float = START_SECONDS) -> None:
        """Wait for /health to report ``status``."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                break
            if self.health().get("status") == status:
                return
            time.sleep(0.2)
        raise HouseDidNotStartError(f"health is {self.health()}, wanted {status}\n{self.logs()}")

    def health(self) -> dict[str, Any]:
        """What /health says, empty when nobody answers or it is not ready yet."""
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as response:
                return dict(json.load(response))
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def logs(self) -> str:
        """The ends of all logs."""
        paths = [self.var / "up.log", *sorted((self.var / "logs").glob("*.log"))]
        return "\n".join(f"--- {path.name}\n{_tail(path)}" for path in paths if path.exists())

    def pid(self, name: str) -> int:
        """Process id of rasa, actions or desk."""
        return int(json.loads((self.var / "processes.json").read_text())[name])

    def kill(self, name: str) -> int:
        """Kill a process outright; the supervisor starts it again."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Stop a process from running, without killing it, while the block runs."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        """Press Ctrl-C and wait."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def identity(self, customer_id: str, *, secret: str = "", **claims: object) -> str:
        """An identity token as the storefront signs it; with another ``secret``, a forged one."""
        now = datetime.now(UTC)
        payload = {"sub": customer_id, "aud": "concierge", "iat": now, "exp": now + timedelta(minutes=10), **claims}
        return jwt.encode(payload, secret or self.identity_secret, algorithm="HS256")

    def mails(self) -> list[dict[str, Any]]:
        """Messages in the outbox, oldest first."""
        paths = sorted((self.var / "outbox").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        return [json.loads(path.read_text()) for path in paths]


def _hash(password: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=1024).hash(password)


def _tail(path: Path, lines: int = 25) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
