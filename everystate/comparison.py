"""Whether two recordings set the axes up alike, and draw with the same looks."""

import contextlib
import itertools
from typing import Any

import numpy as np

# A call that sets the axes up: the names (or [item]s) that lead to it, and its arguments.
Call = tuple[tuple, tuple, dict[str, Any]]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same; arrays, wherever they stand, are compared as arrays."""
    with contextlib.suppress(ValueError):  # the truth of an array
        equal = one == other  # the short way, for what holds no array
        if isinstance(equal, bool):
            return equal
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    with contextlib.suppress(ValueError):
        return np.array_equal(one, other)
    return False  # what cannot be compared


def difference(one: list[Call], other: list[Call]) -> str:
    """The first call in which two recordings set the axes up otherwise, in words."""
    for mine, its in itertools.zip_longest(one, other):
        if not same(mine, its):
            made = mine and its and [*map(type, mine[1])] == [*map(type, its[1])] and " object at 0x" in _words(mine)
            hint = " (make the object once, outside draw)" if made else ""
            return f"{_words(mine)} here, {_words(its)} in the template{hint}"
    return "in another order"


def _words(call: Call | None) -> str:
    if call is None:
        return "nothing"
    path, args, kwargs = call
    words = [repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()]
    return f"{'.'.join(str(step) for step in path)}({', '.join(words)})"
