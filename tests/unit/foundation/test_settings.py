"""Settings: read once, unknown ones refused, the same again in a child process."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from foundation.settings import InvalidSettingError, Settings


def test_an_unknown_setting_is_refused_by_name():
    with pytest.raises(InvalidSettingError, match="CONCIERGE_PROT"):
        Settings.from_environment({"CONCIERGE_PROT": "1"})


def test_variables_injected_by_an_orchestrator_are_let_pass():
    Settings.from_environment({"CONCIERGE_DESK_SERVICE_HOST": "10.0.0.1", "CONCIERGE_DESK_PORT_80_TCP": "tcp://x"})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("CONCIERGE_HTTP_PORT", "eighty"),
        ("CONCIERGE_HTTP_PORT", "70000"),
        ("CONCIERGE_SEED", "full"),
        ("CONCIERGE_CLOCK", "yesterday"),
        ("CONCIERGE_DETAILS_MAY_CHANGE", "perhaps"),
        ("CONCIERGE_RATE_LIMIT", "slow"),
        ("CONCIERGE_TURN_DEADLINE", "0"),
    ],
)
def test_an_unusable_value_is_refused_by_name(key, value):
    with pytest.raises(InvalidSettingError, match=key):
        Settings.from_environment({key: value})


def test_settings_survive_the_way_into_a_child_process():
    settings = Settings(
        http_port=9000, var=Path("elsewhere"), clock=datetime(2026, 1, 2, tzinfo=UTC), details_may_change=True
    )
    assert Settings.from_environment(settings.to_environment()) == settings


def test_a_clock_without_a_zone_is_utc():
    assert Settings.from_environment({"CONCIERGE_CLOCK": "2026-01-02T03:04:05"}).clock == datetime(
        2026, 1, 2, 3, 4, 5, tzinfo=UTC
    )
