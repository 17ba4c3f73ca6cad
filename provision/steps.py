"""Training as declared steps: inputs, outputs, budget; what has not changed is not done again."""

import hashlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from foundation.settings import Settings

OWN_DATA = Path("training_data/own")
"""Where the shop's own labelled texts are kept; no version control sees them."""

Progress = Callable[[float, str], None]
"""Called with the fraction done (0 to 1) and what is being done."""


class StepFailedError(RuntimeError):
    """A training step failed; the message names it."""


@dataclass(frozen=True)
class Step:
    """One piece of training: it reads ``inputs`` and what the steps it is ``after`` made, and writes ``output``."""

    name: str
    title: str
    inputs: tuple[str, ...]
    after: tuple[str, ...]
    output: str
    budget_seconds: float
    run: Callable[[Settings, Path, Progress], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a step."""

    name: str
    skipped: bool
    seconds: float
    over_budget: bool


def run_steps(
    settings: Settings,
    steps: Sequence[Step],
    show: Callable[[Step], Progress],
    only: Iterable[str] = (),
    force: bool = False,
) -> list[Outcome]:
    """Run the steps in order, each into a fresh folder that replaces the old one only when it is whole."""
    wanted = set(only)
    outcomes = []
    for step in steps:
        if wanted and step.name not in wanted:
            continue
        fingerprint = fingerprint_of(settings, step)
        if not force and is_done(settings, step):
            outcomes.append(Outcome(step.name, skipped=True, seconds=0.0, over_budget=False))
            continue
        outcomes.append(_run_one(settings, step, fingerprint, show(step)))
    return outcomes


def is_done(settings: Settings, step: Step) -> bool:
    """Whether the step's output stands and came from today's inputs."""
    stamp = _stamp(settings, step.name)
    target = settings.models / step.output
    return (
        target.exists() and stamp.exists() and json.loads(stamp.read_text())["inputs"] == fingerprint_of(settings, step)
    )


def fingerprint_of(settings: Settings, step: Step) -> str:
    """Hash of the step's input files, the settings it hears and the steps before it."""
    digest = hashlib.sha256(f"{step.name} {settings.encoder} {settings.gpt2}".encode())
    for pattern in step.inputs:
        for path in sorted(Path().glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in step.after:
        stamp = _stamp(settings, name)
        digest.update(json.loads(stamp.read_text())["inputs"].encode() if stamp.exists() else b"missing")
    return digest.hexdigest()


def _run_one(settings: Settings, step: Step, fingerprint: str, progress: Progress) -> Outcome:
    target = settings.models / step.output
    draft = settings.models / f".{step.output}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    started = time.monotonic()
    try:
        step.run(settings, draft, progress)
    except Exception as error:
        raise StepFailedError(f"{step.title} failed: {error}") from error
    seconds = time.monotonic() - started
    progress(1.0, "done")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    stamp = _stamp(settings, step.name)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(json.dumps({"inputs": fingerprint, "seconds": round(seconds, 1)}))
    return Outcome(step.name, skipped=False, seconds=seconds, over_budget=seconds > step.budget_seconds)


def _stamp(settings: Settings, name: str) -> Path:
    return settings.models / ".stamps" / f"{name}.json"


def _encoder(settings: Settings, target: Path, progress: Progress) -> None:
    from understanding.encoder.build import build_encoder

    build_encoder(settings.encoder, target, progress)


def _understanding(settings: Settings, target: Path, progress: Progress, profile: str = "set_up") -> None:
    from understanding.training.settings import FitSettings
    from understanding.training.train import train_understanding

    own = OWN_DATA if OWN_DATA.exists() else None
    encoder, data, how = settings.models / "encoder", Path("training_data"), FitSettings.profile(profile)
    train_understanding(encoder, data, target, seed=7, progress=progress, settings=how, own=own)


def _knowledge(settings: Settings, target: Path, progress: Progress) -> None:
    from knowledge_base.training.calibrate import calibrate

    calibrate(settings.models / "encoder", Path("training_data/knowledge"), target, seed=7, progress=progress)


def _recommender(settings: Settings, target: Path, progress: Progress) -> None:
    from recommender.train import train_recommender
    from storefront.demo.build import TRAINING_DAY, demo_shop

    train_recommender(demo_shop(TRAINING_DAY), target, seed=7, progress=progress, base=settings.gpt2)


def _dialogue(settings: Settings, target: Path, progress: Progress) -> None:
    log = target / "training.log"
    progress(0.05, "dialogue policies")
    with log.open("w") as stream:
        command = [".venv-rasa/bin/python", "-m", "bot.train", "--data", "training_data/dialogue", "--out", str(target)]
        done = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        tail = "\n".join(log.read_text().splitlines()[-8:])
        raise StepFailedError(f"Rasa's training ended with code {done.returncode}; its log ends:\n{tail}")


STEPS: tuple[Step, ...] = (
    Step("encoder", "Sentence encoder", ("understanding/encoder/*.py",), (), "encoder", 180, _encoder),
    Step(
        "understanding",
        "Classifier (intent, sentiment, topic, entities)",
        (
            "understanding/training/*",
            "understanding/runtime/*.py",
            "training_data/dialogue/nlu/**/*",
            "training_data/understanding/**/*",
            "training_data/own/*",
        ),
        ("encoder",),
        "understanding",
        360,
        _understanding,
    ),
    Step(
        "knowledge",
        "Knowledge base",
        ("knowledge_base/**/*.py", "understanding/runtime/encoder.py", "training_data/knowledge/**/*"),
        ("encoder",),
        "knowledge",
        180,
        _knowledge,
    ),
    Step(
        "recommender",
        "Recommender (GPT-2)",
        ("recommender/*.py", "storefront/demo/*.py", "storefront/demo/data/*"),
        (),
        "recommender",
        120,
        _recommender,
    ),
    Step(
        "dialogue",
        "Dialogue (Rasa)",
        ("bot/**/*", "config.yml", "training_data/dialogue/**/*"),
        (),
        "rasa",
        90,
        _dialogue,
    ),
)

FULL_UNDERSTANDING = replace(
    next(step for step in STEPS if step.name == "understanding"),
    budget_seconds=7200,
    run=partial(_understanding, profile="full"),
)
"""The classifier trained at leisure: all layers, more epochs. What it makes counts as up to date afterwards."""


def keep_own_data(folder: Path) -> int:
    """Take over a shop's own labelled files in place of those kept before; return how many examples they hold.

    Raises TrainingDataError, and changes nothing, when a file is malformed.
    """
    from understanding.training.data import read_own_data

    examples = read_own_data(folder)
    draft = OWN_DATA.with_name(OWN_DATA.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for file in sorted(folder.glob("*.jsonl*")):
        shutil.copy(file, draft / file.name)
    shutil.rmtree(OWN_DATA, ignore_errors=True)
    draft.rename(OWN_DATA)
    return len(examples)
