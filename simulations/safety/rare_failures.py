"""Rare failures: what a clean test says about millions of uses."""

from dataclasses import dataclass

import numpy as np

from simulations.check import at_least, require
from simulations.laws.resolution import at_least_one, clopper_pearson


@dataclass(frozen=True)
class Deployment:
    """What ``failures`` in ``tests`` says of a deployment.

    ``uses`` (61,) from 1 to 1e9; ``lower``, ``upper``, ``plain`` (61,): the chance of at least one failure, at the ends
    of the 95% interval of the rate and at failures/tests; ``rate_lower``, ``rate_upper``: the interval's ends;
    ``chance_lower``, ``chance_upper``: the chance there, in ``chosen_uses``.
    """

    uses: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    plain: np.ndarray
    rate_lower: float
    rate_upper: float
    chance_lower: float
    chance_upper: float
    chosen_uses: int


def deployment(*, tests: int = 1000, failures: int = 0, uses: int = 1_000_000) -> Deployment:
    """The chance of at least one failure in ``uses``, after ``failures`` in ``tests`` independent trials."""
    require(0 <= failures < tests, "failures", f"lie from 0 to below tests ({tests})", failures)
    at_least("uses", uses, 0)
    grid = np.geomspace(1, 1e9, 61)
    low, high = (float(end) for end in clopper_pearson(failures, tests))
    return Deployment(
        uses=grid,
        lower=at_least_one(low, grid),
        upper=at_least_one(high, grid),
        plain=at_least_one(failures / tests, grid),
        rate_lower=low,
        rate_upper=high,
        chance_lower=float(at_least_one(low, uses)),
        chance_upper=float(at_least_one(high, uses)),
        chosen_uses=int(uses),
    )
