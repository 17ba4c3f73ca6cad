"""Measure the dialogue policies: the bot's own (memoization and rules) against the same bot with TED.

``python -m benchmarks.policies`` trains both, launches both and talks to both; it prints one JSON document.
Only turns that need no action server are measured: what an action costs does not depend on the policy.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from foundation.turns import SECRET_HEADER, Turn
from rehearsal.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
SECRET = "secret-of-the-benchmark"  # noqa: S105 - guards a server that lives for a minute on loopback
INTENTS = ("greet", "bot_challenge", "chitchat", "thanks", "goodbye")
TED = {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True}
READY_SECONDS = 180.0


class BenchmarkError(Exception):
    """Training or launching failed."""


@dataclass(frozen=True)
class Result:
    """One policy set's figures."""

    policies: list[str]
    train_seconds: float
    ready_seconds: float
    resident_mb: float
    turn_ms_p50: float
    turn_ms_p95: float
    turns_a_second_at_8: float


def measure(name: str, policies: list[dict[str, object]], folder: Path, turns: int) -> Result:
    """Train, launch and talk to the bot with these policies."""
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8")) | {"policies": policies}
    path = folder / f"{name}.yml"
    path.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    started = time.monotonic()
    _train(path, folder / name)
    trained = time.monotonic() - started
    started = time.monotonic()
    with _launched(folder / name, folder) as (url, pid):
        ready = time.monotonic() - started
        seconds, throughput = asyncio.run(_talk(url, turns))
        resident = _resident_mb(pid)
    return Result(
        [str(policy["name"]) for policy in policies],
        round(trained, 1),
        round(ready, 1),
        round(resident),
        round(statistics.median(seconds) * 1000, 1),
        round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1),
        round(throughput, 1),
    )


def figures() -> dict[str, Any]:
    """Both policy sets, as the report wants them."""
    return {name: asdict(result) for name, result in run().items()}


def run(turns: int = 200) -> dict[str, Result]:
    """Both policy sets on this machine."""
    own = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
    with tempfile.TemporaryDirectory() as folder:
        return {
            "memoization_and_rules": measure("rules", own, Path(folder), turns),
            "with_ted": measure("ted", [*own, TED], Path(folder), turns),
        }


def _train(config: Path, out: Path) -> None:
    command = [str(PYTHON), "-m", "bot.train", "--config", str(config), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(done.stdout + done.stderr)


@contextmanager
def _launched(model: Path, folder: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
    environment |= {
        "CONCIERGE_INTERNAL_SECRET": SECRET,
        "CONCIERGE_VAR": str(folder / f"var-{model.name}"),
        "CONCIERGE_RASA_HTTP_PORT": str(port),
        "OMP_NUM_THREADS": "1",
    }
    command = [str(PYTHON), "-m", "bot.launch", "--model", str(model)]
    with (folder / f"{model.name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        asyncio.run(_wait(f"http://127.0.0.1:{port}", process))
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + READY_SECONDS
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session:
        while time.monotonic() < end:
            if process.poll() is not None:
                raise BenchmarkError(f"Rasa ended with code {process.returncode}")
            try:
                async with session.get(f"{url}/webhooks/desk/"):
                    return
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.05)
    raise BenchmarkError("Rasa did not get ready")


async def _talk(url: str, turns: int) -> tuple[list[float], float]:
    """Seconds of each turn at one conversation at a time, and turns a second at eight."""
    async with aiohttp.ClientSession() as session:
        await _conversation(session, url)
        alone = [second for _ in range(turns // len(INTENTS)) for second in await _conversation(session, url)]
        started = time.monotonic()
        together = await asyncio.gather(*(_conversation(session, url) for _ in range(8)))
        return alone, sum(map(len, together)) / (time.monotonic() - started)


async def _conversation(session: aiohttp.ClientSession, url: str) -> list[float]:
    conversation_id = f"bench-{uuid.uuid4().hex}"
    seconds = []
    for number, intent in enumerate(INTENTS):
        turn = Turn(conversation_id, f"t{number}", "en").signed(SECRET)
        body = {
            "sender": conversation_id,
            "message": "hello there",
            "metadata": {"understanding": _understood(intent), **turn},
        }
        started = time.monotonic()
        async with session.post(f"{url}/webhooks/desk/webhook", json=body, headers={SECRET_HEADER: SECRET}) as response:
            items = await response.json()
            if response.status != 200 or not items:
                raise BenchmarkError(f"{intent}: {response.status} {items}")
        seconds.append(time.monotonic() - started)
    return seconds


def _understood(intent: str) -> dict[str, object]:
    score = {"label": intent, "score": 0.9}
    return {
        "language": "en",
        "reply_language": "en",
        "intent": score,
        "ranking": [score],
        "sentiment": {"label": "neutral", "score": 0.9},
        "topic": {"label": "other", "score": 0.9},
        "entities": [],
        "in_scope": 0.9,
    }


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise BenchmarkError("the process has no resident memory")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the dialogue policies.")
    parser.add_argument("--turns", type=int, default=200, help="turns at one conversation at a time")
    arguments = parser.parse_args()
    print(json.dumps({name: asdict(result) for name, result in run(arguments.turns).items()}, indent=2))


if __name__ == "__main__":
    main()
