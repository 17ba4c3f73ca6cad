"""Pin what an environment holds: ``python provision/lock.py NAME [BASE]`` writes requirements/NAME.lock."""

import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path("requirements")


def main() -> None:
    """Write the lock of NAME.in, leaving out what BASE.in already pins."""
    name, *base = sys.argv[1:]
    pinned = closure(FOLDER / f"{name}.in")
    for other in base:
        for package in closure(FOLDER / f"{other}.in"):
            pinned.pop(package, None)
    lines = [f"{package}=={version}\n" for package, version in sorted(pinned.items())]
    (FOLDER / f"{name}.lock").write_text(f"# pinned from {name}.in by `make lock`\n" + "".join(lines))


def closure(source: Path) -> dict[str, str]:
    """Every installed package that the requirements in ``source`` need, with its version."""
    lines = (line.split("#")[0].strip() for line in source.read_text().splitlines())
    to_do = [Requirement(line) for line in lines if line]
    seen: set[tuple[str, frozenset[str]]] = set()
    pinned: dict[str, str] = {}
    while to_do:
        requirement = to_do.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            distribution = metadata.distribution(requirement.name)
        except metadata.PackageNotFoundError:
            continue
        # the part behind + names a build (torch's CPU one), which every index spells differently
        pinned[key[0]] = distribution.version.split("+")[0]
        for text in distribution.requires or []:
            needed = Requirement(text)
            extras = {"", *requirement.extras}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                to_do.append(needed)
    return pinned


if __name__ == "__main__":
    main()
