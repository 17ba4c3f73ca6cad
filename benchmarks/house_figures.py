"""Figures of the running house: start, memory, turn time."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from rehearsal.house import House
from rehearsal.shopper import shopper

MESSAGES = (
    ("满多少钱包邮啊", "zh"),
    ("where is my order", "en"),
    ("推荐个300以内的耳机", "zh"),
    ("can I pay cash on delivery?", "en"),
    ("谢谢", "zh"),
    ("how long is the warranty on headphones", "en"),
    ("七天无理由 return 的运费谁出", "zh"),
    ("hello", "en"),
)
ROUNDS = 25


def measure() -> dict[str, Any]:
    """Start three times, then talk at one and at eight parallel conversations."""
    with tempfile.TemporaryDirectory() as folder:
        starts = []
        for number in range(3):
            house = House(Path(folder) / "var").start()
            starts.append(house.seconds_to_healthy)
            if number < 2:
                house.stop()
        try:
            asyncio.run(_turns(house, 1, 1))
            alone = asyncio.run(_turns(house, 1, ROUNDS))
            eight = asyncio.run(_turns(house, 8, ROUNDS))
            memory = {name: _resident(house.pid(name)) for name in ("rasa", "actions", "desk")}
        finally:
            house.stop()
    return {
        "seconds_to_healthy": [round(value, 1) for value in starts],
        "resident_mb": memory,
        "resident_mb_sum": sum(memory.values()),
        "turn_ms_one": _percentiles(alone),
        "turn_ms_eight": _percentiles(eight),
        "turns_per_second_eight": round(eight.per_second, 1),
    }


class Timings(list[float]):
    """Milliseconds of each turn, and how many turns a second all conversations did together."""

    per_second = 0.0


async def _turns(house: House, parallel: int, rounds: int) -> Timings:
    timings = Timings()
    started = time.monotonic()

    async def customer(number: int) -> None:
        for turn in range(rounds):
            if turn % len(MESSAGES) == 0:
                opened = shopper(house, "en", f"C{number + 1:04d}")
                talker = await opened.__aenter__()
            text, _ = MESSAGES[(turn + number) % len(MESSAGES)]
            before = time.monotonic()
            await talker.say(text)
            timings.append((time.monotonic() - before) * 1000)
            if turn % len(MESSAGES) == len(MESSAGES) - 1 or turn == rounds - 1:
                await opened.__aexit__(None, None, None)

    await asyncio.gather(*(customer(number) for number in range(parallel)))
    timings.per_second = len(timings) / (time.monotonic() - started)
    return timings


def _percentiles(timings: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(timings, n=20, method="inclusive")
    return {"p50": round(statistics.median(timings)), "p95": round(cuts[18]), "turns": len(timings)}


def _resident(pid: int) -> int:
    """Resident megabytes of a process and its children."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(fields["Pid"]) == pid or int(fields["PPid"]) == pid:
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total // 1024
