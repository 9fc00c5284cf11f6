"""Forecasts of the laboratory's large models from its small ones, beside what became of them."""

from dataclasses import dataclass

import numpy as np

from simulations.check import at_least, require, whole
from simulations.laboratory.curves import Table, by_seed
from simulations.laws.forecasting import bend, exact_match_line, fitted_line, token_power
from simulations.laws.rise import crossing

ANSWER_LENGTH = 9  # digits
NOT_SAMPLED = 0  # a number of sampled answers: none, the success rate is the probability itself


@dataclass(frozen=True)
class Forecast:
    """What the small models say about the large ones.

    ``parameters`` [sizes]; ``exact`` and ``sampled`` [sizes] what is true of them (mean of the seeds): exact match, and
    the chance P that a sampled answer is right. ``seen`` [sizes] exact match as the forecaster measured it, and
    ``seen_bend`` [sizes] log(-log) of the success rate that was sampled, both masked past the largest size seen,
    ``seen_bend`` also where no answer was right; ``true_bend`` [sizes] of the truth. ``at`` (81,) sizes to forecast at;
    ``line`` and ``digits`` (81,) two forecasts: a line through exact match, and digit accuracy to the ninth power;
    ``law_bend`` (81,) PassUntil's law for the success rate, masked where there is no line. It is fitted to ``placed``
    of the ``sizes_seen`` sizes, by ``answers_sampled`` answers a size. Sizes at which each passes a half: inf for
    never, NaN for no line.
    """

    parameters: np.ndarray
    exact: np.ndarray
    sampled: np.ndarray
    seen: np.ma.MaskedArray
    at: np.ndarray
    line: np.ndarray
    digits: np.ndarray
    true_bend: np.ndarray
    seen_bend: np.ma.MaskedArray
    law_bend: np.ma.MaskedArray
    largest_seen: float
    sizes_seen: int
    answers_sampled: int
    placed: int
    exact_half: float
    sampled_half: float
    line_half: float
    digits_half: float
    law_half: float


def sampled_rate(probability: np.ndarray, *, answers: int, rng: np.random.Generator) -> np.ndarray:
    """The share of right ones among ``answers`` sampled answers a size, or ``probability`` itself for NOT_SAMPLED.

    A trial takes one of the size's models and one problem of the examination at random, and writes an answer digit by
    digit, each drawn from the model's probabilities after the digits it has written. The answer is right with the
    product of the right digits' probabilities; the mean of that over models and problems is P, the chance of a trial.
    Trials do not know of each other. So the number of right answers among n is Binomial(n, P) exactly, and to draw that
    number is the same experiment as to write the answers, without the days that a million of them would take.
    """
    require(answers >= 0, "answers", f"be 1 or more, or {NOT_SAMPLED} for the probability itself", answers)
    return rng.binomial(answers, probability) / answers if answers else np.asarray(probability, dtype=float)


def forecast(
    models: Table, *, sizes_seen: int, questions: int, answers_sampled: int, rng: np.random.Generator
) -> Forecast:
    """Forecasts from the ``sizes_seen`` smallest sizes of the main sweep.

    Exact match is measured on ``questions`` problems a size, drawn anew; digit accuracy is known finely; the law is
    fitted to the success rates of ``answers_sampled`` answers a size (NOT_SAMPLED: to the probabilities), at the sizes
    where one was right. Raises ``ValueError`` for fewer than two sizes, or fewer than one question.
    """
    parameters, exact = _mean(models, "exact_match")
    whole("sizes_seen", sizes_seen, 2, len(parameters))
    at_least("questions", questions, 1)
    digit_accuracy, sampled = _mean(models, "digit_accuracy")[1], _mean(models, "pass_probability")[1]
    asking, sampling = rng.spawn(2)  # so that more questions leave the sampled answers as they are
    measured = asking.binomial(questions, exact) / questions
    rate = sampled_rate(sampled, answers=answers_sampled, rng=sampling)
    small, far = slice(None, sizes_seen), np.arange(len(parameters)) >= sizes_seen
    placed = ~far & (rate > 0) & (rate < 1)
    law_line = fitted_line(parameters[placed], bend(rate[placed])) if placed.sum() > 1 else None
    at = np.geomspace(150, 100_000, 81)
    return Forecast(
        parameters=parameters,
        exact=exact,
        sampled=sampled,
        seen=np.ma.masked_where(far, measured),
        at=at,
        line=exact_match_line(parameters[small], measured[small], at=at),
        digits=token_power(parameters[small], digit_accuracy[small], answer_length=ANSWER_LENGTH, at=at),
        true_bend=bend(sampled),
        seen_bend=np.ma.masked_where(~placed, bend(np.where(placed, rate, 0.5))),
        law_bend=np.ma.masked_all(len(at)) if law_line is None else _along(law_line, at),
        largest_seen=float(parameters[sizes_seen - 1]),
        sizes_seen=sizes_seen,
        answers_sampled=answers_sampled,
        placed=int(placed.sum()),
        exact_half=crossing(parameters, exact, level=0.5),
        sampled_half=crossing(parameters, sampled, level=0.5),
        line_half=_half(fitted_line(parameters[small], measured[small]), level=0.5),
        digits_half=_digits_half(parameters[small], digit_accuracy[small]),
        law_half=np.nan if law_line is None else _half(law_line, level=float(bend(np.array(0.5))), falls=True),
    )


def seeded_forecast(
    models: Table, *, sizes_seen: int = 5, questions: int = 100, answers_sampled: int = 1_000_000, seed: int = 0
) -> Forecast:
    """``forecast`` with questions and answers drawn by a generator of this seed."""
    rng = np.random.default_rng(whole("seed", seed, 0))
    return forecast(models, sizes_seen=sizes_seen, questions=questions, answers_sampled=answers_sampled, rng=rng)


def _along(line: tuple[float, float], at: np.ndarray) -> np.ma.MaskedArray:
    intercept, slope = line
    return np.ma.array(intercept + slope * np.log10(at))


def _digits_half(parameters: np.ndarray, digit_accuracy: np.ndarray) -> float:
    """Where the ninth power of the law's fit to digit accuracy passes a half: anywhere up to 10¹² parameters."""
    at = np.geomspace(10, 1e12, 2_201)
    return crossing(at, token_power(parameters, digit_accuracy, answer_length=ANSWER_LENGTH, at=at), level=0.5)


def _half(line: tuple[float, float], *, level: float, falls: bool = False) -> float:
    """Where a line over log10 of the size reaches ``level``; inf for one that gets worse with size."""
    intercept, slope = line
    better = slope < 0 if falls else slope > 0
    return float(10 ** min((level - intercept) / slope, 13.0)) if better else np.inf


def _mean(models: Table, metric: str) -> tuple[np.ndarray, np.ndarray]:
    sizes, values = by_seed(models, "parameters", metric, "main")
    return sizes, values.mean(0).filled(np.nan)
