"""Nam's multilinear model of multitask learning, which can be solved exactly: every skill follows its own sigmoid.

The model multiplies two weights for each skill, R_k = a_k·b_k, and gradient flow on the squared error moves R_k from
R_k(0) to the target S at a rate set by the skill's frequency p_k ∝ k^−(α+1) (nam2024exactly). Time is in units of
1 / (learning rate · S), so a skill of frequency p grows as exp(2 p T) at first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from simulations import check
from simulations.laws import zipf
from simulations.theories.quanta import STEEPEST


@dataclass(frozen=True)
class Multilinear:
    """Skills over training ``times`` (points,): ``strength`` (shown, points) is R_k / S of the first few skills.

    ``loss`` (points,) is the mean squared error over all skills as a share of its start, ``power_law`` (points,) the
    predicted slope through the middle of the curve. ``half_times`` (shown,) are the times of R_k = S / 2, ``width`` the
    decades of time from 10% to 90%, the same for every skill; ``slope`` is measured where ``power_law`` is
    drawn, ``predicted`` the exponent that the solution gives.
    """

    times: np.ndarray
    strength: np.ndarray
    loss: np.ndarray
    power_law: np.ndarray
    half_times: np.ndarray
    width: float
    predicted: float
    slope: float


def strength(times, *, frequency, start: float) -> np.ndarray:
    """R_k(T) / S = 1 / (1 + (1/start − 1)·exp(−2 p_k T)): (skills, points), ``start`` is R_k(0) / S."""
    check.between("start", start, 0, 1)
    check.require(np.ndim(frequency) == 1, "frequency", "be one row of shares", frequency)
    rate = 2 * np.asarray(frequency, float)[:, None]
    return expit(rate * np.asarray(times, float) + logit(start))


def time_to(share: float, *, frequency, start: float) -> np.ndarray:
    """The time at which R_k / S reaches ``share``."""
    return (logit(share) - logit(start)) / (2 * np.asarray(frequency, float))


def width(*, start: float) -> float:
    """The decades of training time from 10% to 90% of a skill, whatever its frequency; 0 as ``start`` goes to 0."""
    early, late = (time_to(share, frequency=1.0, start=start) for share in (0.1, 0.9))
    check.require(early > 0, "start", "be below 0.1, so that 10% lies ahead", start)
    return float(np.log10(late / early))


def mean_squared_loss(times, *, exponent: float, start: float, skills: int) -> np.ndarray:
    """Σ p_k (1 − R_k/S)² over all skills, as a share of its value before training: (points,).

    Only the ``skills`` commonest are moved; the rarer ones count as still untouched.
    """
    p = zipf.frequency(np.arange(1, skills + 1), exponent=exponent)
    missing = (1 - strength(times, frequency=p, start=start)) ** 2
    return p @ missing / (1 - start) ** 2 + zipf.rarer_share(skills, exponent=exponent)


def scaling_exponents(exponent: float) -> dict[str, float]:
    """The loss's exponents: α/(α+1) in time and data, α in parameters, α/(α+2) in optimally spent compute C = N·T."""
    return dict(
        time=zipf.exponent_in_data(exponent),
        data=zipf.exponent_in_data(exponent),
        parameters=exponent,
        compute=exponent / (exponent + 2),
    )


def compute_optimal_loss(compute, *, exponent: float) -> np.ndarray:
    """The lowest N^−α + T^−α/(α+1) with N·T = ``compute``, found on a fine grid of N: (points,)."""
    compute = np.asarray(check.above("compute", compute), float)[:, None]
    parameters = compute ** np.linspace(0.0, 1.0, 4001)
    law = scaling_exponents(exponent)
    return (parameters ** -law["parameters"] + (compute / parameters) ** -law["time"]).min(axis=1)


def multilinear(*, exponent: float = 0.6, start: float = 0.01, shown: int = 5, skills: int = 20_000) -> Multilinear:
    """The first skills and the whole loss over training time (nam2024exactly, whose five skills these are)."""
    check.between("exponent", exponent, 0, STEEPEST)
    times = np.logspace(0, 4, 121)
    p = zipf.frequency(np.arange(1, skills + 1), exponent=exponent)
    loss = mean_squared_loss(times, exponent=exponent, start=start, skills=skills)
    fit = (times >= 10**2) & (times <= 10**3.5)
    predicted = scaling_exponents(exponent)["time"]
    anchor = np.searchsorted(times, 10**2.75)
    return Multilinear(
        times=times,
        strength=strength(times, frequency=p[:shown], start=start),
        loss=loss,
        power_law=np.where(fit, loss[anchor] * (times / times[anchor]) ** -predicted, np.nan),
        half_times=time_to(0.5, frequency=p[:shown], start=start),
        width=width(start=start),
        predicted=predicted,
        slope=float(-np.polyfit(np.log(times[fit]), np.log(loss[fit]), 1)[0]),
    )
