"""Find the Python 3.10 that Rasa needs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

RASA_VERSION = (3, 10)
NO_PYTHON_310 = (
    "Rasa needs Python 3.10 and none was found: install it (for example `uv python install 3.10` or `pyenv install "
    "3.10`), or name one with PYTHON_RASA=/path/to/python3.10, then run the same command again."
)


class MissingInterpreterError(RuntimeError):
    """No Python 3.10 can be found or fetched; the message says what to do."""


def find_rasa_python(fetch: bool = True) -> Path:
    """The Python 3.10 for Rasa: PYTHON_RASA, the PATH, pyenv, uv, or one fetched by uv.

    Raises MissingInterpreterError with one clear sentence.
    """
    named = os.environ.get("PYTHON_RASA")
    if named:
        if version_of(named) != RASA_VERSION:
            raise MissingInterpreterError(f"PYTHON_RASA names {named}, which is not a working Python 3.10.")
        return Path(named)
    for candidate in _candidates():
        if version_of(candidate) == RASA_VERSION:
            return Path(candidate)
    fetched = _fetched_by_uv() if fetch else None
    if fetched is None:
        raise MissingInterpreterError(NO_PYTHON_310)
    return fetched


def version_of(python: str | Path) -> tuple[int, int] | None:
    """Major and minor version that an interpreter reports, or None when it does not run."""
    try:
        done = subprocess.run(
            [str(python), "-c", "import sys, venv; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor = done.stdout.split()
    return int(major), int(minor)


def _candidates() -> Iterator[str]:
    yield "python3.10"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from (str(path) for path in sorted(pyenv.glob("versions/3.10.*/bin/python"), reverse=True))
    uv = shutil.which("uv")
    if uv:
        found = subprocess.run([uv, "python", "find", "3.10"], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            yield found.stdout.strip()


def _fetched_by_uv() -> Path | None:
    uv = shutil.which("uv") or _uv_from_registry()
    if uv is None:
        return None
    print("Python 3.10 is not here; fetching it with uv.", flush=True)
    fetched = subprocess.run([uv, "python", "install", "3.10"], capture_output=True, text=True, check=False)
    if fetched.returncode != 0:
        return None
    found = subprocess.run([uv, "python", "find", "3.10"], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) if found.returncode == 0 else None


def _uv_from_registry() -> str | None:
    installed = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--target", ".venv/uv", "uv"],
        capture_output=True,
        check=False,
    )
    binary = Path(".venv/uv/bin/uv")
    return str(binary) if installed.returncode == 0 and binary.exists() else None
