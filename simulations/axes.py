"""Axes: limits, ticks and what stands beside them, as every drawing sets them.

A tick is said by one of ``plain``, ``percent``, ``power`` and ``size``, or by a word of its own: ``ticks`` is a row of
values, or a dict from value to word. Limits never follow the data, so that the axes stand still from state to state.
"""

import functools
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes

from simulations import words

QUARTERS = (0, 0.25, 0.5, 0.75, 1)
Ticks = Iterable[float] | Mapping[float, str] | None


# A drawing is made anew for every state, and says the same ticks each time.
plain, percent = (functools.lru_cache(say) for say in (words.plain, words.percent))


@functools.lru_cache
def power(value: float) -> str:
    """A power of ten: "10²¹"."""
    return words.power_of_ten(round(np.log10(value)))


@functools.lru_cache
def size(value: float) -> str:
    """A number of parameters or tokens: "10M", "1T"."""
    return words.parameters_in_words(value)


def decades(low: float, high: float, *, every: int = 1) -> list[float]:
    """The powers of ten from ``low`` to ``high``, or every so many of them from the first on."""
    first, last = np.ceil(np.log10(low)), np.floor(np.log10(high))
    return [10.0**exponent for exponent in range(int(first), int(last) + 1, every)]


def padded(low: float, high: float, share: float) -> tuple[float, float]:
    """Limits with a margin at both ends: so large a share of what lies between."""
    margin = share * (high - low)
    return low - margin, high + margin


def log_x(ax: Axes, limits: tuple[float, float], *, label: str, ticks: Ticks = None, say: Callable = power) -> None:
    """A logarithmic x axis; without ``ticks``, one at each power of ten within the limits."""
    _log(ax, "x", limits, label, ticks, say)


def log_y(ax: Axes, limits: tuple[float, float], *, label: str, ticks: Ticks = None, say: Callable = power) -> None:
    """A logarithmic y axis; without ``ticks``, one at each power of ten within the limits."""
    _log(ax, "y", limits, label, ticks, say)


def linear_x(ax: Axes, limits: tuple[float, float], *, label: str, ticks: Ticks = None, say: Callable = plain) -> None:
    """A linear x axis; without ``ticks``, those that matplotlib chooses."""
    _limits(ax, "x", limits, label, ticks, say)


def linear_y(ax: Axes, limits: tuple[float, float], *, label: str, ticks: Ticks = None, say: Callable = plain) -> None:
    """A linear y axis; without ``ticks``, those that matplotlib chooses."""
    _limits(ax, "y", limits, label, ticks, say)


def share_x(ax: Axes, *, label: str, margin: float = 0.0, ticks: Ticks = QUARTERS, say: Callable = percent) -> None:
    """A linear x axis from 0 to 1, with a margin at both ends and a tick at each quarter."""
    linear_x(ax, padded(0, 1, margin), label=label, ticks=ticks, say=say)


def share_y(ax: Axes, *, label: str, margin: float = 0.02, ticks: Ticks = QUARTERS, say: Callable = percent) -> None:
    """A linear y axis from 0 to 1, with a margin at both ends and a tick at each quarter."""
    linear_y(ax, padded(0, 1, margin), label=label, ticks=ticks, say=say)


def cells(ax: Axes, rows: int, columns: int) -> None:
    """The axes of a picture of ``rows`` by ``columns`` cells, the first row on top: no ticks, no grid."""
    linear_x(ax, (-0.5, columns - 0.5), label="", ticks=())
    linear_y(ax, (rows - 0.5, -0.5), label="", ticks=())
    ax.grid(False)


def _log(ax: Axes, way: str, limits: tuple, label: str, ticks: Ticks, say: Callable) -> None:
    getattr(ax, f"set_{way}scale")("log")
    _limits(ax, way, limits, label, decades(*limits) if ticks is None else ticks, say)
    ax.minorticks_off()


def _limits(ax: Axes, way: str, limits: tuple, label: str, ticks: Ticks, say: Callable) -> None:
    getattr(ax, f"set_{way}lim")(*limits)
    if isinstance(ticks, Mapping):
        getattr(ax, f"set_{way}ticks")([*ticks], [*ticks.values()])
    elif ticks is not None:
        getattr(ax, f"set_{way}ticks")([*ticks], [say(tick) for tick in ticks])
    if label:
        getattr(ax, f"set_{way}label")(label)
