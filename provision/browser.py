"""A Chromium for the browser tests: the one that is there, else one fetched, else the distribution's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = (
    "Browser tests need Chromium or Chrome and none could be found or fetched: install one (for example "
    "`apt-get install chromium`) or name it with CONCIERGE_CHROME=/path/to/chrome, then run `make test` again."
)


class MissingBrowserError(RuntimeError):
    """No browser can be found or fetched; the message says what to do."""


def find_browser() -> Path | None:
    """A Chromium or Chrome on this machine: CONCIERGE_CHROME, the PATH, or Playwright's own."""
    named = os.environ.get("CONCIERGE_CHROME")
    if named:
        return Path(named)
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return Path(path)
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return next(iter(sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)), None)


def ensure_browser(python: Path) -> Path:
    """Find a browser or fetch one, through Playwright first and as root on Debian through apt; raise if none."""
    found = find_browser()
    if found:
        return found
    print("  no Chromium here; fetching one", flush=True)
    _run([str(python), "-m", "playwright", "install", "chromium"], timeout=300)
    if not find_browser() and shutil.which("apt-get") and os.geteuid() == 0:
        print("  taking the distribution's Chromium", flush=True)
        _run(["apt-get", "update", "-qq"], timeout=300)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], timeout=900)
    found = find_browser()
    if not found:
        raise MissingBrowserError(NO_BROWSER)
    return found


def _run(command: list[str], timeout: float) -> None:
    """Run a command whose failure only means that the next way is tried."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, capture_output=True, env=environment, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {command[0]}: {error}", file=sys.stderr)
