"""Half precision where the processor multiplies it faster than full."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache

import torch


def reduced_precision(device: torch.device) -> AbstractContextManager[object]:
    """A block in which matrix products run in bfloat16, on processors with matrix tiles (AMX) and on graphics cards."""
    if device.type == "cuda" or _has_tiles():
        return torch.autocast(device.type, dtype=torch.bfloat16)
    return nullcontext()


@cache
def _has_tiles() -> bool:
    return bool(torch.cpu._is_amx_tile_supported())
