"""Rare failures: what a clean test says about millions of uses."""

from dataclasses import dataclass

import numpy as np

from simulations.laws.resolution import at_least_one, clopper_pearson, samples_to_see
from simulations.words import one_in, share_in_words


@dataclass(frozen=True)
class Deployment:
    """What ``failures`` in ``tests`` says of a deployment.

    ``uses`` (61,) from 1 to 1e9; ``lower``, ``upper``, ``plain`` (61,): the chance of at least one failure, at the ends
    of the 95% interval of the rate and at failures/tests; ``rate_upper``: the interval's upper end;
    ``uses_at_even_odds``: uses with even odds of a failure there; ``story``: all this in words.
    """

    uses: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    plain: np.ndarray
    rate_upper: float
    chosen_uses: int
    uses_at_even_odds: float
    story: str


def deployment(*, tests: int = 1000, failures: int = 0, uses: int = 1_000_000) -> Deployment:
    """The chance of at least one failure in ``uses``, after ``failures`` in ``tests`` independent trials."""
    if not 0 <= failures < tests:
        raise ValueError(f"failures must lie from 0 to below tests ({tests}), got {failures}")
    grid = np.geomspace(1, 1e9, 61)
    low, high = (float(end) for end in clopper_pearson(failures, tests))
    chances = [float(at_least_one(rate, uses)) for rate in (low, high)]
    return Deployment(
        uses=grid,
        lower=at_least_one(low, grid),
        upper=at_least_one(high, grid),
        plain=at_least_one(failures / tests, grid),
        rate_upper=high,
        chosen_uses=int(uses),
        uses_at_even_odds=float(samples_to_see(high, probability=0.5)),
        story=_story(low, high, *chances),
    )


def _story(low: float, high: float, chance_low: float, chance_high: float) -> str:
    rate = f"of anything up to {one_in(high)}" if low == 0 else f"from {one_in(low)} to {one_in(high)}"
    first, last = share_in_words(chance_low), share_in_words(chance_high)
    chance = f"is {first}" if first == last else f"lies between {first} and {last}"
    return f"The test leaves open a failure rate {rate} (95%), so the chance of at least one failure {chance}."
