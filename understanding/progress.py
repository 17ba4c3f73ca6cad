"""How long steps report what they do."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with the finished fraction (0 to 1) and what is done now."""


def silent(fraction: float, doing: str) -> None:
    """Report to nobody."""


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """A progress whose 0 to 1 is the span `start` to `end` of the outer one."""
    return lambda fraction, doing: progress(start + (end - start) * fraction, doing)
