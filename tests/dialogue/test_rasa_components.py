"""What needs Rasa's own Python: its components, and the validation of domain and training data."""

import os
import subprocess

from tests.dialogue.bot_process import PYTHON, ROOT


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONCIERGE_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "RASA_TELEMETRY_ENABLED": "false"}
    return subprocess.run(
        [str(PYTHON), *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_components_hold_inside_rasas_python() -> None:
    done = run("tests/dialogue/rasa_components.py")
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("check_") == 10


def test_domain_and_training_data_are_valid() -> None:
    # Responses that only actions say are in no rule, which is meant; and Rasa tells everybody about auto-fill.
    script = (
        "expected = ('is not used in any story or rule', 'Slot auto-fill has been removed')\n"
        "import warnings, sys; import rasa.shared.utils.io as io; from rasa.__main__ import main\n"
        "def complain(message, *a, **k):\n"
        "    if not any(text in message for text in expected): print('REMARK', message)\n"
        "io.raise_warning = complain\n"
        "sys.argv = ['rasa', 'data', 'validate', '--domain', 'bot/domain', '--data', 'training_data/dialogue',"
        " '--config', 'config.yml']\n"
        "main()\n"
    )
    done = run("-c", script)
    assert done.returncode == 0, done.stderr[-3000:]
    remarks = [line for line in (done.stdout + done.stderr).splitlines() if "REMARK" in line]
    assert remarks == []
