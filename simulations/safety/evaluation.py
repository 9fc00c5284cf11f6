"""Evaluation at high resolution: how many samples see a rare success, and what their interval is worth."""

from dataclasses import dataclass

import numpy as np

from simulations.laws.forecasting import bend, fitted_line, unbend
from simulations.laws.resolution import clopper_pearson
from simulations.words import parameters_in_words

SIZES, FITTED = 13, 9  # models of the sweep, and how many of the smallest the law is fitted to
PASSES = 10  # successes to sample until


@dataclass(frozen=True)
class Resolution:
    """A sweep of 13 sizes, each sampled a fixed number of times or until enough successes.

    ``scale`` (13,) parameters; ``rate`` true; ``estimate``, ``lower``, ``upper`` (13,): the estimate and its
    Clopper-Pearson interval, the estimate masked where no success was seen; ``samples`` (13,) drawn;
    ``fine_scale`` (61,), ``fine_rate``, ``forecast``: the true rate and the law fitted to the nine smallest sizes,
    the forecast masked where fewer than two of them showed a success; ``*_bend``: log(-log) of the same;
    ``fitted_up_to``: the largest of the nine, parameters; ``seen`` of ``sizes`` showed a success.
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
    total_samples: int
    verdict: str


def pass_until(rate: float, *, passes: int, rng: np.random.Generator, size: int | None = None) -> np.ndarray:
    """Samples drawn until ``passes`` successes have come, K >= passes (hu2024predicting, algorithm PassUntil)."""
    if not 0 < rate <= 1:
        raise ValueError(f"rate must lie above 0 and up to 1, got {rate}")
    if passes < 1:
        raise ValueError(f"passes must be at least 1, got {passes}")
    return passes + rng.negative_binomial(passes, rate, size=size)


def pass_until_estimate(drawn: np.ndarray, *, passes: int, unbiased: bool = False) -> np.ndarray:
    """The rate estimated from the samples drawn until ``passes`` successes: r/K, or (r-1)/(K-1) without bias.

    r/K is the maximum-likelihood estimate that the paper uses; it is too high on average, most of all at r=1.
    """
    if unbiased and passes < 2:
        raise ValueError(f"passes must be at least 2 for the unbiased estimate, got {passes}")
    drawn = np.asarray(drawn, dtype=float)
    return (passes - 1) / (drawn - 1) if unbiased else passes / drawn


def expected_samples(rate: np.ndarray, *, passes: int = PASSES) -> np.ndarray:
    """The mean number of samples until ``passes`` successes have come: passes/rate."""
    return passes / np.asarray(rate, dtype=float)


def task_success(scale: np.ndarray, *, exponent: float = 0.25, at_smallest: float = 1e-5) -> np.ndarray:
    """PU = exp(-c N^-exponent) with ``at_smallest`` at a million parameters (hu2024predicting)."""
    constant = -np.log(at_smallest)
    return np.exp(-constant * (np.asarray(scale, dtype=float) / 1e6) ** -exponent)


def high_resolution(*, budget: int = 1000, until: bool = False, exponent: float = 0.25, seed: int = 0) -> Resolution:
    """A sweep of 13 sizes measured with ``budget`` samples each, or (``until``) to 10 successes.

    The law is fitted to the nine smallest sizes (to a hundred million parameters), as a forecaster would.
    """
    if budget < 1:
        raise ValueError(f"budget must be at least 1, got {budget}")
    scale, fine_scale = np.geomspace(1e6, 1e9, SIZES), np.geomspace(1e6, 1e11, 61)
    rate, fine_rate = task_success(scale, exponent=exponent), task_success(fine_scale, exponent=exponent)
    successes, samples = _drawn(rate, budget=budget, until=until, rng=np.random.default_rng(seed))
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
        total_samples=int(samples.sum()),
        verdict=_verdict(forecast, fine_rate, fitted_up_to=scale[FITTED - 1]),
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


def _verdict(forecast: np.ma.MaskedArray, truth: np.ndarray, *, fitted_up_to: float) -> str:
    if np.ma.getmaskarray(forecast).all():
        return "Too few sizes showed a success to fit anything."
    return (
        f"The law fitted up to {parameters_in_words(fitted_up_to)} forecasts {forecast[48]:.1%} at 10B parameters; "
        f"the truth is {truth[48]:.1%}."
    )
