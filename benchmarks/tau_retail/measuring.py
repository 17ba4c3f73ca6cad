"""Runs tasks against a fresh house and counts what was solved, by what, in how many turns, and why the rest was not."""

import asyncio
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.draw_real import benchmarks_root
from benchmarks.tau_retail.agenda import Act, wishes
from benchmarks.tau_retail.asking_facts import ask_all
from benchmarks.tau_retail.comparing import Verdict, judge
from benchmarks.tau_retail.conversation import Transcript, talk
from benchmarks.tau_retail.counting import by_label, share
from benchmarks.tau_retail.customer import SimulatedCustomer
from benchmarks.tau_retail.public_house import PublicHouse, public_house
from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.style import draw, languages
from benchmarks.tau_retail.tasks import Task, drawn, persona, read_tasks

RESULTS = Path(__file__).parents[1] / "results" / "tau_retail.json"
TRAIN_TASKS = 200
PARTS = ("dev", "train200", "facts")
BUDGET_FACTOR = 1.5


@dataclass(frozen=True)
class Attempt:
    """One task's conversation and what came of it."""

    task: Task
    customer: SimulatedCustomer
    transcript: Transcript
    verdict: Verdict

    @property
    def kind(self) -> str:
        """The one act it is about, or that there are several wishes."""
        acts = [wish.act for wish in self.customer.agenda]
        return acts[0].value if len(acts) == 1 else "several wishes"

    @property
    def budget(self) -> float:
        """Turns a customer may need: one to prove himself, one a wish and one yes a change, half as many again."""
        changes = sum(wish.act is not Act.LOOK for wish in self.customer.agenda)
        return BUDGET_FACTOR * (1 + len(self.customer.agenda) + changes)

    @property
    def cause(self) -> str:
        """Why it was not solved, in a few words."""
        if self.transcript.broke:
            return "the conversation broke"
        if self.verdict.stray:
            return "changed something else"
        return str(self.customer.outcome)


def measure(part: str = "", seed: int = 0) -> dict[str, Any]:
    """Both sets and the facts, or one part: dev, train200 or facts, beside what is kept of the others.

    A number of tasks is a trial: its figures are printed and none are given back to be kept.
    Raises FileNotFoundError when the public data is not here.
    """
    if not (part.isdigit() or part in ("", *PARTS)):
        raise SystemExit(f"--tasks is one of {', '.join(PARTS)}, or a number")
    data = benchmarks_root() / "tau_retail"
    dev, train = read_tasks(data / "dev.jsonl"), read_tasks(data / "train.jsonl")
    sets = {"dev": dev, "train200": drawn(train, TRAIN_TASKS)}
    kept: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    folder = Path(tempfile.mkdtemp(prefix="tau_retail-"))
    with tempfile.TemporaryDirectory() as scratch, public_house(data, Path(scratch)) as house:
        if part.isdigit():
            figures = run(house, drawn((*dev, *train), int(part)), seed, folder)
            print(json.dumps(figures, ensure_ascii=False, indent=2), flush=True)
            return {}
        for name in (part,) if part else PARTS:
            print(f"{name} ...", flush=True)
            figures = ask_all(house, seed, folder) if name == "facts" else run(house, sets[name], seed, folder)
            kept[name] = {**figures, "seed": seed, "when": f"{datetime.now(UTC):%Y-%m-%d}"}
    return kept


def run(house: PublicHouse, tasks: Sequence[Task], seed: int, folder: Path) -> dict[str, Any]:
    """Each task in its turn on a fresh shop; transcripts of those not solved go to ``folder``."""
    house.reset()
    start = house.shop()
    spoken = languages([task.task_id for task in tasks], seed)
    attempts = []
    for number, task in enumerate(tasks, 1):
        attempt = _attempt(house, start, task, seed, spoken[task.task_id])
        attempts.append(attempt)
        solved = "solved" if attempt.verdict.solved else f"not solved: {attempt.cause}"
        print(f"{number}/{len(tasks)} {task.task_id} ({attempt.kind}) {solved}", flush=True)
        _keep(attempt, folder)
    print(f"transcripts: {folder}", flush=True)
    return figures_of(attempts)


def simulated(task: Task, shop: Shop, seed: int, language: str) -> SimulatedCustomer:
    """The customer of a task; the same for the same seed and language."""
    profile = shop.customers[task.customer_id]
    known = persona(task, profile)
    style = draw(task.task_id, seed, language, known)
    return SimulatedCustomer(wishes(task, known, shop), known, profile, style, f"{seed} {task.task_id}")


def figures_of(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """Shares and counts over the attempts, and every failure with its cause.

    Which task it was, what was said and what differs is in the transcripts: the figures are kept in the repository, and
    the public shop's records are not.
    """
    solved = [one for one in attempts if one.verdict.solved]
    failed = [one for one in attempts if not one.verdict.solved]
    of_budget = [one.transcript.turns / one.budget for one in solved]
    return {
        "tasks": len(attempts),
        "solved": share(len(solved), len(attempts)),
        "stray": share(sum(bool(one.verdict.stray) for one in attempts), len(attempts)),
        "by_kind": _by(attempts, lambda one: [one.kind]),
        "by_language": _by(attempts, lambda one: [one.customer.style.language]),
        "by_style": _by(attempts, lambda one: one.customer.style.labels),
        "turns_of_solved": round(mean(one.transcript.turns for one in solved), 2) if solved else None,
        "turns_to_budget": round(mean(of_budget), 3) if solved else None,
        "within_budget": share(sum(part <= 1 for part in of_budget), len(solved)),
        "causes": dict(Counter(one.cause for one in failed).most_common()),
        "failures": [_failure(one) for one in failed],
    }


def _attempt(house: PublicHouse, start: Shop, task: Task, seed: int, language: str) -> Attempt:
    house.reset()
    customer = simulated(task, start, seed, language)
    transcript = asyncio.run(talk(house.house, customer))
    return Attempt(task, customer, transcript, judge(start, task.actions, house.shop()))


def _by(attempts: Sequence[Attempt], labels: Callable[[Attempt], Iterable[str]]) -> dict[str, dict[str, float]]:
    return by_label(((labels(one), one.verdict.solved) for one in attempts), "tasks", "solved")


def _failure(one: Attempt) -> Mapping[str, Any]:
    return {
        "kind": one.kind,
        "language": one.customer.style.language,
        "cause": one.cause,
        "turns": one.transcript.turns,
        "missing": len(one.verdict.missing),
        "stray": len(one.verdict.stray),
    }


def _keep(one: Attempt, folder: Path) -> None:
    name = f"{'solved-' if one.verdict.solved else ''}{one.task.task_id}.txt"
    one.transcript.write(folder / name, list(_heading(one)))


def _heading(one: Attempt) -> Iterable[str]:
    yield f"{one.task.task_id}: {one.task.prose}"
    yield f"style: {one.customer.style}"
    yield from (f"gold: {action.name} {dict(action.arguments)}" for action in one.task.actions)
    yield f"{'solved' if one.verdict.solved else one.cause}, {one.transcript.turns} turns (budget {one.budget})"
    yield from (f"missing: {text}" for text in one.verdict.missing)
    yield from (f"stray: {text}" for text in one.verdict.stray)
