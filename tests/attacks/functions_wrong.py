"""Wrong arguments: what stands in place of a right one, by what the right one is.

Two sources: ``wrong``, a table of what students type, and ``drawn``, what hypothesis makes of a strategy by the right
one's kind, the same for the same seed. Neither of them reads or writes a file.

Objects that only the book's own functions make (results, axes, tensors, generators, functions) are left as they are:
that they are given is the contract, as it is that a table has the columns of its file.
"""

import math
import numbers
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis
import numpy as np
from hypothesis import configuration, strategies as st
from hypothesis.extra import numpy as arrays
from hypothesis.internal.conjecture import providers

configuration.set_hypothesis_home_dir(os.devnull)  # its table of characters is made anew, and no folder for it

HUGE = 10**9
MANY = 100  # what is asked for with more, and less than HUGE, may rightly take long
WORDS = ("", "nonsense", "Nan", "3", "a\nb\u202e\0", "x" * 10_000)
CHARACTERS = st.characters(exclude_categories=())  # of every category, lone surrogates too
TEXT = st.text(CHARACTERS)
WHOLE = st.integers(-MANY, MANY) | st.integers(min_value=HUGE) | st.integers(max_value=-HUGE)
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
NUMERIC = (
    arrays.boolean_dtypes() | arrays.integer_dtypes() | arrays.unsigned_integer_dtypes() | arrays.floating_dtypes()
)
DTYPES = NUMERIC | arrays.complex_number_dtypes() | arrays.unicode_string_dtypes(max_len=3)
FLOATS = st.floats() | st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 5e-324, 1e308])
SCALARS = NUMERIC.flatmap(arrays.from_dtype).filter(lambda one: not MANY < abs(float(one)) < HUGE)
PLAIN = st.none() | st.booleans() | WHOLE | st.floats() | st.complex_numbers() | TEXT | st.binary(max_size=8)
ARRAYS = arrays.arrays(DTYPES, SHAPES) | arrays.arrays(object, SHAPES, elements=PLAIN)
ANYTHING = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(TEXT, PLAIN, max_size=2) | ARRAYS


def wrong(value: Any) -> Iterator[tuple[str, Any]]:
    """What to try in the place of ``value``, each with a name; nothing where it is an object of the book's own."""
    if isinstance(value, bool | np.bool_):
        yield from _named(None, "no", math.nan, 2, [])
    elif isinstance(value, numbers.Number | np.number):
        yield from _named(0, -1, 0.5, value * 1.5, -value, math.nan, math.inf, -math.inf, None, str(value), *WORDS[:3])
        yield from _named(HUGE, [], [value], [value, value], np.array(value), print)
    elif isinstance(value, str):
        yield from _named(*WORDS, value.upper(), f" {value}", None, 0, math.nan, [], [value])
    elif isinstance(value, np.ndarray) or _is_numbers(value):
        yield from _arrays(np.asarray(value))
    elif isinstance(value, list | tuple):
        yield from _named(
            [], (), None, 3, "nonsense", [None], [[]], list(value) * 2, list(value)[::-1], list(value)[:1]
        )
    elif value is None:
        yield from _named(0, -1, math.nan, "nonsense", [], np.array([0.5, math.nan]))


def strategy(value: Any) -> st.SearchStrategy:
    """What hypothesis makes in the place of ``value``: three of four are of its kind, one is anything."""
    if isinstance(value, bool | np.bool_) or value is None:
        return ANYTHING
    if isinstance(value, numbers.Number | np.number):
        size = min(abs(float(np.nan_to_num(np.real(value)))), 1e300) or 1.0
        own = FLOATS | st.floats(-2 * size, 2 * size) | WHOLE | SCALARS
    elif isinstance(value, str):
        own = TEXT | _near(value)
    elif isinstance(value, np.ndarray) or _is_numbers(value):
        own = _changed(np.asarray(value)) | ARRAYS
    else:
        own = _relisted(value)
    return st.integers(0, 3).flatmap(lambda number: own if number else ANYTHING)


def drawn(value: Any, seed: str, count: int) -> Iterator[tuple[str, Any]]:
    """Up to ``count`` things that hypothesis makes in the place of ``value``, each with its ``repr``."""
    found: dict[str, Any] = {}

    @hypothesis.seed(seed)
    @hypothesis.settings(
        database=None,
        deadline=None,
        max_examples=3 * count,  # the first are the simplest there are, two in a row alike, and some come twice
        phases=[hypothesis.Phase.generate],
        suppress_health_check=[*hypothesis.HealthCheck],
    )
    @hypothesis.given(strategy(value))
    def collect(one: Any) -> None:
        found.setdefault(repr(one), one)

    # What stands in the code that is attacked is not taken up: a call stays the same while a fault is mended.
    with mock.patch.object(providers, "is_local_module_file", return_value=False):
        collect()
    for words in [*found][2::2][:count]:
        yield " ".join(words.split()), found[words]


