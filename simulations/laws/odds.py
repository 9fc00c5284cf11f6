"""Odds: a chance against its opposite, and how many times one group's are another's."""

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import within


def odds(share: ArrayLike) -> np.ndarray:
    """share / (1 − share), of the shape of ``share``: 1 at one half, infinite at 1.

    Raises ``ValueError`` unless every share lies from 0 to 1.
    """
    share = np.asarray(within("share", share, 0, 1), dtype=float)
    with np.errstate(divide="ignore"):
        return share / (1 - share)


def odds_ratio(share: ArrayLike, other: ArrayLike) -> np.ndarray:
    """The odds of ``share`` divided by those of ``other``; the two broadcast.

    Infinite where ``other`` is 0, or ``share`` is 1; not a number where both odds are 0, or both infinite.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return odds(share) / odds(other)
