"""Forecasts of the laboratory's large models from its small ones, beside what became of them."""

from dataclasses import dataclass

import numpy as np

from simulations.forecasting import bend, crossing, exact_match_line, fitted_line, task_law, token_power
from simulations.laboratory import by_seed, size_words

ANSWER_LENGTH = 9  # digits


@dataclass(frozen=True)
class Forecast:
    """What the small models say about the large ones.

    ``parameters`` [sizes]; ``exact`` and ``sampled`` [sizes] what is true of them (mean of the seeds); ``seen`` [sizes]
    exact match as the forecaster measured it, and ``seen_bend`` log(-log) of the pass probability, both masked past the
    largest size seen. ``at`` (81,) sizes to forecast at, ``line``, ``digits`` and ``law`` (81,) three forecasts: a line
    through exact match, digit accuracy to the ninth power, and PassUntil's law for the pass probability; ``true_bend``
    [sizes], ``law_bend`` (81,). Sizes at which each passes a half are numbers in words.
    """

    parameters: np.ndarray
    exact: np.ndarray
    sampled: np.ndarray
    seen: np.ma.MaskedArray
    at: np.ndarray
    line: np.ndarray
    digits: np.ndarray
    law: np.ndarray
    true_bend: np.ma.MaskedArray
    seen_bend: np.ma.MaskedArray
    law_bend: np.ndarray
    largest_seen: float
    exact_half: str
    sampled_half: str
    line_half: str
    digits_half: str
    law_half: str


def forecast(models, *, sizes_seen: int, questions: int, rng: np.random.Generator) -> Forecast:
    """Forecasts from the ``sizes_seen`` smallest sizes of the main sweep.

    Exact match is measured on ``questions`` problems a size, drawn anew; digit accuracy and pass probability are known
    finely. Raises ``ValueError`` for fewer than two sizes, or fewer than one question.
    """
    parameters, exact = _mean(models, "exact_match")
    if not 2 <= sizes_seen <= len(parameters) or questions < 1:
        raise ValueError(
            f"sizes_seen must be 2 to {len(parameters)} and questions 1 or more, not {sizes_seen} and {questions}"
        )
    digit_accuracy, sampled = _mean(models, "digit_accuracy")[1], _mean(models, "pass_probability")[1]
    measured = rng.binomial(questions, exact) / questions
    small, far = slice(None, sizes_seen), np.arange(len(parameters)) >= sizes_seen
    at = np.geomspace(150, 100_000, 81)
    line = exact_match_line(parameters[small], measured[small], at=at)
    digits = token_power(parameters[small], digit_accuracy[small], answer_length=ANSWER_LENGTH, at=at)
    law = task_law(parameters[small], sampled[small], at=at)
    intercept, slope = fitted_line(parameters[small], bend(sampled[small]))
    true_bend = bend(sampled)
    return Forecast(
        parameters=parameters,
        exact=exact,
        sampled=sampled,
        seen=np.ma.masked_where(far, measured),
        at=at,
        line=line,
        digits=digits,
        law=law,
        true_bend=true_bend,
        seen_bend=np.ma.masked_where(far, true_bend),
        law_bend=intercept + slope * np.log10(at),
        largest_seen=float(parameters[sizes_seen - 1]),
        exact_half=size_words(crossing(parameters, exact, level=0.5)),
        sampled_half=size_words(crossing(parameters, sampled, level=0.5)),
        line_half=_half_words(intercept_slope=fitted_line(parameters[small], measured[small])),
        digits_half=size_words(_half_of(parameters, digit_accuracy, small, power=ANSWER_LENGTH)),
        law_half=size_words(_half_of(parameters, sampled, small, power=1)),
    )


def seeded_forecast(models, *, sizes_seen: int = 5, questions: int = 100, seed: int = 0) -> Forecast:
    """``forecast`` with the questions drawn by a generator of this seed."""
    return forecast(models, sizes_seen=sizes_seen, questions=questions, rng=np.random.default_rng(seed))


def _half_of(parameters, rate, small, *, power: int) -> float:
    """Where the task law's fit to the small sizes, to a power, passes a half: anywhere up to 10¹² parameters."""
    at = np.geomspace(10, 1e12, 2_201)
    return crossing(at, task_law(parameters[small], rate[small], at=at) ** power, level=0.5)


def _half_words(*, intercept_slope: tuple[float, float]) -> str:
    intercept, slope = intercept_slope
    return size_words(float(10 ** min((0.5 - intercept) / slope, 13.0)) if slope > 0 else np.inf)


def _mean(models, metric: str) -> tuple[np.ndarray, np.ndarray]:
    sizes, values = by_seed(models, "parameters", metric, "main")
    return sizes, values.mean(0).filled(np.nan)
