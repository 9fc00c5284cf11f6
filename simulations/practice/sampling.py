"""Test-time compute: many answers from one model, and what picking among them is worth."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import optimize, special, stats

from simulations.laws.resolution import at_least_one

SAMPLES = np.array([1, 2, 4, 8, 16, 32, 64, 128, 256])


@dataclass(frozen=True)
class TestTime:
    """Share of problems solved against samples a problem (9,), averaged over problems of unequal difficulty.

    ``any_right`` is pass@k, ``majority`` and ``best`` pick one answer; ``larger`` is one answer of a model with k
    times the parameters, which costs about as much. ``matched`` says in words how far the picked answers keep up.
    """

    samples: np.ndarray
    any_right: np.ndarray
    majority: np.ndarray
    best: np.ndarray
    larger: np.ndarray
    small: float
    most_samples: int
    at_most: float
    matched: str


def pass_at_k(right, samples: int, k: int):
    """The unbiased estimate of P(at least one of k right) from ``right`` of ``samples`` answers: 1 − C(n−c, k)/C(n, k).

    Raises ``ValueError`` unless 0 ≤ right ≤ samples and 1 ≤ k ≤ samples. Source: chen2021evaluating.
    """
    right = np.asarray(right)
    if not 1 <= k <= samples:
        raise ValueError(f"k must lie from 1 to samples ({samples}), not {k!r}")
    if np.any((right < 0) | (right > samples)):
        raise ValueError(f"right must lie from 0 to samples ({samples}), not {right!r}")
    return 1 - special.comb(samples - right, k) / special.comb(samples, k)


def majority_right(rate, samples: int, *, rivals: float) -> np.ndarray:
    """P(the right answer gets the most votes) where the wrong answers gather on one rival with the share ``rivals``.

    Each answer is right with ``rate`` r, the rival with (1 − r)·``rivals``, and otherwise one that nobody else gives.
    A tie is broken by lot. Exact: a sum over how many votes the two get together.
    """
    rate = np.atleast_1d(_share("rate", rate))
    rival = (1 - rate) * float(_share("rivals", rivals))
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
    if sensitivity < 0:
        raise ValueError(f"sensitivity must be 0 or more standard deviations, not {sensitivity!r}")
    rate = np.atleast_1d(_share("rate", rate))[:, None]
    score = np.linspace(-6, 8 + sensitivity, 1201)
    below = rate * stats.norm.cdf(score - sensitivity) + (1 - rate) * stats.norm.cdf(score)
    density = samples * rate * stats.norm.pdf(score - sensitivity) * below ** (samples - 1)
    return np.trapezoid(density, score, axis=1)


def difficulties(mean_rate: float, *, spread: float, problems: int = 60) -> np.ndarray:
    """Success rates (problems,) whose logits are spread normally, with the given mean rate.

    ``spread`` is the standard deviation in logits. The rates are the quantiles of that distribution, and the logit's
    centre is found so that their mean is ``mean_rate``.
    """
    target = float(_share("mean_rate", mean_rate))
    offsets = spread * stats.norm.ppf((np.arange(problems) + 0.5) / problems)
    # From where every rate is 0 to where every one is 1, in double precision.
    centre = optimize.brentq(lambda at: special.expit(at + offsets).mean() - target, -800.0, 800.0, xtol=1e-13)
    return special.expit(centre + offsets)


def test_time(
    *, rate: float = 0.3, sensitivity: float = 1.5, rivals: float = 0.3, gain: float = 1.0, spread: float = 2.0
) -> TestTime:
    """All ways to spend k answers, against one answer of a model with k times the parameters.

    ``rate`` is the small model's mean success, ``gain`` how many logits a tenfold larger model gains on every problem.
    A token costs about 2N FLOPs, so k answers of a model of N parameters cost what one of kN does.
    """
    rates = difficulties(rate, spread=spread)
    majority, best = _majority_curve(rate, spread, rivals), _best_curve(rate, spread, sensitivity)
    larger = np.array([special.expit(special.logit(rates) + gain * np.log10(k)).mean() for k in SAMPLES])
    picked = np.maximum(majority, best)
    return TestTime(
        samples=SAMPLES,
        any_right=np.array([at_least_one(rates, k).mean() for k in SAMPLES]),
        majority=majority,
        best=best,
        larger=larger,
        small=float(rates.mean()),
        most_samples=int(SAMPLES[-1]),
        at_most=float(picked.max()),
        matched=_matched(picked, larger),
    )


@cache
def _majority_curve(rate: float, spread: float, rivals: float) -> np.ndarray:
    rates = difficulties(rate, spread=spread)
    return np.array([majority_right(rates, int(k), rivals=rivals).mean() for k in SAMPLES])


@cache
def _best_curve(rate: float, spread: float, sensitivity: float) -> np.ndarray:
    rates = difficulties(rate, spread=spread)
    return np.array([best_right(rates, int(k), sensitivity=sensitivity).mean() for k in SAMPLES])


test_time.__test__ = False  # a simulation, not a test of pytest's


def _matched(picked: np.ndarray, larger: np.ndarray) -> str:
    ahead = np.flatnonzero(picked[1:] >= larger[1:]) + 1
    if ahead.size == 0:
        return "at no number of samples do the picked answers reach the larger model"
    last = SAMPLES[ahead[-1]]
    if ahead[-1] == len(SAMPLES) - 1:
        return f"the picked answers still match a model {last} times larger, and further than is shown"
    return f"the picked answers still match a model {last} times the size, and then fall behind"


def _share(name: str, value):
    array = np.asarray(value, dtype=float)
    if not np.all((array >= 0) & (array <= 1)):
        raise ValueError(f"{name} must lie from 0 to 1, not {value!r}")
    return array
