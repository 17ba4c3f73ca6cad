"""Training steps: skipped when nothing changed, whole or not at all, late ones named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from foundation.settings import Settings
from provision.steps import Step, StepFailedError, is_done, run_steps


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    Path("input.txt").write_text("one")
    return Settings(models=tmp_path / "models")


def make(name="make", after=(), budget=60.0, action=None) -> Step:
    def write(settings, target, progress):
        progress(0.5, "half")
        (target / "out.txt").write_text(Path("input.txt").read_text())

    return Step(name, name.title(), ("input.txt",), after, name, budget, action or write)


def run(settings, *steps, **options):
    return run_steps(settings, steps, lambda step: lambda fraction, now: None, **options)


def test_a_step_is_skipped_until_its_input_changes(settings):
    assert [outcome.skipped for outcome in run(settings, make())] == [False]
    assert [outcome.skipped for outcome in run(settings, make())] == [True]
    Path("input.txt").write_text("two")
    assert not is_done(settings, make())
    assert [outcome.skipped for outcome in run(settings, make())] == [False]
    assert (settings.models / "make" / "out.txt").read_text() == "two"


def test_a_step_runs_again_when_the_step_before_it_did(settings):
    steps = make("first"), replace(make("second", after=("first",)), inputs=())
    run(settings, *steps)
    Path("input.txt").write_text("two")
    assert [outcome.skipped for outcome in run(settings, *steps)] == [False, False]


def test_a_step_whose_output_was_removed_runs_again(settings):
    run(settings, make())
    (settings.models / "make" / "out.txt").unlink()
    (settings.models / "make").rmdir()
    assert [outcome.skipped for outcome in run(settings, make())] == [False]


def test_a_failed_step_is_named_and_leaves_the_old_output(settings):
    run(settings, make())

    def fail(settings, target, progress):
        (target / "out.txt").write_text("half")
        raise ValueError("disk full")

    Path("input.txt").write_text("two")
    with pytest.raises(StepFailedError, match="Make failed: disk full"):
        run(settings, make(action=fail))
    assert (settings.models / "make" / "out.txt").read_text() == "one"
    assert [outcome.skipped for outcome in run(settings, make())] == [False]


def test_a_run_that_was_killed_in_the_middle_starts_that_step_afresh(settings):
    draft = settings.models / ".make.draft"
    draft.mkdir(parents=True)
    (draft / "left over.txt").write_text("half")
    run(settings, make())
    assert [path.name for path in (settings.models / "make").iterdir()] == ["out.txt"]


def test_a_step_over_its_budget_says_so(settings):
    assert run(settings, make(budget=0.0))[0].over_budget


def test_only_the_named_steps_run_and_force_runs_them_again(settings):
    run(settings, make("first"), make("second"))
    outcomes = run(settings, make("first"), make("second"), only=["second"], force=True)
    assert [(outcome.name, outcome.skipped) for outcome in outcomes] == [("second", False)]


def test_the_stamp_remembers_the_seconds(settings):
    run(settings, make())
    assert json.loads((settings.models / ".stamps" / "make.json").read_text())["seconds"] >= 0
