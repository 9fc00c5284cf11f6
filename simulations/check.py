"""Checks of arguments: what fails raises ``ValueError`` in one form, ``NAME must …, not VALUE``.

Each returns the value it was given. Of an array every element is checked, and the first at fault is said; NaN never
passes, nor does what is no number where one is wanted. What is said of a fault is made where there is one: a figure's
states are checked by the thousand.
"""

from collections.abc import Collection
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

Value = TypeVar("Value")
LARGEST = np.finfo(float).max
LONGEST = 200  # characters of a value that are repeated to whoever gave it


def require(ok: ArrayLike, name: str, allowed: str, value: Value) -> Value:
    """The general form: ``value`` where ``ok`` (one truth, or one an element) holds; ``allowed`` starts with a verb."""
    ok = np.asarray(ok)
    if not ok.all():
        raise ValueError(f"{name} must {allowed}, not {_at_fault(value, ok)}")
    return value


def one_of(name: str, value: Value, allowed: Collection) -> Value:
    """``value`` is one of ``allowed``: "metric must be one of Brier score, edit distance, not 'x'"."""
    try:
        ok = value in allowed
    except (TypeError, ValueError):  # a list is no key, and an array has no one truth
        ok = False
    return require(ok, name, f"be one of {', '.join(map(str, allowed))}", value)


def within(name: str, value: Value, low: float, high: float) -> Value:
    """``value`` lies from ``low`` to ``high``, both included."""
    number = _numbers(value)
    ok = (low <= number) & (number <= high)
    return value if ok.all() else require(ok, name, f"lie from {_bound(low)} to {_bound(high)}", value)


def between(name: str, value: Value, low: float, high: float) -> Value:
    """``value`` lies between ``low`` and ``high``, both excluded."""
    number = _numbers(value)
    ok = (low < number) & (number < high)
    allowed = "lie between {} and {}, both excluded"
    return value if ok.all() else require(ok, name, allowed.format(_bound(low), _bound(high)), value)


def above(name: str, value: Value, low: float = 0, *, unit: str = "") -> Value:
    """``value`` is above ``low``: "loss must be above 1.69 nats, not 1.5"."""
    ok = _numbers(value) > low
    return value if ok.all() else require(ok, name, f"be above {_bound(low)}{_spaced(unit)}", value)


def at_least(name: str, value: Value, low: float, *, unit: str = "") -> Value:
    """``value`` is ``low`` or more: "answer_length must be 1 or more tokens, not 0"."""
    ok = _numbers(value) >= low
    return value if ok.all() else require(ok, name, f"be {_bound(low)} or more{_spaced(unit)}", value)


def whole(name: str, value: Value, low: int, high: int | None = None) -> Value:
    """``value`` is a whole number, ``low`` or more, and no more than ``high`` where there is one; never infinite."""
    number = _numbers(value)
    allowed = f"{low} or more" if high is None else f"{low} to {high:,}"
    ok = (number == np.floor(number)) & (low <= number) & (number <= (LARGEST if high is None else high))
    return require(ok, name, f"be a whole number, {allowed}", value)


def _numbers(value: Any) -> np.ndarray:
    """The array that is compared; NaN, which is never allowed, for what is not made of real numbers."""
    try:
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            return array
        if array.dtype.kind == "O":  # whole numbers past 64 bits
            return array.astype(float)
    except (TypeError, ValueError, OverflowError):
        pass
    return np.asarray(np.nan)


def _bound(bound: float) -> str:
    return f"{bound:,}" if isinstance(bound, int) else f"{bound:g}"


def _spaced(unit: str) -> str:
    return f" {unit}" if unit else ""


def _at_fault(value: Any, ok: np.ndarray) -> str:
    """The first element of ``value`` that is not ``ok``, or the value itself; numpy's scalars as Python writes them."""
    if ok.ndim and np.shape(value) == ok.shape:
        value = np.asarray(value)[~ok][0]
    words = repr(value.item() if isinstance(value, np.generic | np.ndarray) and np.ndim(value) == 0 else value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
