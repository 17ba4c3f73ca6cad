"""What every test shares: no network beyond this machine, and no settings from the developer's shell."""

import os
from collections.abc import Iterator

import pytest
from pytest_socket import enable_socket, socket_allow_hosts


@pytest.fixture(autouse=True)
def only_this_machine() -> Iterator[None]:
    """Unit and integration tests reach loopback addresses and nothing else."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def no_settings_from_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees only the CONCIERGE_* variables it sets itself."""
    for name in [name for name in os.environ if name.startswith("CONCIERGE_")]:
        if name not in ("CONCIERGE_CHROME", "CONCIERGE_BENCHMARKS"):
            monkeypatch.delenv(name)
