"""Tokenised texts, the cached states of the frozen layers, and batches of similar length."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from understanding.progress import Progress, silent
from understanding.runtime.session import printable
from understanding.training.examples import IGNORED, Example, LabelSet
from understanding.training.network import MultiHeadClassifier
from understanding.training.precision import reduced_precision
from understanding.training.workers import Workers

CACHE_BYTES = 1_500_000_000
"""Frozen states are kept in half precision up to this size; beyond it they are computed again in each epoch."""

POOL = 50
"""Batches are cut from this many batches' worth of shuffled texts sorted by length."""


@dataclass(frozen=True)
class Batch:
    """States of the frozen layers, mask, one label number an example and head, one tag number a token."""

    states: Tensor
    mask: Tensor
    labels: dict[str, Tensor]
    tags: Tensor | None
    positions: list[int]


class Corpus:
    """Examples ready for the network: tokenised once, their frozen states computed once where they fit."""

    def __init__(
        self,
        examples: Sequence[Example],
        labels: LabelSet,
        tokenizer: Tokenizer,
        network: MultiHeadClassifier,
        prefix: str,
        max_tokens: int,
    ) -> None:
        tokenizer.enable_truncation(max_tokens)
        tokenizer.no_padding()
        texts = [printable(prefix + example.seen_text) for example in examples]
        encodings = tokenizer.encode_batch(texts)
        self._ids = [encoding.ids for encoding in encodings]
        self._tags = [
            torch.tensor(labels.tag_numbers(example, encoding.offsets, prefix))
            for example, encoding in zip(examples, encodings, strict=True)
            if labels.tags
        ]
        self._labels = {
            head: torch.tensor([labels.number(head, example) for example in examples], dtype=torch.long)
            for head in labels.heads
        }
        self._network = network
        self._cache: list[Tensor] | None = None
        self._device = next(network.parameters()).device

    def __len__(self) -> int:
        return len(self._ids)

    def gold(self, head: str) -> Tensor:
        """Label numbers of all examples for a head."""
        return self._labels[head]

    @property
    def labelled(self) -> list[int]:
        """The positions of the examples that have a label for some head."""
        return [i for i in range(len(self)) if any(int(numbers[i]) != IGNORED for numbers in self._labels.values())]

    @property
    def tagged(self) -> list[int]:
        """The positions of the examples whose entities are known."""
        return [i for i, numbers in enumerate(self._tags) if bool((numbers != IGNORED).any())]

    def gold_tags(self, position: int) -> Tensor:
        """Tag numbers of one example's tokens."""
        return self._tags[position]

    def warm_up(self, workers: Workers, progress: Progress = silent) -> None:
        """Compute the frozen states of every text, if they fit into CACHE_BYTES."""
        if not self._network.frozen:
            return
        width = self._network.body.config.hidden_size
        if 2 * width * sum(len(ids) for ids in self._ids) > CACHE_BYTES:
            return
        cache: list[Tensor] = [torch.empty(0)] * len(self)
        done = 0
        ordered = list(self.in_order(32))
        for positions, (states, mask) in zip(ordered, workers.map(self._lower, ordered), strict=True):
            for row, position in enumerate(positions):
                cache[position] = states[row, : int(mask[row].sum())].to("cpu", torch.float16, copy=True)
            done += len(positions)
            progress(done / len(self), "computing what the frozen layers see")
        self._cache = cache

    def in_order(self, size: int, positions: Sequence[int] | None = None) -> Iterator[list[int]]:
        """Every position, or each of `positions`, once, the shortest example first."""
        order = sorted(range(len(self)) if positions is None else positions, key=lambda i: len(self._ids[i]))
        for start in range(0, len(order), size):
            yield order[start : start + size]

    def shuffled(self, size: int, shuffle: random.Random) -> Iterator[list[int]]:
        """The positions of every example once, in random batches of similar length."""
        order = list(range(len(self)))
        shuffle.shuffle(order)
        batches = []
        for start in range(0, len(order), size * POOL):
            pool = sorted(order[start : start + size * POOL], key=lambda i: len(self._ids[i]))
            batches += [pool[i : i + size] for i in range(0, len(pool), size)]
        shuffle.shuffle(batches)
        yield from batches

    def batch(self, positions: list[int]) -> Batch:
        """The examples at these positions, ready for the network."""
        states, mask = self._lower(positions) if self._cache is None else self._cached(positions)
        labels = {head: numbers[positions].to(self._device) for head, numbers in self._labels.items()}
        tags = None
        if self._tags:
            rows = [self._tags[position] for position in positions]
            tags = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=IGNORED).to(self._device)
        return Batch(states, mask, labels, tags, positions)

    def _cached(self, positions: list[int]) -> tuple[Tensor, Tensor]:
        assert self._cache is not None
        kept = [self._cache[position].float() for position in positions]
        states = torch.nn.utils.rnn.pad_sequence(kept, batch_first=True)
        return states.to(self._device), self._mask(positions, states.shape[1])

    @torch.no_grad()
    def _lower(self, positions: list[int]) -> tuple[Tensor, Tensor]:
        longest = max(len(self._ids[position]) for position in positions)
        pad = self._network.body.config.pad_token_id or 0
        ids = torch.full((len(positions), longest), pad, dtype=torch.long)
        for row, position in enumerate(positions):
            ids[row, : len(self._ids[position])] = torch.tensor(self._ids[position])
        mask = self._mask(positions, longest)
        with reduced_precision(self._device):
            states = self._network.lower(ids.to(self._device), mask).float()
        return states, mask

    def _mask(self, positions: list[int], longest: int) -> Tensor:
        lengths = torch.tensor([len(self._ids[position]) for position in positions])
        return (torch.arange(longest)[None, :] < lengths[:, None]).long().to(self._device)
