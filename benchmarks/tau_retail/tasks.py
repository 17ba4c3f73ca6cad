"""The public tasks, and what each one's prose says of the customer."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from storefront.model import Customer

NUMBER = re.compile(r"#?\b(W\d{7})\b")
TRAITS = frozenset(
    "argumentative busy direct flexible happy impatient messy".split()
    + "optimistic outgoing patient polite relaxing rigid shy".split()
)
"""Words of the prose by which the customer's style is chosen."""


@dataclass(frozen=True)
class Action:
    """One gold call on the shop."""

    name: str
    arguments: Mapping[str, str | list[str]]

    def text(self, key: str) -> str:
        """A single argument."""
        return str(self.arguments[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """A list among the arguments."""
        return tuple(self.arguments[key])


@dataclass(frozen=True)
class Task:
    """One conversation with one customer."""

    task_id: str
    customer_id: str
    prose: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Persona:
    """Who the customer is and what he knows; unknown parts are empty."""

    name: str
    postcode: str
    emails: tuple[str, ...]
    numbers: frozenset[str]
    number_ending: str
    traits: frozenset[str]


def read_tasks(path: Path) -> tuple[Task, ...]:
    """All tasks of a file in their order; raise FileNotFoundError when it is not there."""
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(
        Task(
            line["id"],
            line["user_id"],
            line["instruction"],
            tuple(Action(one["name"], one["arguments"]) for one in line["actions"]),
        )
        for line in lines
    )


def drawn(tasks: tuple[Task, ...], count: int) -> tuple[Task, ...]:
    """So many tasks, always the same ones."""
    return tuple(random.Random(0).sample(tasks, count))


def persona(task: Task, customer: Customer) -> Persona:
    """What the prose says of ``customer``: he knows nothing that it leaves out."""
    prose = task.prose
    name = f"{customer.first_name} {customer.last_name}"
    ending = re.search(r"order number ends (?:in|with) (\d+)", prose)
    words = set(re.findall(r"[a-z]+", prose.lower()))
    return Persona(
        name=name if name.lower() in prose.lower() else "",
        postcode=_postcode(prose, customer),
        emails=tuple(dict.fromkeys(re.findall(r"[\w.+-]+@[\w-]+(?:\.\w+)+", prose))),
        numbers=frozenset(f"#{number}" for number in NUMBER.findall(prose)),
        number_ending=ending.group(1) if ending else "",
        traits=frozenset(TRAITS & words),
    )


def _postcode(prose: str, customer: Customer) -> str:
    said = re.search(r"zip(?: ?code)?(?: is)? (\d{5})", prose)
    if said:
        return said.group(1)
    return customer.address.postcode if re.search(rf"\b{customer.address.postcode}\b", prose) else ""
