"""Wrong arguments: what stands in place of a right one, by what the right one is; those that students type come first.

Objects that only the book's own functions make (results, axes, tensors, generators, functions) are left as they are:
that they are given is the contract, as it is that a table has the columns of its file.
"""

import math
import numbers
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

HUGE = 10**9
WORDS = ("", "nonsense", "Nan", "3", "a\nb\u202e\0", "x" * 10_000)


def wrong(value: Any) -> Iterator[tuple[str, Any]]:
    """What to try in the place of ``value``, each with a name; nothing where it is an object of the book's own."""
    if isinstance(value, bool | np.bool_):
        yield from _named(None, "no", math.nan, 2, [], np.array([True, False]))
    elif isinstance(value, numbers.Number | np.number):
        yield from _named(0, -1, 0.5, value * 1.5, -value, math.nan, math.inf, -math.inf, None, str(value), *WORDS[:3])
        yield from _named(HUGE, 10**30, 1e308, 5e-324, [], [value], [value, value], np.full((2, 2), value), value + 1j)
        yield from _named(True, {}, np.float32(value), np.array(value), b"1", print)
    elif isinstance(value, str):
        yield from _named(*WORDS, value.upper(), f" {value}", None, 0, math.nan, True, [], [value], {}, value.encode())
    elif isinstance(value, np.ndarray) or _is_numbers(value):
        yield from _arrays(np.asarray(value))
    elif isinstance(value, list | tuple):
        yield from _named(
            [], (), None, 3, "nonsense", [None], [[]], list(value) * 2, list(value)[::-1], list(value)[:1]
        )
    elif value is None:
        yield from _named(0, -1, math.nan, "nonsense", [], np.array([0.5, math.nan]), {})


def attacked(value: Any) -> bool:
    """Whether there is something to try in its place."""
    return not isinstance(value, Path) and next(wrong(value), None) is not None


def of_another_kind(right: Any, value: Any) -> bool:
    """Whether ``value`` is no number where ``right`` is one, not of numbers where that is of numbers, no text ..."""
    if isinstance(right, bool | np.bool_ | str) or right is None:
        return not isinstance(value, type(right))
    if isinstance(value, bool | complex) or (isinstance(value, int) and abs(value) > 2**63):
        return True
    if isinstance(right, numbers.Integral) and not isinstance(value, numbers.Integral):
        return True
    if isinstance(right, numbers.Number | np.number):
        return not isinstance(value, numbers.Real | np.number)
    if isinstance(right, np.ndarray) or _is_numbers(right):
        return not _is_numbers(value) and not (isinstance(value, np.ndarray) and value.dtype.kind in "iuf")
    return not isinstance(value, type(right))


def at_the_ends(value: Any) -> bool:
    """Whether a number is so large or small that its square, or one over it, is past what floats hold."""
    try:
        size = np.abs(np.asarray(value, dtype=float))
    except (TypeError, ValueError, OverflowError):
        return False
    return bool(((size > 1e150) | ((size > 0) & (size < 1e-150))).any())


def not_finite(value: Any) -> bool:
    """Whether NaN or infinity is, or is in, an argument."""
    try:
        return not np.isfinite(np.asarray(value, dtype=complex)).all()
    except (TypeError, ValueError, OverflowError):
        return False


def _named(*values: Any) -> Iterator[tuple[str, Any]]:
    for value in values:
        words = repr(value)
        yield words if len(words) < 40 else f"{words[:30]}… ({type(value).__name__})", value


def _is_numbers(value: Any) -> bool:
    try:
        return isinstance(value, list | tuple | range) and len(value) > 0 and np.asarray(value).dtype.kind in "biuf"
    except ValueError:
        return False


def _arrays(value: np.ndarray) -> Iterator[tuple[str, Any]]:
    yield from _named(None, "nonsense", [], 0, -1, 0.5, math.nan, {}, ["a", "b"], [None, 1], [[1], [1, 2]])
    yield "empty, of its number of axes", value[:0]
    yield "one element", value[:1]
    yield "one element less", value[:-1]
    yield "an axis more", value[..., None]
    yield "flat", value.ravel()
    yield "transposed", value.T
    yield "reversed", value[::-1]
    yield "as text", value.astype(str)
    yield "as objects", value.astype(object)
    if value.dtype.kind not in "biuf" or not value.size:
        return
    first = (0,) * value.ndim
    for name, one in (
        ("NaN", math.nan),
        ("inf", math.inf),
        ("-inf", -math.inf),
        ("-1", -1),
        ("0", 0),
        ("1e308", 1e308),
    ):
        changed = value.astype(float)
        changed[first] = one
        yield f"{name} as its first element", changed
        yield f"{name} everywhere", np.full(value.shape, one, float)
    yield "times -1", -value.astype(float)
    yield "plus 0.5", value + 0.5
    yield "complex", value.astype(complex) + 1j
    yield "as booleans", value.astype(bool)
