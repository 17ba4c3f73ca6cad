"""Threads that share a network and each work on their own part of a batch."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

import torch

Given = TypeVar("Given")
Result = TypeVar("Result")


class Workers:
    """A thread a core, each with single-threaded operations.

    Operations that are spread over threads wait for the slowest one each time; on shared machines, where a core is
    now and then taken away, that costs more than half of the speed. Gradients of two parts add up to the same sum in
    either order, so with up to two workers the result does not depend on who is faster.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="train")

    def __enter__(self) -> "Workers":
        self._threads_before = torch.get_num_threads()
        torch.set_num_threads(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        torch.set_num_threads(self._threads_before)

    def map(self, work: Callable[[Given], Result], items: Iterable[Given]) -> Iterator[Result]:
        """The results in the order of the items."""
        return self._pool.map(work, items)

    def parts(self, positions: list[int]) -> list[list[int]]:
        """A batch cut into a part for each worker, none empty."""
        return [part for i in range(self.count) if (part := positions[i :: self.count])]
