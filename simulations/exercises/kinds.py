"""The kinds of answer that an exercise takes: how each is read, and when it is right.

Every kind has ``form``, what is asked for in words; ``read(value)``, which gives the answer in one shape or raises
``Misread`` with a sentence for the student; ``right(value, expected, given)``; and ``said(expected)``, Python that a
notebook may assign.
"""

import contextlib
import math
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np

from simulations.exercises.chance import FOUR


class Misread(ValueError):
    """A value that is no answer of its kind; the sentence says what is asked for."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number, right where it lies within ``rel`` of the expected one, or within ``abs``, whichever is wider.

    ``low``, ``high``: what can be at all (both included), in the unit that ``Answer.asks`` names. ``standard_error``:
    where the answer is drawn by chance, how far one student's draw strays: one standard error, from the exercise's
    parameters; FOUR of them are allowed, which refuses about one honest draw in 16,000.
    """

    rel: float = 0.01
    abs: float = 0.0
    low: float = -math.inf
    high: float = math.inf
    standard_error: Callable[..., float] | None = None

    @property
    def form(self) -> str:
        """A number, and between which bounds."""
        if (self.low, self.high) == (0, 1):
            return "a share, from 0 to 1"
        if math.isfinite(self.low) and math.isfinite(self.high):
            return f"a number from {self.low:g} to {self.high:g}"
        return f"a number, {self.low:g} or more" if math.isfinite(self.low) else "a number"

    def read(self, value: Any) -> float:
        """The value as a float; numbers of numpy and PyTorch, and arrays of one element, are taken as well."""
        if not isinstance(value, numbers.Real) and callable(getattr(value, "item", None)):
            with contextlib.suppress(ValueError, RuntimeError):  # more than one element
                value = value.item()
        if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
            raise Misread(f"{kind_of(value)} was given, and {self.form} is asked for")
        value = float(value)
        if math.isnan(value):
            raise Misread("it is NaN, which no number is: something before it was divided by zero, or is missing")
        if not self.low <= value <= self.high:
            raise Misread(_outside(value, self.low, self.high, self.form))
        return value

    def right(self, value: float, expected: float, given: Mapping = {}) -> bool:
        """Whether the value is near enough to the expected one."""
        if not math.isfinite(expected):
            return value == expected
        return abs(value - expected) <= self.tolerance(expected, given)

    def tolerance(self, expected: float, given: Mapping = {}) -> float:
        """How far an answer may lie from the expected one, in its unit."""
        chance = FOUR * self.standard_error(**given) if self.standard_error else 0.0
        return max(self.rel * abs(expected), self.abs, chance) * (1 + 1e-9)

    def said(self, expected: float) -> str:
        """The number to six digits."""
        return f"{float(expected):.6g}"


def share(**more: Any) -> Number:
    """A ``Number`` from 0 to 1."""
    return Number(low=0, high=1, **more)


