"""Where tests find the trained artefacts that the set-up builds."""

from pathlib import Path

import pytest

from foundation.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def trained(name: str, needed: str) -> Path:
    """The folder of a trained artefact; a test that needs it fails when the set-up has not built it."""
    folder = ROOT / Settings().models / name
    if not (folder / needed).exists():
        pytest.fail(f"{folder / needed} is missing: run `concierge train` first")
    return folder
