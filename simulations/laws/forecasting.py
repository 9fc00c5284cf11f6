"""Forecasting a task from small models: three forecasters, a world whose law is known, and a score."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulations.check import above, at_least, between, one_of, require, whole
from simulations.laws.rise import crossing

SAMPLES_HIGH_RESOLUTION = 1_000_000
SMALLEST, LARGEST = 1e6, 1e11  # parameters


@dataclass(frozen=True)
class Duel:
    """Three forecasts of one simulated sweep.

    ``scale`` (61,) parameters; ``truth`` (61,) exact match there; ``line``, ``tokens``, ``law`` (61,) the forecasts of
    it; ``seen_scale`` (21,) the small models, masked past the largest one seen; ``seen_test`` (21,) their exact match
    on the test; each ``*_bend`` is log(-log rate) of the same, ``fine_bend`` (21,) of the rate on ``fine_samples``;
    ``*_crossing`` where a curve passes one half, in parameters (inf: never).
    """

    scale: np.ndarray
    truth: np.ndarray
    line: np.ndarray
    tokens: np.ndarray
    law: np.ndarray
    seen_scale: np.ma.MaskedArray
    seen_test: np.ma.MaskedArray
    truth_bend: np.ndarray
    tokens_bend: np.ma.MaskedArray
    law_bend: np.ma.MaskedArray
    fine_bend: np.ma.MaskedArray
    fine_samples: int
    largest_seen: float
    truth_crossing: float
    line_crossing: float
    tokens_crossing: float
    law_crossing: float


def bend(rate: np.ndarray) -> np.ndarray:
    """log(-log rate), natural logarithms: linear in log N under PassUntil's task law (hu2024predicting).

    Raises ``ValueError`` unless every rate lies strictly between 0 and 1.
    """
    return np.log(-np.log(np.asarray(between("rate", rate, 0, 1), dtype=float)))


def unbend(value: np.ndarray) -> np.ndarray:
    """The rate whose log(-log) is ``value``: exp(-exp(value))."""
    return np.exp(-np.exp(np.asarray(value, dtype=float)))


def fitted_line(scale: np.ndarray, value: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the least-squares line of ``value`` on log10 ``scale``.

    Raises ``ValueError`` with fewer than two different scales.
    """
    scale = np.asarray(scale, dtype=float)
    require(len(np.unique(scale)) > 1, "scale", "hold at least two different sizes", scale.tolist())
    slope, intercept = np.polyfit(np.log10(scale), value, 1)
    return float(intercept), float(slope)


def exact_match_line(scale: np.ndarray, exact_match: np.ndarray, *, at: np.ndarray) -> np.ndarray:
    """Forecast 1: the straight line through exact match against log10 scale, clipped to 0..1."""
    intercept, slope = fitted_line(scale, exact_match)
    return np.clip(intercept + slope * np.log10(at), 0.0, 1.0)


def task_law(scale: np.ndarray, rate: np.ndarray, *, at: np.ndarray) -> np.ndarray:
    """Forecast 3: log(-log rate) linear in log scale, through the sizes with 0 < rate < 1 (hu2024predicting).

    All zeros where fewer than two sizes have such a rate: there is nothing to fit.
    """
    scale, rate = np.asarray(scale, dtype=float), np.asarray(rate, dtype=float)
    seen = (rate > 0) & (rate < 1)
    if seen.sum() < 2:
        return np.zeros(np.shape(at))
    intercept, slope = fitted_line(scale[seen], bend(rate[seen]))
    return unbend(intercept + slope * np.log10(at))


def token_power(scale: np.ndarray, token_accuracy: np.ndarray, *, answer_length: float, at: np.ndarray) -> np.ndarray:
    """Forecast 2: the task law for one token, raised to the power of the answer's length (schaeffer2023mirage)."""
    return task_law(scale, token_accuracy, at=at) ** answer_length


def score(guess: float, truth: float) -> float:
    """Points, 0..100: a hundred times the smaller of guess/truth and truth/guess.

    Twice too large or too small is 50, ten times is 10; "never" (inf) is 0 unless the truth is never, too.
    """
    above("guess", guess)
    above("truth", truth)
    if np.isinf(guess) or np.isinf(truth):
        return 100.0 if guess == truth else 0.0
    return 100.0 * min(guess / truth, truth / guess)


