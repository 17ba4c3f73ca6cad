"""The written parts an attack is put together from, in one language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).with_name("words")
LANGUAGES = ("zh", "en", "mixed")


@dataclass(frozen=True)
class Wording:
    """Ways of saying things: what is wanted, what is said about it, and a want without its order's number."""

    wants: Mapping[str, Sequence[str]]
    says: Mapping[str, Sequence[str]]
    bare: Mapping[str, str]

    def saying(self, key: str, want: str, dice: Random) -> str:
        """One way of saying something; the want stands in it where it belongs."""
        said = dice.choice(self.says[key])
        wanted = dice.choice(self.wants[want]) if "{want}" in said else ""
        return said.replace("{want}", wanted).replace("{want_bare}", self.bare.get(want, ""))


@cache
def wording(language: str) -> Wording:
    """The parts of a language."""
    parts = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return Wording(parts["wants"], parts["says"], parts["bare"])


@cache
def for_machines() -> Mapping[str, Sequence[str]]:
    """What is written for a machine, by want."""
    return tomllib.loads((FOLDER / "machine.toml").read_text("utf-8"))
