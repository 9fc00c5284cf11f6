"""A rise with scale: the logistic of a given width, where a curve reaches a level, and how wide its rise is.

Scale is anything that grows by factors, parameters or compute; ``decades`` are its log10. The width of a rise is the
number of decades that it takes from 10% to 90%.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from simulations.check import above, require

LOG_ODDS = 2 * float(logit(0.9))  # natural, gained from 10% to 90%: 2 ln 9


def steepness(width: ArrayLike) -> np.ndarray:
    """The log-odds (natural) that a logistic gains a decade when it rises from 10% to 90% in ``width`` decades.

    2 ln 9 / width, so that the same function turns a steepness back into its width; the shape is that of ``width``.
    Raises ``ValueError`` unless every width is above 0.
    """
    return LOG_ODDS / np.asarray(above("width", width, unit="decades"), dtype=float)


def logistic(decades: ArrayLike, *, width: ArrayLike) -> np.ndarray:
    """A logistic rise from 0 to 1 in ``decades``, one half at 0, from 10% to 90% in ``width``; the two broadcast.

    Raises ``ValueError`` unless every width is above 0.
    """
    return expit(steepness(width) * np.asarray(decades, dtype=float))


def crossing(scale: ArrayLike, value: ArrayLike, *, level: float, extended: bool = False) -> float:
    """The first scale where ``value`` (points,) reaches ``level`` from below, linear in log scale between points.

    As ``crossing_decades``, for one curve over ``scale`` (points,), above 0. To find where a falling value reaches a
    level, negate both.
    """
    return float(10 ** crossing_decades(np.log10(scale), value, level=level, extended=extended))


def crossing_decades(decades: ArrayLike, value: ArrayLike, *, level: float, extended: bool = False) -> np.ndarray:
    """Where each curve of ``value`` (..., points) first reaches ``level`` from below: (...), in decades.

    Linear between points; ``decades`` (points,) rise. Infinite where the level is never reached. A curve that begins
    above it gives the first point, or, ``extended``, where the line through the first two points meets the level.
    Raises ``ValueError`` for fewer than two points, or decades of another number.
    """
    x, y = np.asarray(decades, dtype=float), np.asarray(value, dtype=float)
    require(x.ndim == 1 and len(x) > 1, "decades", "be one row of 2 or more", x.shape)
    require(y.shape[-1:] == x.shape, "value", f"have a point for each of the {len(x)} decades", y.shape)
    there = y >= level
    right = np.maximum(there.argmax(axis=-1), 1)
    low, high = (np.take_along_axis(y, i[..., None], axis=-1)[..., 0] for i in (right - 1, right))
    rises = ~(high <= low)  # of the first two points alone this is not sure
    share = np.where(rises, (level - low) / np.where(rises, high - low, 1), 0)
    place = x[right - 1] + (x[right] - x[right - 1]) * share
    if not extended:
        place = np.where(there[..., 0], x[0], place)
    return np.where(there.any(axis=-1), place, np.inf)


def width(decades: ArrayLike, value: ArrayLike) -> np.ndarray:
    """The decades that each rising curve of ``value`` (..., points) takes from 10% to 90%: (...).

    A curve that begins above 10% is extended to the left. Infinite, or not a number, where it never gets so far.
    """
    low, high = (crossing_decades(decades, value, level=level, extended=True) for level in (0.1, 0.9))
    return high - low
