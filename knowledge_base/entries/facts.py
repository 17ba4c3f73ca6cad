"""Named facts in an answer, such as ``{order.tracking_number}``: filled when answering, refused when missing."""

import re
from collections.abc import Mapping

from knowledge_base.entries.errors import BadEntryError

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

FACTS = frozenset(
    {
        *(f"order.{name}" for name in ("order_id", "status", "tracking_number", "carrier", "eta", "total")),
        *(f"shop.{name}" for name in ("name", "phone", "email")),
    }
)
"""The facts an answer may hold: of the customer's order, and of the shop."""


class MissingFactError(LookupError):
    """A fact an answer needs is not known; ``args[0]`` is its name."""


def named_facts(answer: str) -> tuple[str, ...]:
    """The facts an answer holds, in order, each once."""
    return tuple(dict.fromkeys(match.strip() for match in PLACEHOLDER.findall(answer)))


def check_facts(answer: str) -> None:
    """Raise BadEntryError when an answer holds a fact that nothing can fill."""
    for name in named_facts(answer):
        if name not in FACTS:
            raise BadEntryError(f"the answer holds {{{name}}}; known are {', '.join(sorted(FACTS))}")


def filled(answer: str, facts: Mapping[str, str]) -> str:
    """The answer with its facts put in; raise MissingFactError for the first that is missing or empty.

    What is put in is not looked through again: a fact's text with braces stays as it is.
    """

    def fact(match: re.Match[str]) -> str:
        name = match[1].strip()
        if not facts.get(name):
            raise MissingFactError(name)
        return facts[name]

    return PLACEHOLDER.sub(fact, answer)
