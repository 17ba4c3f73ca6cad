"""``python -m actions``: serves the actions on the loopback interface."""

import logging
import sys

from aiohttp import web

from actions.bootstrap import build_app
from foundation.settings import InvalidSettingError, Settings
from storefront.policy_file import BadPolicyError


def main() -> int:
    """Read the settings and serve until stopped."""
    try:
        settings = Settings.from_environment()
        _log(settings)
        web.run_app(
            build_app(settings),
            host="127.0.0.1",
            port=settings.actions_http_port,
            access_log=None,
            print=None,
            shutdown_timeout=5,
        )
    except (InvalidSettingError, BadPolicyError, OSError) as error:
        print(f"the action server cannot start: {error}", file=sys.stderr)
        return 2
    return 0


def _log(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
