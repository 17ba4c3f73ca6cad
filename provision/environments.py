"""The two virtual environments, built from their lock files and skipped when they match them."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

STAMP = ".built-from"


class SetupError(RuntimeError):
    """A step of the set-up failed; the message says which and where its log is."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment: its folder, the interpreter it is made with, its lock files, and whether it holds us."""

    folder: Path
    python: Path
    locks: tuple[Path, ...]
    holds_project: bool

    @property
    def interpreter(self) -> Path:
        """The environment's own Python."""
        return self.folder / "bin" / "python"

    @property
    def log(self) -> Path:
        """Where pip's words go."""
        return self.folder / "setup.log"

    def fingerprint(self) -> str:
        """Hash of all that decides what is installed."""
        digest = hashlib.sha256(str(self.python).encode())
        for path in (*self.locks, *([Path("pyproject.toml")] if self.holds_project else [])):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def is_built(self) -> bool:
        """Whether the environment holds what its lock files say."""
        stamp = self.folder / STAMP
        return self.interpreter.exists() and stamp.exists() and stamp.read_text() == self.fingerprint()

    def packages(self) -> int:
        """How many packages the lock files name."""
        return sum(
            1 for lock in self.locks for line in lock.read_text().splitlines() if line and not line.startswith("#")
        )


def build(environments: list[Environment], budget_seconds: float) -> None:
    """Build what is not built yet, side by side, with one progress line each; raise SetupError on the first failure.

    A build that was killed goes on where it stopped: pip keeps what is installed already.
    """
    missing = [environment for environment in environments if not environment.is_built()]
    for environment in environments:
        if environment not in missing:
            print(f"  {environment.folder}: up to date")
    if not missing:
        return
    started = time.monotonic()
    failures: list[str] = []
    threads = [threading.Thread(target=_build_one, args=(one, failures), daemon=True) for one in missing]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        _show(missing, started)
        time.sleep(1 if sys.stdout.isatty() else 10)
        if failures:
            break
    if failures:
        raise SetupError(failures[0])
    seconds = time.monotonic() - started
    over = f" (over its budget of {budget_seconds:.0f} s)" if seconds > budget_seconds else ""
    print(f"\n  environments built in {seconds:.0f} s{over}", flush=True)


def _build_one(environment: Environment, failures: list[str]) -> None:
    environment.folder.mkdir(exist_ok=True)
    with environment.log.open("w") as log:
        commands = [[str(environment.python), "-m", "venv", str(environment.folder)]]
        if _works(environment.interpreter):
            commands.clear()
        pip = [str(environment.interpreter), "-m", "pip", "install", "--disable-pip-version-check"]
        for lock in environment.locks:
            commands.append([*pip, "--progress-bar", "off", "-r", str(lock)])
        if environment.holds_project:
            commands.append([*pip, "--no-deps", "--no-build-isolation", "--quiet", "--editable", "."])
        for command in commands:
            if subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=_clean(), check=False).returncode:
                tail = "\n".join(environment.log.read_text().splitlines()[-12:])
                failures.append(f"{environment.folder} could not be built; its log {environment.log} ends:\n{tail}")
                return
    (environment.folder / STAMP).write_text(environment.fingerprint())


def _works(interpreter: Path) -> bool:
    try:
        return (
            subprocess.run([str(interpreter), "-m", "pip", "--version"], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


def _clean() -> dict[str, str]:
    """The environment without variables that would let another Python's packages in."""
    return {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}}


def _show(environments: list[Environment], started: float) -> None:
    bars = "   ".join(f"{one.folder} {_bar(_fraction(one))}" for one in environments)
    end = "" if sys.stdout.isatty() else "\n"
    print(f"\r  {bars}   {time.monotonic() - started:4.0f} s", end=end, flush=True)


def _fraction(environment: Environment) -> float:
    """Half for what pip has collected, half for what stands in site-packages."""
    total = environment.packages() or 1
    try:
        collected = environment.log.read_text(errors="replace").count("Collecting ")
    except OSError:
        collected = 0
    installed = sum(1 for _ in environment.folder.glob("lib/python*/site-packages/*.dist-info"))
    return min(1.0, 0.5 * min(1.0, max(collected, installed) / total) + 0.5 * min(1.0, installed / total))


def _bar(fraction: float, width: int = 24) -> str:
    filled = round(fraction * width)
    return f"[{'#' * filled}{'.' * (width - filled)}] {fraction:4.0%}"
