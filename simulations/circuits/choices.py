"""Choices made of uniform numbers, with operators and slices alone: on numpy arrays and on tensors alike.

What is done never depends on what was drawn, so it can be recorded once, and run again where there is no Python.
"""

from typing import Any


def ranks(uniform: Any) -> Any:
    """(..., n): how many of its row are below each number, an even draw of a permutation. Of two equal numbers the
    first counts as the lower one."""
    rank = uniform * 0
    for place in range(1, uniform.shape[-1]):
        here, before = uniform[..., place : place + 1], uniform[..., :place]
        rank[..., :place] += here < before
        rank[..., place : place + 1] += (before <= here).sum(-1)[..., None]
    return rank


def floored(numbers: Any, top: int) -> Any:
    """The whole parts of ``numbers`` of any shape, all of them from 0 to below ``top``."""
    whole = numbers * 0
    for bound in range(1, top):
        whole += numbers >= bound
    return whole