@dataclass(frozen=True, kw_only=True)
class Whole(Number):
    """A whole number, right where it is ``off`` or less from the expected one."""

    off: int = 0

    @property
    def form(self) -> str:
        """A whole number, and between which bounds."""
        if math.isfinite(self.low) and math.isfinite(self.high):
            return f"a whole number from {self.low:,.0f} to {self.high:,.0f}"
        return f"a whole number, {self.low:,.0f} or more" if math.isfinite(self.low) else "a whole number"

    def read(self, value: Any) -> float:
        """The value, which must be whole."""
        value = super().read(value)
        if value != math.floor(value):
            raise Misread("it is not whole, and a whole number is asked for: up or down?")
        return value

    def tolerance(self, expected: float, given: Mapping = {}) -> float:
        """``off``, or what chance allows."""
        chance = FOUR * self.standard_error(**given) if self.standard_error else 0.0
        return max(self.off, chance)

    def said(self, expected: float) -> str:
        """The number in full."""
        return f"{int(expected)}"


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """``count`` numbers in an order that ``Answer.asks`` names, each as ``each`` reads it."""

    count: int
    each: Number = Number()

    @property
    def form(self) -> str:
        """How many numbers."""
        return f"a list or array of {self.count} numbers"

    def read(self, value: Any) -> list[float]:
        """The values as a list; a tensor or a table's column is taken as well."""
        if _listed(value):
            shape = tuple(value.shape) if hasattr(value, "shape") else (len(value),)
            if shape != (self.count,):
                raise Misread(f"its shape is {shape}, and {self.form} is asked for: the shape ({self.count},)")
            return [self._one(place, one) for place, one in enumerate(value)]
        raise Misread(f"{kind_of(value)} was given, and {self.form} is asked for")

    def _one(self, place: int, value: Any) -> float:
        try:
            return self.each.read(value)
        except Misread as error:
            raise Misread(f"at place {place + 1}: {error}") from None

    def right(self, value: list[float], expected: Sequence[float], given: Mapping = {}) -> bool:
        """Whether all are right."""
        return not self.wrong_places(value, expected, given)

    def wrong_places(self, value: list[float], expected: Sequence[float], given: Mapping = {}) -> list[int]:
        """The places, from 1, of those that are not."""
        pairs = zip(value, expected, strict=True)
        return [place for place, (mine, its) in enumerate(pairs, 1) if not self.each.right(mine, its, given)]

    def said(self, expected: Sequence[float]) -> str:
        """A list of numbers."""
        return f"[{', '.join(self.each.said(one) for one in expected)}]"


@dataclass(frozen=True, kw_only=True)
class Wholes:
    """Some whole numbers, of which neither order nor repetition counts; ``empty`` where there may be none."""

    low: int
    high: int
    empty: bool = False

    @property
    def form(self) -> str:
        """What list."""
        listed = f"a list of whole numbers from {self.low:,} to {self.high:,}"
        return f"{listed}, perhaps an empty one" if self.empty else listed

    def read(self, value: Any) -> frozenset[int]:
        """The values as a set."""
        if not _listed(value) and not isinstance(value, set | frozenset):
            raise Misread(f"{kind_of(value)} was given, and {self.form} is asked for")
        shape = tuple(getattr(value, "shape", (len(value),)))
        if sum(length != 1 for length in shape) > 1:  # a row or a column is taken, as np.argwhere gives them
            raise Misread(f"its shape is {shape}, and {self.form} is asked for")
        if math.prod(shape) > LONGEST:
            raise Misread(f"it holds {math.prod(shape):,} numbers, and {self.form} is asked for")
        one = Whole(low=self.low, high=self.high)
        flat = np.asarray(value).ravel().tolist() if hasattr(value, "shape") else value
        return frozenset(int(one.read(element)) for element in flat)

    def right(self, value: frozenset[int], expected: Sequence[int], given: Mapping = {}) -> bool:
        """Whether it is the same set."""
        return value == frozenset(int(one) for one in expected)

    def said(self, expected: Sequence[int]) -> str:
        """The numbers in order."""
        return str(sorted(int(one) for one in expected))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of some ``options``: words, upper or lower case."""

    options: tuple[str, ...]

    @property
    def form(self) -> str:
        """The options."""
        return "one of " + ", ".join(repr(option) for option in self.options)

    def read(self, value: Any) -> str:
        """The option as the exercise writes it."""
        known = {option.casefold(): option for option in self.options}
        if not isinstance(value, str) or value.strip().casefold() not in known:
            said = repr(value) if isinstance(value, str) and len(value) < 40 else kind_of(value)
            raise Misread(f"{said} was given, and {self.form} is asked for")
        return known[value.strip().casefold()]

    def right(self, value: str, expected: str, given: Mapping = {}) -> bool:
        """Whether it is the option expected."""
        return value == expected

    def said(self, expected: str) -> str:
        """The option in quotes."""
        return repr(expected)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """True or False."""

    form = "True or False"

    def read(self, value: Any) -> bool:
        """The truth; 0 and 1 are none."""
        if not isinstance(value, bool | np.bool_):
            raise Misread(f"{kind_of(value)} was given, and {self.form} is asked for")
        return bool(value)

    def right(self, value: bool, expected: bool, given: Mapping = {}) -> bool:
        """Whether it is the truth expected."""
        return value == bool(expected)

    def said(self, expected: bool) -> str:
        """The word."""
        return str(bool(expected))


@dataclass(frozen=True, kw_only=True)
class Built:
    """Something of the student's own, of which many are right: ``fault(value, given)`` says what is wrong, or "".

    ``form`` says in words what it is; ``check`` gives it in one shape or raises ``Misread``.
    """

    form: str
    check: Callable[[Any], Any]
    fault: Callable[[Any, Mapping], str]

    def read(self, value: Any) -> Any:
        """The value in its shape."""
        return self.check(value)

    def right(self, value: Any, expected: Any, given: Mapping = {}) -> bool:
        """Whether nothing is wrong with it."""
        return not self.fault(value, given)

    def said(self, expected: Any) -> str:
        """The book's own, as Python."""
        return repr(expected)


