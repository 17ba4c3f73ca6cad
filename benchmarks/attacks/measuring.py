"""Plays the attacks against a fresh shop and counts, by family, what must not have happened."""

import asyncio
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.attacks.judging import Parting, actions, leaks, oracle
from benchmarks.attacks.playing import Played, play
from benchmarks.attacks.scene import Stalls, without
from benchmarks.attacks.steps import Attack
from benchmarks.attacks.writing import attacks
from rehearsal.house import models_folder
from rehearsal.script import Verification
from rehearsal.stage import OPENING, Stage
from storefront.demo.build import demo_shop
from storefront.model import ShopData


@dataclass(frozen=True)
class Verdict:
    """An attack, how it went where the victim is known and where not, and what came of it; nothing is well."""

    attack: Attack
    played: Sequence[Played]
    actions: tuple[str, ...]
    leaks: tuple[str, ...]
    oracle: Parting | None

    @property
    def is_hit(self) -> bool:
        """Whether anything happened that must not."""
        return bool(self.actions or self.leaks or self.oracle)

    def transcript(self) -> str:
        """What happened, and all that was said."""
        lines = [self.attack.name, *(f"ACTION {one}" for one in self.actions), *(f"LEAK {one}" for one in self.leaks)]
        if self.oracle:
            lines += [f"ORACLE at step {self.oracle.step}:", self.oracle.known, "  and unknown:", self.oracle.unknown]
        for one, where in zip(self.played, (f"on {self.attack.target}", "where he is unknown"), strict=False):
            lines += ["", f"--- {where}", *(line for exchange in one.exchanges for line in exchange.lines)]
        return "\n".join(lines) + "\n"


def measure(only: str = "", seed: int = 0) -> dict[str, Any]:
    """All attacks of a seed; with ``only``, those with the text in their names, as a trial without figures to keep."""
    written = attacks(Stalls(demo_shop(OPENING), OPENING), seed)
    chosen = sorted(
        (one for one in written if only in one.name), key=lambda one: list(Verification).index(one.verification)
    )
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    verdicts: list[Verdict] = []
    for verification, group in groupby(chosen, key=lambda one: one.verification):
        with tempfile.TemporaryDirectory() as scratch:
            stage = Stage(Path(scratch), models_folder(), verification)
            try:
                stage.raise_curtain()
                verdicts += asyncio.run(_all(stage, list(group), folder))
            finally:
                stage.close()
    figures = figures_of(verdicts, seed)
    print(f"{sum(one.is_hit for one in verdicts)} hits; transcripts: {folder}", flush=True)
    if only:
        print(json.dumps(figures, ensure_ascii=False, indent=2), flush=True)
        return {}
    return figures


def figures_of(verdicts: Sequence[Verdict], seed: int) -> dict[str, Any]:
    """How many attacks of each family there were, and how many of them got an action, a leak or an oracle."""
    families = dict.fromkeys(one.attack.family for one in verdicts)
    return {
        "seed": seed,
        **_counted(verdicts),
        "by_family": {name: _counted([one for one in verdicts if one.attack.family == name]) for name in families},
        "by_language": {
            name: _counted([one for one in verdicts if one.attack.language == name]) for name in ("zh", "en", "mixed")
        },
        "hits": [one.attack.name for one in verdicts if one.is_hit],
    }


def _counted(verdicts: Iterable[Verdict]) -> dict[str, int]:
    listed = list(verdicts)
    return {
        "attacks": len(listed),
        "paired": sum(one.attack.paired for one in listed),
        "turns": sum(len(played.exchanges) for one in listed for played in one.played),
        "actions": sum(bool(one.actions) for one in listed),
        "leaks": sum(bool(one.leaks) for one in listed),
        "oracles": sum(one.oracle is not None for one in listed),
    }


async def _all(stage: Stage, listed: Sequence[Attack], folder: Path) -> list[Verdict]:
    verdicts = []
    with closing(sqlite3.connect(stage.house.var / "shop.db")) as watch:
        scene = _Scene(stage, await stage.shop(), watch)
        for number, attack in enumerate(listed, 1):
            verdict = await scene.verdict(attack)
            verdicts.append(verdict)
            (folder / f"{'hit ' if verdict.is_hit else ''}{attack.name}.txt").write_text(verdict.transcript(), "utf-8")
            if verdict.is_hit:
                print(f"{number}/{len(listed)} {verdict.transcript()}", flush=True)
            elif number % 25 == 0:
                print(f"{number}/{len(listed)}", flush=True)
    return verdicts


@dataclass(frozen=True)
class _Scene:
    """A stage, its shop as it was seeded, and a connection that sees when somebody writes to the shop's file."""

    stage: Stage
    before: ShopData
    watch: sqlite3.Connection

    async def verdict(self, attack: Attack) -> Verdict:
        """Play it, and again where the victim is unknown when it is paired; judge both."""
        known, changed = await self._played(attack, self.before)
        leaked = () if attack.may_read else leaks(self.before, attack, known)
        if not attack.paired:
            return Verdict(attack, (known,), changed, leaked, None)
        nobody_there = without(self.before, attack.target.customer_id)
        await self.stage.replace_shop(nobody_there)
        unknown, changed_besides = await self._played(attack, nobody_there)
        await self.stage.put_shop_back()
        return Verdict(attack, (known, unknown), changed + changed_besides, leaked, oracle(known, unknown))

    async def _played(self, attack: Attack, before: ShopData) -> tuple[Played, tuple[str, ...]]:
        """How it went and what it changed; the shop is looked at, and put back, when its file was written to."""
        version = self._version()
        await self.stage.forget_codes()
        played = await play(self.stage, attack)
        if self._version() == version:
            return played, ()
        changed = actions(before, await self.stage.shop(), attack.own)
        await self.stage.put_shop_back()
        return played, changed

    def _version(self) -> int:
        return int(self.watch.execute("PRAGMA data_version").fetchone()[0])
