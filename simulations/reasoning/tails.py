"""Many tries: each problem's failures fall exponentially, their mean by a power law if some are very hard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from simulations.check import above, at_least, within
from simulations.laws.resolution import at_least_one

TRIES = np.unique(np.rint(np.geomspace(1, 1e5, 51)))  # 48 whole numbers
MEAN = 0.1  # of the success rates, where none is raised
MOST_TAIL = 10
RANKS = np.array([0.1, 0.3, 0.5, 0.7, 0.9])  # the problems that are drawn alone, from the hardest
RATES = np.geomspace(1e-6, 1, 61)


@dataclass(frozen=True)
class ManyTries:
    """Shares of problems unsolved over ``tries`` (48,), and of those with a rate below each of ``rates`` (61,).

    ``mean`` (48,): of all; ``hard`` to ``easy`` (48,): of five single problems, a tenth, three tenths ... up the ranks;
    ``law`` (48,): the power law that the mean ends in where no rate is raised; ``below`` (61,): the share of problems
    with a success rate below. ``fall``: how many times smaller ``mean`` is at 10,000 tries than at 1,000; ``law_fall``:
    what the power law says.
    """

    tries: np.ndarray
    mean: np.ndarray
    hard: np.ndarray
    harder: np.ndarray
    median: np.ndarray
    easier: np.ndarray
    easy: np.ndarray
    law: np.ndarray
    rates: np.ndarray
    below: np.ndarray
    fall: float
    law_fall: float


def unsolved(tries: ArrayLike, *, tail: float, floor: float = 0.0, mean: float = MEAN) -> np.ndarray:
    """The share of problems that ``tries`` leave unsolved: E[(1 − p)^k], of the shape of ``tries``.

    The rates p are Beta-distributed with density p^(``tail`` − 1) near 0 and this ``mean``; those below ``floor`` are
    raised to it. Closed: B(a, b + k)/B(a, b) above the floor, (1 − floor)^k below. Raises ``ValueError`` for a tail
    that is not above 0, a floor outside 0 to 1, or negative tries.
    """
    a, b = _shape(tail, mean)
    tries = np.asarray(at_least("tries", tries, 0), float)
    whole = np.exp(special.betaln(a, b + tries) - special.betaln(a, b))
    raised = special.betainc(a, b, within("floor", floor, 0, 1)) * (1 - floor) ** tries
    return whole * special.betaincc(a, b + tries, floor) + raised


def law(tries: ArrayLike, *, tail: float, mean: float = MEAN) -> np.ndarray:
    """What the share unsolved comes to for many tries: Γ(a + b)/Γ(b) · k^(−a), of the shape of ``tries``.

    Source: schaeffer2025monkeys, theorem 3.1.
    """
    a, b = _shape(tail, mean)
    return np.exp(special.gammaln(a + b) - special.gammaln(b)) * np.asarray(tries, float) ** -a


def exponent(tries: tuple[float, float], shares: tuple[float, float]) -> float:
    """The exponent of the power law through two points: how fast the share unsolved falls, as k^(−exponent)."""
    (few, many), (before, after) = above("tries", tries), above("shares", shares)
    return float(np.log(before / after) / np.log(many / few))


def many_tries(*, tail: float = 0.3, floor: float = 0.0) -> ManyTries:
    """Tries at problems whose rates have the density p^(``tail`` − 1) near 0; none is below ``floor``."""
    within("tail", tail, 0, MOST_TAIL)
    within("floor", floor, 0, MEAN)
    a, b = _shape(tail, MEAN)
    mean = unsolved(TRIES, tail=tail, floor=floor)
    singles = np.maximum(stats.beta.ppf(RANKS, a, b), floor)
    thousand, ten_thousand = (int(np.flatnonzero(k == TRIES)[0]) for k in (1_000, 10_000))
    alone = dict(
        zip(("hard", "harder", "median", "easier", "easy"), 1 - at_least_one(singles[:, None], TRIES), strict=True)
    )
    return ManyTries(
        tries=TRIES,
        mean=mean,
        **alone,
        law=law(TRIES, tail=tail),
        rates=RATES,
        below=np.where(floor > RATES, 0, stats.beta.cdf(RATES, a, b)),
        fall=float(mean[thousand] / mean[ten_thousand]),
        law_fall=10.0**tail,
    )


def _shape(tail: float, mean: float) -> tuple[float, float]:
    """The two shape numbers of the Beta distribution."""
    return above("tail", tail), tail / mean - tail