def world(scale: np.ndarray, *, law: str, answer_length: int) -> tuple[np.ndarray, np.ndarray]:
    """True token accuracy and true exact match at each scale (parameters) under one of ``LAWS``.

    Raises ``ValueError`` for an unknown law, unless every scale is above 0, and for an answer of less than one token.
    """
    one_of("law", law, LAWS)
    at_least("answer_length", answer_length, 1, unit="tokens")
    return LAWS[law](np.asarray(above("scale", scale), dtype=float), answer_length)


def _independent(scale: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Tokens follow -log p = 1.2 (N/1e6)^-0.42, each by itself."""
    token_accuracy = np.exp(-_surprise(scale))
    return token_accuracy, token_accuracy**length


def _together(scale: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Wrong tokens fall in the same answers, so exact match is p to the power of half the length."""
    token_accuracy = np.exp(-_surprise(scale))
    return token_accuracy, token_accuracy ** (length / 2)


def _later_circuit(scale: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """From 1e8 parameters the exponent is 0.84."""
    token_accuracy = np.exp(-_surprise(scale) * np.minimum(1.0, (scale / 1e8) ** -0.42))
    return token_accuracy, token_accuracy**length


def _ceiling(scale: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    """A third of the answers are beyond every size, and half of their tokens come out wrong."""
    token_accuracy = np.exp(-_surprise(scale))
    return token_accuracy * 5 / 6, token_accuracy**length * 2 / 3


def _surprise(scale: np.ndarray) -> np.ndarray:
    return 1.2 * (scale / SMALLEST) ** -0.42


LAWS: dict[str, Callable[[np.ndarray, int], tuple[np.ndarray, np.ndarray]]] = {
    "independent tokens": _independent,
    "errors come together": _together,
    "a new circuit at 100M": _later_circuit,
    "a ceiling": _ceiling,
}


def forecast_duel(
    *, law: str, answer_length: int = 10, items: int = 200, largest_seen: float = 1e8, seed: int = 0
) -> Duel:
    """The three forecasters on a simulated sweep: sizes from 1e6 to ``largest_seen``, a test of ``items`` questions."""
    at_least("items", items, 1)
    rng = np.random.default_rng(whole("seed", seed, 0))
    scale, sizes = np.geomspace(SMALLEST, LARGEST, 61), np.geomspace(SMALLEST, LARGEST, 21)
    truth = world(scale, law=law, answer_length=answer_length)[1]
    token_accuracy, exact = world(sizes, law=law, answer_length=answer_length)
    test = rng.binomial(items, exact) / items
    token_test = rng.binomial(items * answer_length, token_accuracy) / (items * answer_length)
    fine = rng.binomial(SAMPLES_HIGH_RESOLUTION, exact) / SAMPLES_HIGH_RESOLUTION
    seen = sizes <= largest_seen * 1.001
    line = exact_match_line(sizes[seen], test[seen], at=scale)
    tokens = token_power(sizes[seen], token_test[seen], answer_length=answer_length, at=scale)
    forecast = task_law(sizes[seen], fine[seen], at=scale)
    shown = np.ma.array(fine, mask=~seen | (fine <= 0) | (fine >= 1))
    return Duel(
        scale=scale,
        truth=truth,
        line=line,
        tokens=tokens,
        law=forecast,
        seen_scale=np.ma.array(sizes, mask=~seen),
        seen_test=np.ma.array(test, mask=~seen),
        truth_bend=bend(truth),
        tokens_bend=_masked_bend(tokens),
        law_bend=_masked_bend(forecast),
        fine_bend=np.ma.array(np.log(-np.log(shown.filled(0.5))), mask=np.ma.getmaskarray(shown)),
        fine_samples=SAMPLES_HIGH_RESOLUTION,
        largest_seen=float(largest_seen),
        truth_crossing=crossing(scale, truth, level=0.5),
        line_crossing=crossing(scale, line, level=0.5),
        tokens_crossing=crossing(scale, tokens, level=0.5),
        law_crossing=crossing(scale, forecast, level=0.5),
    )


def _masked_bend(rate: np.ndarray) -> np.ma.MaskedArray:
    inside = (rate > 1e-300) & (rate < 1)
    return np.ma.array(bend(np.where(inside, rate, 0.5)), mask=~inside)
