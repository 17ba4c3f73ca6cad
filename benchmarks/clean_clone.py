"""From a clean clone to the first answered message, as a newcomer would see it."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks.draw_real import PROJECT_ROOT
from rehearsal.house import House
from rehearsal.ports import free_ports

QUESTION = "满多少钱包邮啊"


def measure() -> dict[str, Any]:
    """Clone HEAD, run ``make demo``, ask a question, stop; minutes and each step's share."""
    folder = Path(tempfile.mkdtemp(prefix="clean-clone-"))
    clone = folder / "concierge"
    subprocess.run(["git", "clone", "--quiet", str(PROJECT_ROOT), str(clone)], check=True)
    ports = dict(zip(("HTTP", "ACTIONS_HTTP", "RASA_HTTP"), free_ports(3), strict=True))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
    environment |= {f"CONCIERGE_{name}_PORT": str(port) for name, port in ports.items()}
    started = time.monotonic()
    with (folder / "demo.log").open("wb") as log:
        demo = subprocess.Popen(
            ["make", "demo"], cwd=clone, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        house = House(clone / "var")
        house.port, house.process = ports["HTTP"], demo
        while not (clone / "var").exists() and demo.poll() is None:
            time.sleep(1)
        built = time.monotonic() - started
        house.wait_until("ok", 600)
        _ask(ports["HTTP"])
        seconds = time.monotonic() - started
    finally:
        os.killpg(demo.pid, signal.SIGINT)  # as a terminal does: the whole group hears Ctrl-C
        demo.wait(60)
    steps = {path.stem: json.loads(path.read_text())["seconds"] for path in (clone / "models/.stamps").glob("*.json")}
    environments = built - sum(steps.values())
    shutil.rmtree(folder, ignore_errors=True)
    return {
        "minutes_to_first_answer": round(seconds / 60, 1),
        "seconds_by_step": {
            "environments": round(environments),
            **{name: round(value) for name, value in sorted(steps.items())},
            "start and first answer": round(seconds - built),
        },
    }


def _ask(port: int) -> None:
    """One question over the chat API, which must be answered from a past answer."""

    def post(path: str, body: dict[str, str], token: str = "") -> dict[str, Any]:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return dict(json.load(response))

    opened = post("/api/v1/conversations", {"channel": "api", "locale": "zh"})
    path = f"/api/v1/conversations/{opened['conversation_id']}/messages"
    reply = post(path, {"text": QUESTION}, opened["token"])
    if not any(message["sources"] for message in reply["messages"]):
        raise RuntimeError(f"the first question was not answered: {reply}")
