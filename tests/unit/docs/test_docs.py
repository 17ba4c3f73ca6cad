"""Documentation that cannot drift: settings, commands, make targets and rooms are all described."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from cli.main import COMMANDS
from foundation.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[3]
ROOMS = [path.parent for path in sorted(ROOT.glob("*/__init__.py")) if path.parent.name not in ("tests",)]


def all_docs() -> str:
    return "\n".join(path.read_text() for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])


def test_every_setting_stands_in_the_example_with_its_default():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(named) == {variable(item.name) for item in fields(Settings)}
    filled = {key: value for key, value in named.items() if value}
    defaults = Settings.from_environment(filled)
    assert defaults == Settings()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_sub_command_is_documented_and_explains_itself(command):
    assert re.search(rf"concierge {command}\b", all_docs())
    done = subprocess.run(
        [ROOT / ".venv/bin/concierge", command, "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.startswith("Usage: concierge")


def test_every_make_target_with_a_description_is_documented():
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    missing = [target for target in targets if f"make {target}" not in all_docs() and target != "help"]
    assert missing == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_lives_there(room):
    text = (room / "__init__.py").read_text()
    assert text.startswith('"""')
    assert f"`{room.name}/`" in (ROOT / "docs/architecture.md").read_text()


def test_links_between_documents_lead_somewhere():
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", re.sub(r"`[^`\n]*`", "", path.read_text())):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}"
