"""The training examples: what a text means for each head it is labelled for, and which of its spans are entities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from understanding.runtime.patterns import Masked, masked
from understanding.runtime.tagging import OUTSIDE, tag_names

IGNORED: Final = -100


@dataclass(frozen=True, order=True)
class Span:
    """An entity of `type` at text[start:end], in code points."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Example:
    """One text with its label for some heads; `aspect` is what a sentiment is about; `place` is file and line.

    `spans` are its entities, all of them; None means nobody has looked for any.
    """

    text: str
    labels: Mapping[str, str]
    language: str = ""
    aspect: str = ""
    place: str = ""
    spans: tuple[Span, ...] | None = None

    @property
    def seen_text(self) -> str:
        """The text as the model sees it."""
        return f"{self.aspect}: {self._masked.text}" if self.aspect else self._masked.text

    @property
    def seen_spans(self) -> tuple[Span, ...]:
        """The entities where they stand in `seen_text`."""
        shift = len(self.aspect) + 2 if self.aspect else 0
        moved = ((self._masked.seen(span.start, span.end), span.type) for span in self.spans or ())
        return tuple(Span(start + shift, end + shift, kind) for (start, end), kind in moved)

    @cached_property
    def _masked(self) -> Masked:
        return masked(self.text)


@dataclass(frozen=True)
class LabelSet:
    """The labels of every head in the order of its logits, and the tags of the tokens, `O` first."""

    heads: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, examples: Iterable[Example]) -> "LabelSet":
        """The labels that occur, sorted; tags only where an example's entities are known."""
        found: dict[str, set[str]] = {}
        types: set[str] = set()
        for example in examples:
            for head, label in example.labels.items():
                found.setdefault(head, set()).add(label)
            types.update(span.type for span in example.spans or ())
        heads = MappingProxyType({head: tuple(sorted(labels)) for head, labels in sorted(found.items())})
        return cls(heads, tag_names(sorted(types)) if types else ())

    def number(self, head: str, example: Example) -> int:
        """The index of an example's label, IGNORED when it has none that this set knows."""
        label = example.labels.get(head)
        return self.heads[head].index(label) if label in self.heads[head] else IGNORED

    def tag_numbers(self, example: Example, offsets: list[tuple[int, int]], prefix: str) -> list[int]:
        """A tag's index for each token with its `offsets` in prefix + seen text; IGNORED where nothing is known.

        A token belongs to the entity that covers at least half of it; the first one of an entity begins it.
        """
        if example.spans is None:
            return [IGNORED] * len(offsets)
        text = prefix + example.seen_text
        numbers, begun = [], set()
        spans = [Span(s.start + len(prefix), s.end + len(prefix), s.type) for s in example.seen_spans]
        for start, end in offsets:
            while start < end and text[start].isspace():
                start += 1
            if start >= end or start < len(prefix):
                numbers.append(IGNORED)
                continue
            inside = [s for s in spans if 2 * (min(end, s.end) - max(start, s.start)) >= end - start]
            tag = OUTSIDE
            if inside:
                tag = f"{'I' if inside[0] in begun else 'B'}-{inside[0].type}"
                begun.add(inside[0])
            numbers.append(self.tags.index(tag) if tag in self.tags else IGNORED)
        return numbers
