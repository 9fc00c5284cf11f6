"""How far an answer strays that a student draws by chance: standard errors, from the number of draws."""

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import between, whole

FOUR = 4.0  # standard errors that a number drawn by chance may stray: one honest draw in 16,000 strays further


def mean_error(values: ArrayLike, draws: int) -> float:
    """The standard error of a mean of ``draws`` values, distributed as the sample ``values``; in their unit."""
    whole("draws", draws, 1)
    return float(np.std(np.asarray(values, float), ddof=1) / np.sqrt(draws))


def share_error(share: float, draws: int) -> float:
    """The standard error of a share among ``draws``."""
    whole("draws", draws, 1)
    return float(np.sqrt(share * (1 - share) / draws))


def quantile_error(values: ArrayLike, quantile: float, draws: int) -> float:
    """The standard error of a quantile of ``draws`` values, distributed as the (much larger) sample ``values``.

    The share of draws below a value has the standard error √(q(1−q)/n). Four of them up or down, the sample's own
    quantiles say how far the quantile goes; a quarter of the wider way is returned, for it need not be even.
    """
    between("quantile", quantile, 0, 1)
    step = FOUR * share_error(quantile, draws)
    low, middle, high = np.quantile(
        np.asarray(values, float), np.clip([quantile - step, quantile, quantile + step], 0, 1)
    )
    return float(max(high - middle, middle - low)) / FOUR
