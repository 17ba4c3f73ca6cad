"""The tests can tell real parts from stubs: with a part broken, the named end-to-end tests fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal.house import ROOT
from tests.e2e.tampering import empty_index, shuffle_classifier, shuffle_recommender

NAMED = {
    "classifier": (
        shuffle_classifier,
        "test_recommendations_exist_are_in_stock_and_keep_to_the_price[zh-http]",
    ),
    "index": (empty_index, "test_policy_questions_get_the_right_past_answer_with_its_source[en-http]"),
    "recommender": (shuffle_recommender, "test_recommendations_follow_the_customers_taste"),
}


@pytest.mark.parametrize("part", NAMED)
def test_with_a_part_broken_the_test_that_names_it_fails(part, tmp_path):
    breaks, name = NAMED[part]
    models = tmp_path / "models"
    shutil.copytree(ROOT / "models", models)
    environment = breaks(models)
    outcome = run(name, models, environment)
    assert outcome.returncode == 1, outcome.stdout[-3000:]
    assert "1 failed" in outcome.stdout, outcome.stdout[-3000:]
    assert "HouseDidNotStartError" not in outcome.stdout, "the house must start, and answer wrongly"


def run(name: str, models: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one end-to-end test against other models."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"tests/e2e/test_conversations.py::{name}",
    ]
    variables = {**os.environ, "HOUSE_MODELS": str(models), **environment}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=300, check=False)
