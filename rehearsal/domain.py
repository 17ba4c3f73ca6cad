"""The names of the bot's domain: all that conversations could bring about."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rehearsal.heard import DOMAIN_PREFIX
from rehearsal.house import ROOT
from storefront.policy import Reason

DOMAIN = ROOT / "bot" / "domain"

PIECES = ("part_", "title_")
"""Responses that are never said alone: pieces of a sentence and words on buttons."""

BY_THE_DESK = frozenset(
    {
        "desk_failed",
        "desk_holding",
        "desk_handed_over",
        "desk_stayed",
        "desk_complaint_late",
        "desk_satisfaction_ask",
        "desk_satisfaction_thanks",
        "desk_satisfaction_reason",
        "desk_satisfaction_sorry",
        "desk_satisfaction_reason_kept",
        "desk_satisfaction_word_kept",
        "desk_satisfaction_left",
    }
)
"""What the desk says itself."""


@dataclass(frozen=True)
class Domain:
    """Intents, named responses without ``utter_``, actions, and the codes of the shop's refusals."""

    intents: frozenset[str]
    responses: frozenset[str]
    actions: frozenset[str]
    reasons: frozenset[str]

    @classmethod
    def read(cls, folder: Path = DOMAIN) -> "Domain":
        """Read the domain's files."""
        responses = [name for file in (folder / "responses").glob("*.yml") for name in _yaml(file)["responses"]]
        plain = [name.removeprefix(DOMAIN_PREFIX) for name in responses]
        return cls(
            intents=frozenset(_names(_yaml(folder / "intents.yml")["intents"])),
            responses=frozenset(name for name in plain if not name.startswith(PIECES)),
            actions=frozenset(_names(_yaml(folder / "actions.yml")["actions"])),
            reasons=frozenset(reason.value for reason in Reason),
        )

    @property
    def can_be_said(self) -> frozenset[str]:
        """Every name that a message of the bot can have."""
        return self.responses | BY_THE_DESK


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def _names(items: list[Any]) -> Iterator[str]:
    """Names in a domain's list; one with properties is a mapping with one key."""
    for item in items:
        yield next(iter(item)) if isinstance(item, dict) else item