@st.composite
def _near(draw: st.DrawFn, value: str) -> str:
    """The text with a letter less, more or another, or in another case or form."""
    at, letter = draw(st.integers(0, len(value))), draw(CHARACTERS)
    forms = (value[:at] + value[at + 1 :], value[:at] + letter + value[at:], value[:at] + letter + value[at + 1 :])
    cases = (value.title(), value.swapcase(), value[::-1], value * 2, unicodedata.normalize("NFD", value))
    return draw(st.sampled_from([one for one in forms + cases if one != value]))


@st.composite
def _changed(draw: st.DrawFn, value: np.ndarray) -> Any:
    """The array with some elements of others, of another dtype or shape."""
    how = draw(st.sampled_from(["elements", "dtype", "shape", "all"]))
    if value.dtype.kind not in "biuf" or how == "shape" or not value.size:
        return np.resize(value, draw(SHAPES))
    if how == "dtype":
        with np.errstate(all="ignore"):
            return value.astype(draw(DTYPES | st.just(object)))
    if how == "all":
        return np.full(value.shape, draw(FLOATS))
    changed = value.astype(float)
    for _ in range(draw(st.integers(1, 3))):
        changed.flat[draw(st.integers(0, value.size - 1))] = draw(FLOATS)
    return changed if draw(st.booleans()) else changed.tolist()


@st.composite
def _relisted(draw: st.DrawFn, value: list | tuple) -> list | tuple:
    """The list with an element less, twice or another, or in another order."""
    if not value:
        return type(value)(draw(st.lists(PLAIN, min_size=1, max_size=3)))
    at, how = draw(st.integers(0, len(value) - 1)), draw(st.sampled_from(["less", "twice", "another", "order"]))
    new = list(value)
    if how == "order":
        new = draw(st.permutations(new))
    else:
        new[at : at + 1] = {"less": [], "twice": [new[at]] * 2}.get(how) or ([draw(PLAIN)] if how == "another" else [])
    return new if isinstance(value, list) else tuple(new)


def attacked(value: Any) -> bool:
    """Whether there is something to try in its place."""
    return not isinstance(value, Path) and next(wrong(value), None) is not None


def of_another_kind(right: Any, value: Any) -> bool:
    """Whether ``value`` is no number where ``right`` is one, not of numbers where that is of numbers, no text ..."""
    if isinstance(right, bool | np.bool_ | str) or right is None:
        return not isinstance(value, type(right))
    if isinstance(value, bool | np.bool_ | complex | np.complexfloating):
        return True
    if isinstance(value, numbers.Integral) and abs(int(value)) >= 2**63:
        return True
    if isinstance(right, numbers.Integral) and not isinstance(value, numbers.Integral):
        return True
    if isinstance(right, numbers.Number | np.number):
        return not isinstance(value, numbers.Real | np.number)
    if isinstance(right, np.ndarray) or _is_numbers(right):
        return not _is_numbers(value) and not (isinstance(value, np.ndarray) and value.dtype.kind in "iuf")
    return not isinstance(value, type(right))


def at_the_ends(value: Any) -> bool:
    """Whether a number is so large or small that its square, or one over it, is past what floats or its dtype hold."""
    try:
        size = np.abs(np.asarray(value, dtype=float))
    except OverflowError:
        return True
    except (TypeError, ValueError):
        return False
    high, low = 1e150, 1e-150
    kind = value.dtype.kind if isinstance(value, np.generic | np.ndarray) else ""
    if kind == "f":
        high, low = (
            min(high, float(np.finfo(value.dtype).max) ** 0.5),
            max(low, float(np.finfo(value.dtype).tiny) ** 0.5),
        )
    elif kind in ("i", "u"):  # one less than nothing is past what an unsigned one holds
        high = -1 if kind == "u" else float(np.iinfo(value.dtype).max) ** 0.5
    return bool(((size > high) | ((size > 0) & (size < low))).any())


def much(value: Any) -> bool:
    """Whether it is a billion of something, or more."""
    return isinstance(value, numbers.Real) and HUGE <= value < math.inf


def not_finite(value: Any) -> bool:
    """Whether NaN or infinity is, or is in, an argument."""
    try:
        return not np.isfinite(np.asarray(value, dtype=complex)).all()
    except (TypeError, ValueError, OverflowError):
        return isinstance(value, list | tuple) and any(not_finite(one) for one in value)


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
    yield from _named(None, "nonsense", [], 0, -1, 0.5, math.nan, ["a", "b"], [[1], [1, 2]])
    yield "empty, of its number of axes", value[:0]
    yield "one element", value[:1]
    yield "one element less", value[:-1]
    yield "an axis more", value[..., None]
    yield "flat", value.ravel()
    yield "transposed", value.T
    yield "reversed", value[::-1]
    if value.dtype.kind not in "biuf" or not value.size:
        return
    first = (0,) * value.ndim
    for name, one in (("NaN", math.nan), ("inf", math.inf), ("-inf", -math.inf), ("-1", -1), ("0", 0)):
        changed = value.astype(float)
        changed[first] = one
        yield f"{name} as its first element", changed
        yield f"{name} everywhere", np.full(value.shape, one, float)
    yield "times -1", -value.astype(float)
    yield "plus 0.5", value + 0.5
