"""``python -m desk`` refuses unusable settings in one line."""

import subprocess
import sys

import pytest

from desk.handoff.agents import hash_password, read_agents
from foundation.settings import InvalidSettingError


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "CONCIERGE_INTERNAL_SECRET"),
        ({"CONCIERGE_INTERNAL_SECRET": "x", "CONCIERGE_AGENTS": "anna:password"}, "CONCIERGE_AGENTS"),
        ({"CONCIERGE_INTERNAL_SECRET": "x", "CONCIERGE_SMTP": "mail"}, "CONCIERGE_SMTP"),
        ({"CONCIERGE_HTTP_PORT": "zero"}, "CONCIERGE_HTTP_PORT"),
    ],
)
def test_an_unusable_setting_ends_the_desk_with_code_2_and_one_line(tmp_path, environment, named):
    whole = {"PATH": "/usr/bin:/bin", "CONCIERGE_VAR": str(tmp_path)} | environment
    done = subprocess.run([sys.executable, "-m", "desk"], env=whole, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def test_agents_are_read_with_their_hashes():
    hashed = hash_password("x")
    assert read_agents(f" anna:{hashed}  bert:{hashed} ") == {"anna": hashed, "bert": hashed}
    assert read_agents("") == {}
    with pytest.raises(InvalidSettingError):
        read_agents("anna")
