"""Addition by number of digits, in the book's own trained models: does one digit come gradually and do many jump?"""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.data import table
from simulations.laws.rise import crossing


@dataclass(frozen=True)
class Lengths:
    """Shares of sums answered exactly right, by model size, for operands of one digit and of ``digits`` digits.

    parameters: (sizes,); one, many: (sizes,) means over the seeds; many_seeds: (sizes, seeds); power: (sizes,) one to
    the power ``digits``; one_half, many_half: parameters at which the means reach one half; one_decades, many_decades:
    factors of ten of parameters that the means take from 10% to 80%.
    """

    parameters: np.ndarray
    one: np.ndarray
    many: np.ndarray
    many_seeds: np.ndarray
    power: np.ndarray
    one_half: float
    many_half: float
    one_decades: float
    many_decades: float


def lengths(*, digits: int = 8) -> Lengths:
    """One digit against ``digits`` (2 to 8), from the shipped sweep. Raises ``ValueError`` for another number."""
    check.whole("digits", digits, 2, 8)
    groups = table("arithmetic_groups")
    parameters = np.unique(groups["parameters"][groups["panel"] == "main"])
    one, many = (_exact(groups, parameters, length) for length in (1, digits))
    return Lengths(
        parameters=parameters,
        one=one.mean(axis=1),
        many=many.mean(axis=1),
        many_seeds=many,
        power=one.mean(axis=1) ** digits,
        one_half=crossing(parameters, one.mean(axis=1), level=0.5, extended=True),
        many_half=crossing(parameters, many.mean(axis=1), level=0.5, extended=True),
        one_decades=decades(parameters, one.mean(axis=1)),
        many_decades=decades(parameters, many.mean(axis=1)),
    )


def decades(parameters: np.ndarray, score: np.ndarray) -> float:
    """Factors of ten of ``parameters`` from where ``score`` crosses 10% to where it crosses 80%.

    Where it is above 10% at the first size, the line through the first two is extended. Infinite, or not a number,
    where ``score`` never gets so far.
    """
    low, high = (crossing(parameters, score, level=level, extended=True) for level in (0.1, 0.8))
    return float(np.log10(high / low))


def _exact(groups: dict, sizes: np.ndarray, length: int) -> np.ndarray:
    """Exact match of the main models on operands of so many digits: (sizes, seeds)."""
    here = (groups["panel"] == "main") & (groups["group"] == "operand digits") & (groups["value"] == length)
    return np.array([groups["exact_match"][here & (groups["parameters"] == size)] for size in sizes])
