"""Rasa itself for dialogue tests: trained once from this tree, launched once, on loopback ports."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from rehearsal.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
READY_SECONDS = 120.0


@dataclass(frozen=True)
class BotProcess:
    """A running Rasa, and the port on which it expects its action server."""

    url: str
    actions_port: int
    secret: str
    var: Path
    pid: int


def train(out: Path) -> Path:
    """The dialogue model of this tree."""
    command = [str(PYTHON), "-m", "bot.train", "--data", "training_data/dialogue", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "concierge.tar.gz"


@contextmanager
def launched(model: Path, var: Path, secret: str) -> Iterator[BotProcess]:
    """Rasa serving this model until the block ends."""
    port, actions_port = free_port(), free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
    environment |= {
        "CONCIERGE_INTERNAL_SECRET": secret,
        "CONCIERGE_VAR": str(var),
        "CONCIERGE_RASA_HTTP_PORT": str(port),
        "CONCIERGE_ACTIONS_HTTP_PORT": str(actions_port),
        "OMP_NUM_THREADS": "1",
    }
    log = var / "rasa.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "bot.launch", "--model", str(model)],
            cwd=ROOT,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        yield BotProcess(url, actions_port, secret, var, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"Rasa ended with code {process.returncode}: {log.read_text()[-2000:]}")
        try:
            with urlopen(f"{url}/webhooks/desk/", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"Rasa is not ready: {log.read_text()[-2000:]}")
