"""Test-time compute: many answers from one model, and what picking among them is worth."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import optimize, special, stats

from simulations.check import at_least, whole, within
from simulations.laws.resolution import at_least_one

SAMPLES = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])
MOST_SPREAD = 100  # logits: far beyond what is shown, and what the search for the centre can hold


@dataclass(frozen=True)
class RepeatedSampling:
    """Share of problems solved against samples a problem (9,), averaged over problems of unequal difficulty.

    ``any_right`` is pass@k, ``majority`` and ``best`` pick one answer; ``larger`` is one answer of a model with k
    times the parameters, which costs about as much. ``at_most``: the highest of the picked answers. ``matched``: the
    most samples, above 1, with which they solve as much as the larger model; 0 where they never do.
    """

    samples: np.ndarray
    any_right: np.ndarray
    majority: np.ndarray
    best: np.ndarray
    larger: np.ndarray
    at_most: float
    matched: int


def pass_at_k(right, samples: int, k: int):
    """The unbiased estimate of P(at least one of k right) from ``right`` of ``samples`` answers: 1 − C(n−c, k)/C(n, k).

    Raises ``ValueError`` unless 0 ≤ right ≤ samples and 1 ≤ k ≤ samples. Source: chen2021evaluating.
    """
    whole("k", k, 1, samples)
    right = np.asarray(within("right", right, 0, samples))
    return 1 - special.comb(samples - right, k) / special.comb(samples, k)


def majority_right(rate, samples: int, *, rivals: float) -> np.ndarray:
    """P(the right answer gets the most votes) where the wrong answers gather on one rival with the share ``rivals``.

    Each answer is right with ``rate`` r, the rival with (1 − r)·``rivals``, and otherwise one that nobody else gives.
    A tie is broken by lot. Exact: a sum over how many votes the two get together.
    """
    rate = np.atleast_1d(np.asarray(within("rate", rate, 0, 1), float))
    rival = (1 - rate) * within("rivals", rivals, 0, 1)
    together = rate + rival
    share = np.divide(rate, together, out=np.zeros_like(rate), where=together > 0)
    votes = np.arange(samples + 1)
    wins = stats.binom.sf(votes / 2, votes, share[:, None]) + 0.5 * stats.binom.pmf(votes / 2, votes, share[:, None])
    wins[:, 0] = 0
    # One vote is no more than every other lone answer has: the lot falls on one of `samples` answers.
    wins[:, 1:2] = share[:, None] / samples
    wins[:, 2:3] = share[:, None] ** 2 + 2 * (share * (1 - share))[:, None] / samples
    return np.sum(stats.binom.pmf(votes, samples, together[:, None]) * wins, axis=1)


def best_right(rate, samples: int, *, sensitivity: float) -> np.ndarray:
    """P(the answer with the highest verifier score is right).

    A wrong answer's score is normal with mean 0, a right one's with mean ``sensitivity`` (d′), both with variance 1:
    ∫ n r φ(s − d′) [r Φ(s − d′) + (1 − r) Φ(s)]^(n−1) ds. Raises ``ValueError`` for a negative sensitivity.
    """
    at_least("sensitivity", sensitivity, 0, unit="standard deviations")
    rate = np.atleast_1d(np.asarray(within("rate", rate, 0, 1), float))[:, None]
    score = np.linspace(-6, 8 + sensitivity, 1201)
    below = rate * stats.norm.cdf(score - sensitivity) + (1 - rate) * stats.norm.cdf(score)
    density = samples * rate * stats.norm.pdf(score - sensitivity) * below ** (samples - 1)
    return np.trapezoid(density, score, axis=1)


def difficulties(mean_rate: float, *, spread: float, problems: int = 60) -> np.ndarray:
    """Success rates (problems,) whose logits are spread normally, with the given mean rate.

    ``spread`` is the standard deviation in logits. The rates are the quantiles of that distribution, and the logit's
    centre is found so that their mean is ``mean_rate``.
    """
    within("spread", spread, 0, MOST_SPREAD)
    target = within("mean_rate", mean_rate, 0, 1)
    offsets = spread * stats.norm.ppf((np.arange(problems) + 0.5) / problems)
    # From where every rate is 0 to where every one is 1, in double precision.
    centre = optimize.brentq(lambda at: special.expit(at + offsets).mean() - target, -800.0, 800.0, xtol=1e-13)
    return special.expit(centre + offsets)


def repeated_sampling(
    *, rate: float = 0.3, sensitivity: float = 1.5, rivals: float = 0.3, gain: float = 1.0, spread: float = 2.0
) -> RepeatedSampling:
    """All ways to spend k answers, against one answer of a model with k times the parameters.

    ``rate`` is the small model's mean success, ``gain`` how many logits a tenfold larger model gains on every problem.
    A token costs about 2N FLOPs, so k answers of a model of N parameters cost what one of kN does.
    """
    rates = difficulties(rate, spread=spread)
    majority, best = _majority_curve(rate, spread, rivals), _best_curve(rate, spread, sensitivity)
    larger = np.array([special.expit(special.logit(rates) + gain * np.log10(k)).mean() for k in SAMPLES])
    picked = np.maximum(majority, best)
    return RepeatedSampling(
        samples=SAMPLES,
        any_right=np.array([at_least_one(rates, k).mean() for k in SAMPLES]),
        majority=majority,
        best=best,
        larger=larger,
        at_most=float(picked.max()),
        matched=int(SAMPLES[1:][picked[1:] >= larger[1:]].max(initial=0)),
    )


@cache
def _majority_curve(rate: float, spread: float, rivals: float) -> np.ndarray:
    rates = difficulties(rate, spread=spread)
    return np.array([majority_right(rates, int(k), rivals=rivals).mean() for k in SAMPLES])


@cache
def _best_curve(rate: float, spread: float, sensitivity: float) -> np.ndarray:
    rates = difficulties(rate, spread=spread)
    return np.array([best_right(rates, int(k), sensitivity=sensitivity).mean() for k in SAMPLES])
