"""Skills whose frequencies fall as a power of their rank, without end: the law that two theories of scaling start from.

p_k = k^−(α+1) / ζ(α+1) for k = 1, 2, …; ``exponent`` is α, above 0 (michaud2023quantization, nam2024exactly).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import zeta

from simulations.check import above


def frequency(rank: ArrayLike, *, exponent: float) -> np.ndarray:
    """p_k, the share of samples that need the skill of ``rank`` k = 1, 2, …; the shape is that of ``rank``."""
    return np.asarray(rank, float) ** -(_exponent(exponent) + 1) / zeta(exponent + 1)


def rarer_share(rank: ArrayLike, *, exponent: float) -> np.ndarray:
    """Σ_{k > rank} p_k, the share of samples that need a rarer skill: exact, by Hurwitz's zeta function."""
    return zeta(_exponent(exponent) + 1, np.asarray(rank, float) + 1) / zeta(exponent + 1)


def exponent_in_data(exponent: float) -> float:
    """α / (α + 1): how the loss falls with data, where skills are learned in the order of their frequencies."""
    return _exponent(exponent) / (exponent + 1)


def _exponent(exponent: float) -> float:
    return above("exponent", exponent)
