"""pass@k of a base model and of what reinforcement made of it, from how success rates are spread over problems."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special, stats

from simulations.check import above, at_least, between, within

TRIES = 2.0 ** np.arange(11)  # 1 to 1,024
MOST = 1e6
BASE_MEAN, BASE_CONCENTRATION = 0.2, 1.0
HOPELESS = 0.1  # share of problems that the base model never solves
EDGES = np.linspace(0, 1, 11)


@dataclass(frozen=True)
class Coverage:
    """pass@k of two models over ``tries`` (11,), and their problems by success rate in ten bins.

    ``base`` and ``trained`` (11,) are shares of problems solved; ``rates`` (10,) the bins' middles, ``base_problems``
    and ``trained_problems`` (10,) the shares of problems in them, those that are never solved in the first.
    ``base_tail`` and ``trained_tail``: exponents of the density near 0. ``overtakes``: the tries from which the base
    model solves more; ``falls_behind``: from which it solves less again (both inf where that is not before MOST).
    """

    tries: np.ndarray
    base: np.ndarray
    trained: np.ndarray
    rates: np.ndarray
    base_problems: np.ndarray
    trained_problems: np.ndarray
    base_tail: float
    trained_tail: float
    overtakes: float
    falls_behind: float


def unsolved(tries: ArrayLike, *, mean: float, concentration: float) -> np.ndarray:
    """The share of problems not solved in ``tries`` where success rates are Beta-distributed: E[(1 − p)^k].

    B(a, b + k) / B(a, b) with a = mean · concentration and b = (1 − mean) · concentration; for many tries it falls as
    Γ(a + b)/Γ(b) · k^(−a). Of the shape of ``tries``, which need not be whole. Raises ``ValueError`` for a mean that
    does not lie between 0 and 1, a concentration that is not above 0, or negative tries.
    """
    a = between("mean", mean, 0, 1) * above("concentration", concentration)
    b = concentration - a
    tries = np.asarray(at_least("tries", tries, 0), float)
    return np.exp(special.betaln(a, b + tries) - special.betaln(a, b))


def tail(*, mean: float, concentration: float) -> float:
    """The exponent a of the density p^(a − 1) near 0, by which ``unsolved`` falls in the end: mean · concentration."""
    return mean * concentration


def solved(tries: ArrayLike, *, mean: float, concentration: float, hopeless: float = 0.0) -> np.ndarray:
    """pass@k where a share ``hopeless`` of the problems has success rate 0 and the others' are Beta-distributed."""
    within("hopeless", hopeless, 0, 1)
    return (1 - hopeless) * (1 - unsolved(tries, mean=mean, concentration=concentration))


def coverage(*, mean: float = 0.5, concentration: float = 0.2, opened: float = 0.0) -> Coverage:
    """A base model against a trained one with the given ``mean`` rate and ``concentration`` of it.

    ``opened``: the share of problems (of all) that only training brought within reach.
    """
    base = dict(mean=BASE_MEAN, concentration=BASE_CONCENTRATION, hopeless=HOPELESS)
    trained = dict(mean=mean, concentration=concentration, hopeless=HOPELESS - within("opened", opened, 0, HOPELESS))
    overtakes, falls_behind = crossings(base, trained)
    return Coverage(
        tries=TRIES,
        base=solved(TRIES, **base),
        trained=solved(TRIES, **trained),
        rates=(EDGES[1:] + EDGES[:-1]) / 2,
        base_problems=_problems(**base),
        trained_problems=_problems(**trained),
        base_tail=tail(mean=BASE_MEAN, concentration=BASE_CONCENTRATION),
        trained_tail=tail(mean=mean, concentration=concentration),
        overtakes=overtakes,
        falls_behind=falls_behind,
    )


def crossings(base: dict, trained: dict) -> tuple[float, float]:
    """From how many tries on ``base`` solves more than ``trained``, and from how many less again (inf: not by MOST).

    Both are arguments of ``solved``. The tries are not whole: one more answer than the whole part is enough.
    """

    def lead(power):
        return solved(10**power, **base) - solved(10**power, **trained)

    grid = np.linspace(0, np.log10(MOST), 601)
    ahead = lead(grid) > 0
    places = [np.inf, np.inf]
    for way, change in enumerate((1, -1)):
        turns = np.flatnonzero(np.diff(ahead.astype(int)) == change)
        if len(turns):
            places[way] = float(10 ** optimize.brentq(lead, grid[turns[0]], grid[turns[0] + 1]))
    return places[0], places[1]


def _problems(*, mean: float, concentration: float, hopeless: float) -> np.ndarray:
    """The share of problems in each tenth of the success rates."""
    a = tail(mean=mean, concentration=concentration)
    problems = (1 - hopeless) * np.diff(stats.beta.cdf(EDGES, a, concentration - a))
    problems[0] += hopeless
    return problems
