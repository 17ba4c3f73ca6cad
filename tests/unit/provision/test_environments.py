"""Interpreters and environments: found in the promised order, complaints in one sentence."""

import sys
from pathlib import Path

import pytest

from provision import interpreters
from provision.environments import Environment, SetupError, build
from provision.interpreters import MissingInterpreterError, find_rasa_python


def fake_python(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def nothing_installed(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("PYTHON_RASA", raising=False)
    monkeypatch.setattr(interpreters, "_uv_from_registry", lambda: None)
    return tmp_path


def test_the_named_python_wins(nothing_installed, monkeypatch):
    fake_python(nothing_installed / "bin/python3.10", "3 10")
    named = fake_python(nothing_installed / "mine", "3 10")
    monkeypatch.setenv("PYTHON_RASA", str(named))
    assert find_rasa_python() == named


def test_a_named_python_of_another_version_is_refused(nothing_installed, monkeypatch):
    monkeypatch.setenv("PYTHON_RASA", str(fake_python(nothing_installed / "mine", "3 11")))
    with pytest.raises(MissingInterpreterError, match="not a working Python"):
        find_rasa_python()


def test_the_path_comes_before_pyenv(nothing_installed):
    fake_python(nothing_installed / "bin/python3.10", "3 10")
    fake_python(nothing_installed / "pyenv/versions/3.10.13/bin/python", "3 10")
    assert find_rasa_python() == Path("python3.10")


def test_a_shim_that_does_not_run_is_passed_over_for_pyenvs_version(nothing_installed):
    shim = fake_python(nothing_installed / "bin/python3.10", "")
    shim.write_text("#!/bin/sh\nexit 127\n")
    real = fake_python(nothing_installed / "pyenv/versions/3.10.13/bin/python", "3 10")
    assert find_rasa_python() == real


def test_without_any_the_complaint_says_what_to_do(nothing_installed):
    with pytest.raises(MissingInterpreterError, match="PYTHON_RASA"):
        find_rasa_python()


def test_an_environment_is_built_once_and_its_failure_names_the_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lock = tmp_path / "empty.lock"
    lock.write_text("# nothing\n")
    environment = Environment(Path("env"), Path(sys.executable), (lock,), holds_project=False)
    build([environment], 60)
    assert environment.is_built()
    lock.write_text("no such requirement ===\n")
    assert not environment.is_built()
    with pytest.raises(SetupError, match=r"setup\.log"):
        build([environment], 60)
    assert not environment.is_built()
