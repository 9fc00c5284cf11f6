"""How good a drawn curve is, and which way it errs. The page is given these very steps (``recorded.py``)."""

from __future__ import annotations

from typing import Any

import numpy as np

from everystate.recorded import recorded

COVERAGE = 0.8  # the share of truths that an honest range holds
CLASSES = ("right", "early", "late", "straight", "sharp", "elsewhere")
CLOSE = 0.05  # shares of the axis's height: truth and drawing this near on average are the same
CLOSE_OF_WAY = 0.1  # and shares of all that the truth goes up or down, where that is little of the axis
NOTICEABLE = 0.05  # shares of the hidden way, or of the rise: less is no error of place or of shape
_TINY = 1e-12  # nothing divides by less


def judged(x: Any, truth: Any, low: Any, high: Any, weight: Any, level: Any, side: Any, alpha: Any) -> dict[str, Any]:
    """What a drawing is worth, as numbers, or as records of numbers.

    ``x`` [points] goes from 0 to 1 along the hidden part; ``truth``, ``low`` and ``high`` [points] are shares of the
    axis's height, of a logarithmic axis in its logarithms; a line is a range whose ends are the same. ``weight``
    [points] sums to 1; the last known point has none. ``side`` is 1 where the curve comes from above ``level``, else
    -1. ``alpha`` is 1 less the coverage: for a line 1, since half of the truths lie above a median.

    - ``score``, 0 to 100: 100 (1 - S), and not below 0, where S is the mean of the interval score,

          S(low, high; truth) = (high - low) + 2/alpha (low - truth) [truth < low]
                                             + 2/alpha (truth - high) [truth > high]

      eq. 43 of T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the
      American Statistical Association 102 (2007), 359-378, with the sign of a loss. Whoever expects to be between the
      ends in 1 - alpha of the cases, and above and below in half of the rest each, does best to say so: width costs,
      and a miss costs more. The whole axis as a range scores 0. For a line S is twice its mean distance.
    - ``verdict``, a place in ``CLASSES``. Right: truth lies ``CLOSE`` to what was drawn, on average, measured by the
      axis and (``CLOSE_OF_WAY``) by the truth's own way from its lowest to its highest. Else the larger of two errors:
      of place (early, late), in shares of the hidden way; and of shape (straight, sharp), in shares of the whole up and
      down that are made between two neighbours. A drawing that never reaches the level is late. Where neither error is
      noticeable, the gap lies elsewhere.
    - ``gap`` [points], how far truth lies outside of what was drawn, 0 within; ``end`` [points], the end that it is
      measured from; ``inside``, how many places have none.
    - ``drawn_at`` and ``truth_at``: where each passes ``level``, in shares of the hidden way, 1 where it does not;
      ``reached``, whether the drawing does.
    """
    below, above = np.maximum(low - truth, 0), np.maximum(truth - high, 0)
    gap = below + above
    loss = np.add.reduce(weight * (high - low + 2 / alpha * gap))
    middle = (low + high) / 2
    drawn_at, truth_at = _passes(x, middle, level, side), _passes(x, truth, level, side)
    place, shape = drawn_at - truth_at, _sharpest(middle) - _sharpest(truth)
    misplaced, misshaped = np.absolute(place), np.absolute(shape)
    of_place, of_shape = np.where(place > 0, 2, 1), np.where(shape > 0, 4, 3)
    error = np.where(misplaced >= misshaped, of_place, of_shape)
    error = np.where(np.maximum(misplaced, misshaped) >= NOTICEABLE, error, 5)
    way = np.maximum.reduce(truth) - np.minimum.reduce(truth)
    close = np.minimum(CLOSE, CLOSE_OF_WAY * way)
    reached = np.minimum.reduce(side * (middle - level)) <= 0
    return {
        "score": 100 * np.maximum(1 - loss, 0),
        "verdict": np.where(np.add.reduce(weight * gap) <= close, 0, np.where(reached, error, 2)),
        "gap": gap,
        "end": np.where(below > 0, low, high),
        "inside": np.add.reduce(np.where(weight > 0, np.where(gap > 0, 0, 1), 0)),
        "drawn_at": drawn_at,
        "truth_at": truth_at,
        "reached": reached,
    }


INPUTS = ["x", "truth", "low", "high", "weight", "level", "side", "alpha"]


def steps() -> dict[str, Any]:
    """``judged`` as the page's script takes it."""
    return recorded(judged, INPUTS)


def _passes(x: Any, y: Any, level: Any, side: Any) -> Any:
    """Where a line through the points first reaches the level, in units of ``x``; the whole way where it never does."""
    before = side * (y - level)  # positive until then
    start, end = before[:-1], before[1:]
    not_yet = np.minimum.accumulate(np.where(start > 0, 1.0, 0.0))
    share = np.where(end > 0, 1.0, start / np.maximum(start - end, _TINY))
    return np.add.reduce(not_yet * share * (x[1:] - x[:-1]))


def _sharpest(y: Any) -> Any:
    """The largest share of all ups and downs that lies between two neighbours; 0 for a flat line."""
    changes = np.absolute(y[1:] - y[:-1])
    return np.maximum.reduce(changes) / np.maximum(np.add.reduce(changes), _TINY)
