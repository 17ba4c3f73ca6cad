"""The training examples: what a text means for each head it is labelled for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from understanding.runtime.patterns import masked

IGNORED: Final = -100


@dataclass(frozen=True)
class Example:
    """One text with its label for some heads; `aspect` is what a sentiment is about; `place` is file and line."""

    text: str
    labels: Mapping[str, str]
    language: str = ""
    aspect: str = ""
    place: str = ""

    @property
    def seen_text(self) -> str:
        """The text as the model sees it."""
        text = masked(self.text)
        return f"{self.aspect}: {text}" if self.aspect else text


@dataclass(frozen=True)
class LabelSet:
    """The labels of every head in the order of its logits."""

    heads: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, examples: Iterable[Example]) -> "LabelSet":
        """The labels that occur, sorted."""
        found: dict[str, set[str]] = {}
        for example in examples:
            for head, label in example.labels.items():
                found.setdefault(head, set()).add(label)
        return cls(MappingProxyType({head: tuple(sorted(labels)) for head, labels in sorted(found.items())}))

    def number(self, head: str, example: Example) -> int:
        """The index of an example's label, IGNORED when it has none that this set knows."""
        label = example.labels.get(head)
        return self.heads[head].index(label) if label in self.heads[head] else IGNORED
