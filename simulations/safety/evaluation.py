"""Evaluation at high resolution: how many samples see a rare success, and what their interval is worth."""

from dataclasses import dataclass

import numpy as np

from simulations.check import above, at_least, require, whole
from simulations.laws.forecasting import bend, fitted_line, unbend
from simulations.laws.resolution import clopper_pearson

SIZES, FITTED = 13, 9  # models of the sweep, and how many of the smallest the law is fitted to
PASSES = 10  # successes to sample until
FAR = 48  # of the 61 fine sizes: the one at which a forecast is said


@dataclass(frozen=True)
class Resolution:
    """A sweep of 13 sizes, each sampled a fixed number of times or until enough successes.

    ``scale`` (13,) parameters; ``rate`` true; ``estimate``, ``lower``, ``upper`` (13,): the estimate and its
    Clopper-Pearson interval, the estimate masked where no success was seen; ``samples`` (13,) drawn;
    ``fine_scale`` (61,), ``fine_rate``, ``forecast``: the true rate and the law fitted to the nine smallest sizes,
    the forecast masked where fewer than two of them showed a success; ``*_bend``: log(-log) of the same;
    ``fitted_up_to``: the largest of the nine, parameters; ``far_rate``, ``far_forecast``: those at ``far`` parameters,
    the forecast NaN where there is none; ``seen`` of ``sizes`` showed a success.
    """

    scale: np.ndarray
    rate: np.ndarray
    estimate: np.ma.MaskedArray
    lower: np.ma.MaskedArray
    upper: np.ndarray
    samples: np.ndarray
    fine_scale: np.ndarray
    fine_rate: np.ndarray
    forecast: np.ma.MaskedArray
    estimate_bend: np.ma.MaskedArray
    fine_rate_bend: np.ndarray
    forecast_bend: np.ma.MaskedArray
    sizes: int
    seen: int
    fitted_up_to: float
    far: float
    far_rate: float
    far_forecast: float
    total_samples: int


def pass_until(rate: float, *, passes: int, rng: np.random.Generator, size: int | None = None) -> np.ndarray:
    """Samples drawn until ``passes`` successes have come, K >= passes (hu2024predicting, algorithm PassUntil)."""
    require(0 < rate <= 1, "rate", "lie above 0 and up to 1", rate)
    at_least("passes", passes, 1)
    return passes + rng.negative_binomial(passes, rate, size=size)


def pass_until_estimate(drawn: np.ndarray, *, passes: int, unbiased: bool = False) -> np.ndarray:
    """The rate estimated from the samples drawn until ``passes`` successes: r/K, or (r-1)/(K-1) without bias.

    r/K is the maximum-likelihood estimate that the paper uses; it is too high on average, most of all at r=1.
    """
    at_least("passes", passes, 2 if unbiased else 1)
    drawn = np.asarray(drawn, dtype=float)
    return (passes - 1) / (drawn - 1) if unbiased else passes / drawn


def expected_samples(rate: np.ndarray, *, passes: int = PASSES) -> np.ndarray:
    """The mean number of samples until ``passes`` successes have come: passes/rate."""
    return passes / np.asarray(above("rate", rate), dtype=float)


def task_success(scale: np.ndarray, *, exponent: float = 0.25, at_smallest: float = 1e-5) -> np.ndarray:
    """PU = exp(-c N^-exponent) with ``at_smallest`` at a million parameters (hu2024predicting)."""
    constant = -np.log(at_smallest)
    above("exponent", exponent)
    return np.exp(-constant * (np.asarray(scale, dtype=float) / 1e6) ** -exponent)


def high_resolution(*, budget: int = 1000, until: bool = False, exponent: float = 0.25, seed: int = 0) -> Resolution:
    """A sweep of 13 sizes measured with ``budget`` samples each, or (``until``) to 10 successes.

    The law is fitted to the nine smallest sizes (to a hundred million parameters), as a forecaster would.
    """
    at_least("budget", budget, 1)
    scale, fine_scale = np.geomspace(1e6, 1e9, SIZES), np.geomspace(1e6, 1e11, 61)
    rate, fine_rate = task_success(scale, exponent=exponent), task_success(fine_scale, exponent=exponent)
    successes, samples = _drawn(rate, budget=budget, until=until, rng=np.random.default_rng(whole("seed", seed, 0)))
    lower, upper = clopper_pearson(successes, samples)
    some = (successes > 0) & (successes < samples)
    estimate = np.ma.array(successes / samples, mask=~some)
    fitted = some & (np.arange(SIZES) < FITTED)
    forecast, forecast_bend = _law(scale[fitted], (successes / samples)[fitted], at=fine_scale)
    return Resolution(
        scale=scale,
        rate=rate,
        estimate=estimate,
        lower=np.ma.array(np.where(some, lower, 0.5), mask=~some),
        upper=upper,
        samples=samples,
        fine_scale=fine_scale,
        fine_rate=fine_rate,
        forecast=forecast,
        estimate_bend=np.ma.array(bend(estimate.filled(0.5)), mask=~some),
        fine_rate_bend=bend(fine_rate),
        forecast_bend=forecast_bend,
        sizes=SIZES,
        seen=int(some.sum()),
        fitted_up_to=float(scale[FITTED - 1]),
        far=float(fine_scale[FAR]),
        far_rate=float(fine_rate[FAR]),
        far_forecast=float(forecast.filled(np.nan)[FAR]),
        total_samples=int(samples.sum()),
    )


def _drawn(rate: np.ndarray, *, budget: int, until: bool, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Successes and samples at each size; the budget plays no part in sampling until enough successes have come."""
    if until:
        return np.full(SIZES, PASSES), np.array([pass_until(p, passes=PASSES, rng=rng) for p in rate])
    return rng.binomial(budget, rate), np.full(SIZES, budget)


def _law(scale: np.ndarray, rate: np.ndarray, *, at: np.ndarray) -> tuple[np.ma.MaskedArray, np.ma.MaskedArray]:
    if len(scale) < 2:
        nothing = np.ma.masked_all(at.shape)
        return nothing, nothing
    intercept, slope = fitted_line(scale, bend(rate))
    line = intercept + slope * np.log10(at)
    return np.ma.array(np.clip(unbend(line), 1e-12, 1.0)), np.ma.array(line)
