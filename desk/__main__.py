"""``python -m desk``: serve until SIGINT or SIGTERM."""

import sys

from aiohttp import web

from desk import logs
from desk.bootstrap import build_app
from foundation.settings import InvalidSettingError, Settings


def main() -> int:
    """Read the settings and serve; exit code 2 with one line when a setting is unusable."""
    try:
        settings = Settings.from_environment()
        if not settings.internal_secret:
            raise InvalidSettingError("CONCIERGE_INTERNAL_SECRET is not set")
        logs.set_up(settings.log_level)
        app = build_app(settings)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    web.run_app(
        app, host=settings.http_host, port=settings.http_port, access_log=None, print=None, shutdown_timeout=10.0
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