@dataclass(frozen=True, kw_only=True)
class State:
    """A link to a state of the simulation ``figure``, whose controls ``fault(controls, given)`` judges: "" if right."""

    figure: str
    fault: Callable[[Mapping[str, str], Mapping], str]

    @property
    def form(self) -> str:
        """What link."""
        return f"the link to a state of the figure {self.figure!r} (its link button copies it)"

    def read(self, value: Any) -> dict[str, str]:
        """The controls of the link, as they stand in it."""
        if not isinstance(value, str):
            raise Misread(f"{kind_of(value)} was given, and {self.form} is asked for")
        figure, _, controls = urlsplit(value.strip()).fragment.partition("?")
        if figure != self.figure:
            raise Misread(f"{value[:60]!r} was given, and {self.form} is asked for")
        return dict(parse_qsl(controls))

    def right(self, value: dict[str, str], expected: str, given: Mapping = {}) -> bool:
        """Whether the state is one of those asked for."""
        return not self.fault(value, given)

    def said(self, expected: str) -> str:
        """The link in quotes."""
        return repr(expected)


Kind = Number | Numbers | Wholes | Choice | Truth | Built | State


LONGEST = 10_000  # elements of a list that are looked at: `range(10**12)` is a list, too


def _listed(value: Any) -> bool:
    """Whether a value is a list of some kind: an array, a tensor, a table's column, or a sequence other than words."""
    if isinstance(value, str | bytes | Mapping):
        return False
    return isinstance(value, Sequence) or (hasattr(value, "__array__") and len(getattr(value, "shape", ())) > 0)


def kind_of(value: Any) -> str:
    """What a value is, for a sentence: "a string", "an array of shape (3, 2)", "a function"."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if callable(value):
        return "a function" if hasattr(value, "__name__") else f"a {type(value).__name__}"
    names = {"str": "a string", "bool": "a truth value", "bool_": "a truth value", "int": "a whole number"}
    names |= {"float": "a number", "float64": "a number", "dict": "a dictionary", "complex": "a complex number"}
    if isinstance(value, list | tuple | set | frozenset):
        return f"a {type(value).__name__} of {len(value)}"
    name = type(value).__name__
    return names.get(name, f"{'an' if re.match('[aeiouAEIOU]', name) else 'a'} {name}")


def _outside(value: float, low: float, high: float, form: str) -> str:
    if (low, high) == (0, 1) and 1 < value <= 100:
        return "it is above 1, and a share is asked for, from 0 to 1: is it a percentage?"
    return f"it is {'below' if value < low else 'above'} what can be: {form} is asked for"
