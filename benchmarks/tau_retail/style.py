"""How a customer talks: drawn for each task from a seed and his persona."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.tau_retail.tasks import Persona

POLITE = frozenset({"polite", "patient", "relaxing", "happy", "optimistic"})
IMPATIENT = frozenset({"impatient", "busy", "direct", "rigid", "argumentative"})
SHORT = frozenset({"busy", "direct", "shy", "impatient"})
LONG = frozenset({"outgoing", "polite", "messy", "flexible"})


@dataclass(frozen=True)
class Style:
    """``number``: the order's number comes first, when asked, or is forgotten; ``method`` likewise, or never forgotten.

    ``register`` is terse, plain or chatty; ``temper`` polite, neutral or impatient.
    """

    language: str
    register: str
    temper: str
    together: bool
    number: str
    method: str
    introduces: bool
    all_options: bool
    clicks: bool
    typos: bool
    translated: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """What the figures are broken down by."""
        return (
            self.register,
            "all at once" if self.together else "one by one",
            f"number {self.number}",
            "clicks" if self.clicks else "writes",
            *(("typos",) if self.typos else ()),
        )


def languages(task_ids: Sequence[str], seed: int) -> dict[str, str]:
    """Chinese for one half of the tasks, English for the other."""
    order = sorted(task_ids)
    random.Random(f"languages {seed}").shuffle(order)
    return {task_id: ("zh", "en")[place % 2] for place, task_id in enumerate(order)}


def draw(task_id: str, seed: int, language: str, known: Persona) -> Style:
    """The same style for the same task and seed."""
    chance = random.Random(f"style {seed} {task_id}")
    traits = known.traits
    temper = "polite" if traits & POLITE else "impatient" if traits & IMPATIENT else "neutral"
    registers = [
        "terse",
        "plain",
        "chatty",
        *(["terse"] * 2 * bool(traits & SHORT)),
        *(["chatty"] * 2 * bool(traits & LONG)),
    ]
    return Style(
        language=language,
        register=chance.choice(registers),
        temper=temper,
        together=chance.random() < 0.5,
        number=chance.choice(("first", "first", "asked", "forgotten")) if known.numbers else "forgotten",
        method=chance.choice(("first", "asked")),
        introduces=chance.random() < 0.4,
        all_options=chance.random() < 0.35,
        clicks=chance.random() < 0.5,
        typos=chance.random() < 0.3,
        translated=chance.random() < 0.7,
    )
