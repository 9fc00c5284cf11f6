"""Composition: sub-skills improve smoothly with scale, and the whole task needs all of them at once.

Scale is measured in decades (log10) from the size at which an average sub-skill succeeds half the time. A sub-skill's
``steepness`` is its slope there, as log-odds (natural) a decade; for every curve the slope of the success rate is
``steepness / 4`` a decade.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from simulations import check
from simulations.laws import rise

DECADES = np.linspace(-3.0, 6.0, 61)

# The trapezoid rule for an average over a standard normal: for a correlation up to 0.95 its error is below 3e-6.
_NODES = np.linspace(-6.0, 6.0, 49)
_WEIGHTS = np.exp(-(_NODES**2) / 2) / np.exp(-(_NODES**2) / 2).sum()


@dataclass(frozen=True)
class Composition:
    """A task of several sub-skills over ``decades`` (points,); every rate is a share of 1.

    ``skills`` (count, points), ``product`` what independent sub-skills give, ``minimum`` the weakest one, ``whole``
    the chance that all succeed with the correlation asked for; ``trial_decades`` and ``trial_rate`` (trials' points,)
    the share of ``chains`` simulated attempts that reached the end. ``crossing`` is where ``whole`` meets one half and
    ``width`` how many decades it takes from 10% to 90%; ``skill_width`` is the same for one sub-skill.
    """

    decades: np.ndarray
    skills: np.ndarray
    product: np.ndarray
    minimum: np.ndarray
    whole: np.ndarray
    trial_decades: np.ndarray
    trial_rate: np.ndarray
    chains: int
    crossing: float
    width: float
    skill_width: float


@dataclass(frozen=True)
class Delay:
    """What more sub-skills do, for ``counts`` (K,): the decades that one half is late, and the width of the rise."""

    counts: np.ndarray
    delay: np.ndarray
    width: np.ndarray
    independent_delay: np.ndarray
    independent_width: np.ndarray

    @property
    def most(self) -> int:
        return int(self.counts[-1])

    @property
    def first_width(self) -> float:
        return float(self.width[0])

    @property
    def last_width(self) -> float:
        return float(self.width[-1])

    @property
    def last_delay(self) -> float:
        return float(self.delay[-1])


MOST_DECADES = 100  # that a sub-skill may stand apart: far beyond what is shown


@dataclass(frozen=True)
class SkillCurve:
    """How one sub-skill rises: its ``rate`` for (decades from its half, steepness), and the other way round the
    ``decades`` for (rate, steepness).
    """

    rate: Callable
    decades: Callable


def power_law_exponent(steepness: float) -> float:
    """The exponent of the power-law error whose rate rises at its half as fast as the logistic does."""
    return steepness / (2 * np.log(2) * np.log(10))


def probit_slope(steepness: float) -> float:
    """The slope of the straight line inside Φ whose rate rises at its half as fast as the logistic does."""
    return steepness * np.sqrt(2 * np.pi) / 4


# Log-odds are a straight line in log scale (logistic); −log of the rate is a power law of scale, as in the toy of
# schaeffer2023mirage (power-law error); Φ, the normal distribution's, of a straight line (probit).
CURVES = {
    "logistic": SkillCurve(rate=lambda x, k: expit(k * x), decades=lambda rate, k: logit(rate) / k),
    "power-law error": SkillCurve(
        rate=lambda x, k: np.exp(-np.log(2) * 10.0 ** (-power_law_exponent(k) * x)),
        decades=lambda rate, k: -np.log10(-np.log(rate) / np.log(2)) / power_law_exponent(k),
    ),
    "probit": SkillCurve(
        rate=lambda x, k: ndtr(probit_slope(k) * x), decades=lambda rate, k: ndtri(rate) / probit_slope(k)
    ),
}


def skill_rate(decades, *, steepness, midpoint=0.0, curve: str = "logistic"):
    """The success rate of one sub-skill at ``decades``; one half at ``midpoint``. A share of 1.

    Raises ``ValueError`` for a curve that is none of CURVES or a steepness not above 0.
    """
    check.one_of("curve", curve, CURVES)
    return CURVES[curve].rate(np.asarray(decades, float) - midpoint, check.above("steepness", steepness))


def midpoints(count: int, *, spread: float = 0.0, bottleneck: float = 0.0) -> np.ndarray:
    """Where each of ``count`` sub-skills is half right: spread evenly over ``spread`` decades, the last one later."""
    check.whole("count", count, 1)
    check.within("spread", spread, 0, MOST_DECADES)
    check.within("bottleneck", bottleneck, 0, MOST_DECADES)
    places = np.linspace(-spread / 2, spread / 2, count) if count > 1 else np.zeros(1)
    places[-1] += bottleneck
    return places


def all_succeed(skills: np.ndarray, *, correlation: float = 0.0) -> np.ndarray:
    """The chance that every sub-skill succeeds: ``skills`` (..., count, points) to (..., points).

    A Gaussian copula with one factor: sub-skill i succeeds when √c·z + √(1−c)·e_i stays below Φ⁻¹(rate_i), with one
    z for the whole attempt and an e_i for each. Correlation 0 gives the product, 1 the minimum.
    """
    check.within("correlation", correlation, 0, 1)
    if correlation == 0:
        return np.prod(skills, axis=-2)
    if correlation > 0.95:  # the trapezoid rule is too coarse here
        low, high = all_succeed(skills, correlation=0.95), np.min(skills, axis=-2)
        return low + (high - low) * (correlation - 0.95) / 0.05
    return np.tensordot(_WEIGHTS, np.prod(_conditional(skills, correlation), axis=-2), axes=1)


def chain_success(skills: np.ndarray, *, correlation: float, chains: int, rng: np.random.Generator) -> np.ndarray:
    """The share of ``chains`` simulated attempts with every step right: ``skills`` (count, points) to (points,)."""
    check.whole("chains", chains, 1)
    count, points = skills.shape
    shared = rng.standard_normal((chains, 1, points))
    own = rng.standard_normal((chains, count, points))
    latent = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    return (latent < ndtri(skills)).all(axis=1).mean(axis=0)


def composition(
    *,
    sub_skills: int = 5,
    steepness: float = 2.0,
    spread: float = 0.0,
    correlation: float = 0.0,
    bottleneck: float = 0.0,
    chains: int = 200,
    seed: int = 0,
) -> Composition:
    """A task that needs ``sub_skills`` logistic sub-skills, over ``DECADES``, with ``chains`` simulated at each dot."""
    places = midpoints(sub_skills, spread=spread, bottleneck=bottleneck)[:, None]
    skills = skill_rate(DECADES, steepness=steepness, midpoint=places)
    whole = all_succeed(skills, correlation=correlation)
    dots = DECADES[4::6]
    rng = np.random.default_rng(check.whole("seed", seed, 0))
    return Composition(
        decades=DECADES,
        skills=skills,
        product=skills.prod(axis=0),
        minimum=skills.min(axis=0),
        whole=whole,
        trial_decades=dots,
        trial_rate=chain_success(skills[:, 4::6], correlation=correlation, chains=chains, rng=rng),
        chains=chains,
        crossing=float(rise.crossing_decades(DECADES, whole, level=0.5)),
        width=float(rise.width(DECADES, whole)),
        skill_width=rise.steepness(steepness),
    )


def surface(
    *, decades: np.ndarray, counts: np.ndarray, correlations: np.ndarray, steepness: float, curve: str = "logistic"
) -> np.ndarray:
    """The chance that all of ``counts`` equal sub-skills succeed: (correlations, counts, points), each below 0.96."""
    rate = skill_rate(decades, steepness=steepness, curve=curve)
    return np.stack([_mean_powers(_conditional(rate, c), np.asarray(counts)) for c in np.asarray(correlations)])


def independent_crossing(level: float, *, count, steepness: float, curve: str = "logistic"):
    """Closed form: where ``count`` equal, independent sub-skills are all right with chance ``level``."""
    check.one_of("curve", curve, CURVES)
    return CURVES[curve].decades(level ** (1 / np.asarray(count, float)), check.above("steepness", steepness))


def delay(*, steepness: float = 2.0, correlation: float = 0.0, curve: str = "logistic", most: int = 30) -> Delay:
    """How late and how wide the rise of a task of 1 … ``most`` equal sub-skills is, in decades."""
    check.within("correlation", correlation, 0, 0.95)
    check.above("steepness", steepness)
    counts, decades = np.arange(1, check.whole("most", most, 1) + 1), np.linspace(-10, 25, 701) / steepness
    scores = surface(decades=decades, counts=counts, correlations=[correlation], steepness=steepness, curve=curve)[0]
    level = {q: independent_crossing(q, count=counts, steepness=steepness, curve=curve) for q in (0.1, 0.5, 0.9)}
    return Delay(
        counts=counts,
        delay=rise.crossing_decades(decades, scores, level=0.5),
        width=rise.width(decades, scores),
        independent_delay=level[0.5],
        independent_width=level[0.9] - level[0.1],
    )


def _conditional(skills, correlation):
    # (nodes, ..., count, points): each sub-skill's rate once the shared factor z is known
    shared = np.sqrt(correlation) * _NODES.reshape(-1, *[1] * np.ndim(skills))
    return ndtr((ndtri(skills) - shared) / np.sqrt(1 - correlation))


def _mean_powers(rate, counts):
    # (nodes, points) to (counts, points): the mean over the nodes of each power, one multiplication a power
    power, means = np.ones_like(rate), []
    for _ in range(counts.max()):
        power = power * rate
        means.append(_WEIGHTS @ power)
    return np.array(means)[counts - 1]
