"""``python3 -m provision demo|test``: build the environments, then train what is missing."""

import argparse
import subprocess
import sys
from pathlib import Path

from provision.browser import MissingBrowserError, ensure_browser
from provision.environments import Environment, SetupError, build
from provision.interpreters import MissingInterpreterError, find_rasa_python

ENVIRONMENTS_BUDGET = 480.0


def main() -> int:
    """Set the project up; return 0, or 1 after one clear sentence."""
    parser = argparse.ArgumentParser(description="Build both environments and train what is missing.")
    parser.add_argument("purpose", choices=["demo", "test"], help="demo: what running needs; test: what tests need too")
    purpose = parser.parse_args().purpose
    if sys.version_info < (3, 11):  # noqa: UP036 - the check is for people who run it with an older Python
        print(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    try:
        main_environment = environments(purpose)[0]
        print("Environments", flush=True)
        build(environments(purpose), ENVIRONMENTS_BUDGET)
        if purpose == "test":
            print(f"  browser: {ensure_browser(main_environment.interpreter)}", flush=True)
    except (SetupError, MissingInterpreterError, MissingBrowserError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return subprocess.run([str(main_environment.folder / "bin" / "concierge"), "train"], check=False).returncode


def environments(purpose: str) -> list[Environment]:
    """The main environment (ours, with the tests' tools for ``test``) and Rasa's."""
    locks = [Path("requirements/main.lock")]
    stamped = Path(".venv/.with-test-tools")
    if purpose == "test" or stamped.exists():
        locks.append(Path("requirements/test.lock"))
        stamped.parent.mkdir(exist_ok=True)
        stamped.touch()
    return [
        Environment(Path(".venv"), Path(sys.executable), tuple(locks), holds_project=True),
        Environment(Path(".venv-rasa"), find_rasa_python(), (Path("requirements/rasa.lock"),), holds_project=False),
    ]


if __name__ == "__main__":
    sys.exit(main())
