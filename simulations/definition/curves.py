"""Curve shapes: what a smooth rise looks like at a few model sizes, and Wei's three conditions made operational.

Scale is training compute in FLOPs, or parameters, on a logarithmic axis; a score lies between 0 and 1. Every curve
here is smooth: what looks like a jump comes from where the models stand.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial
from scipy.special import expit, logit

from simulations import check
from simulations.laws.rise import logistic, steepness
from simulations.masked import padded

# Model sizes of published families, in parameters. Sources in this order: chowdhery2023palm, schaeffer2023mirage,
# brown2020language, srivastava2023beyond; the last family is imaginary.
FAMILIES = {
    "PaLM, 3 sizes": (8e9, 62e9, 540e9),
    "GPT-3 on the API, 4 sizes": (0.35e9, 1.3e9, 6.7e9, 175e9),
    "GPT-3, 8 sizes": (0.125e9, 0.35e9, 0.76e9, 1.3e9, 2.7e9, 6.7e9, 13e9, 175e9),
    "BIG-G, 12 sizes": (2e6, 16e6, 53e6, 125e6, 244e6, 422e6, 1e9, 2e9, 4e9, 8e9, 27e9, 128e9),
    "10 sizes a decade": tuple(10 ** np.linspace(8, 12, 41)),
}

LOWEST_COMPUTE, HIGHEST_COMPUTE = 1e20, 1e25  # FLOPs
MIDPOINT = 5e23  # FLOPs: where the rise is half done
MOST_SIZES = 16

# What "absent", "present" and "not foreseen" mean in numbers.
CHANCE_BAND = 0.05  # a score this near the floor counts as the floor
SURPRISE = 0.10  # ten points: the step that chowdhery2023palm calls a discontinuity


@dataclass(frozen=True)
class Conditions:
    """Wei's three conditions on one row of models, each true or false, and the forecast behind the third.

    ``forecast`` is the score that the small models predict for the largest; ``emergent`` is all three at once.
    """

    absent: bool
    present: bool
    unforeseen: bool
    forecast: float
    largest_score: float

    @property
    def emergent(self) -> bool:
        return self.absent and self.present and self.unforeseen


@dataclass(frozen=True)
class Measured:
    """A smooth curve, the models measured on it, and what the conditions say.

    ``compute`` (121,), ``score`` (121,): the curve itself. ``model_compute``, ``model_score``: (16,), masked beyond the
    number of models. ``small`` (16,): the scores of those in the lower half alone. ``forecast_compute``,
    ``forecast_score`` (25,): the extrapolation through them. ``conditions``: whether the models meet Wei's.
    """

    compute: np.ndarray
    score: np.ndarray
    model_compute: np.ma.MaskedArray
    model_score: np.ma.MaskedArray
    small: np.ma.MaskedArray
    forecast_compute: np.ndarray
    forecast_score: np.ndarray
    conditions: Conditions


@dataclass(frozen=True)
class Family:
    """One smooth curve seen at a family's sizes: the curve (161,), the sizes and scores (41,) masked beyond the last.

    ``largest_step`` is that between two neighbours, as a share of the whole rise; ``step_parameters``, ``step_score``
    (2,): where it begins and ends.
    """

    parameters: np.ndarray
    score: np.ndarray
    model_parameters: np.ma.MaskedArray
    model_score: np.ma.MaskedArray
    step_parameters: np.ndarray
    step_score: np.ndarray
    largest_step: float


def smooth_score(scale, *, midpoint: float, decades_to_rise: float, floor: float = 0.0, ceiling: float = 1.0):
    """A logistic rise from ``floor`` to ``ceiling`` in log scale; ``decades_to_rise`` takes it from 10% to 90%."""
    ends = (floor, ceiling)
    check.require(0 <= floor < ceiling <= 1, "(floor, ceiling)", "be two numbers from 0 to 1 in rising order", ends)
    decades = np.log10(np.asarray(scale, float) / check.above("midpoint", midpoint))
    return floor + (ceiling - floor) * logistic(decades, width=decades_to_rise)


def largest_possible_step(*, decades_between_sizes, decades_to_rise: float):
    """The largest share of a smooth rise that can fall between two neighbouring sizes: tanh(steepness x gap / 4).

    It is reached when the midpoint lies half-way between them.
    """
    check.at_least("decades_between_sizes", decades_between_sizes, 0)
    return np.tanh(steepness(decades_to_rise) * np.asarray(decades_between_sizes, float) / 4)


def straight_line(log_compute, score, at, *, floor: float) -> np.ndarray:
    """Scores at ``at`` (log compute) by the least-squares line through ``score``, kept within 0 and 1."""
    return np.clip(Polynomial.fit(log_compute, score, 1)(at), 0, 1)


def log_odds_line(log_compute, score, at, *, floor: float) -> np.ndarray:
    """Scores at ``at`` (log compute) by the least-squares line through the log-odds of ``score``.

    Log-odds are those of the share of the way from the floor to 1, kept within 0.0001 and 0.9999.
    """
    share = np.clip((np.asarray(score) - floor) / (1 - floor), 1e-4, 1 - 1e-4)
    return floor + (1 - floor) * expit(Polynomial.fit(log_compute, logit(share), 1)(at))


EXTRAPOLATIONS = {"straight line": straight_line, "log-odds line": log_odds_line}


def wei_conditions(
    compute, score, *, floor: float, extrapolation: Callable = straight_line, band: float = CHANCE_BAND
) -> Conditions:
    """Whether scores of models of one family, in order of compute, meet the definition of wei2022emergent.

    Small models are those in the lower half of the range of log compute. (1) absent: each of them is within
    ``band`` of ``floor``; (2) present: the largest is at least ``SURPRISE`` above it; (3) unforeseen: it is at
    least ``SURPRISE`` away from the ``extrapolation`` of the small ones, one of ``EXTRAPOLATIONS``. The numbers are
    this book's: Wei gives none.
    """
    log_compute, score = np.log10(np.asarray(compute, float)), np.asarray(score, float)
    fits = log_compute.ndim == 1 and log_compute.shape == score.shape and len(score) >= 3
    shapes = (log_compute.shape, score.shape)
    check.require(fits, "compute and score", "be arrays of one length of 3 or more", shapes)
    check.require(np.diff(log_compute) > 0, "compute", "be in rising order", np.asarray(compute).tolist())
    small = _small(log_compute)
    forecast = float(extrapolation(log_compute[small], score[small], log_compute[-1], floor=floor))
    return Conditions(
        absent=bool((np.abs(score[small] - floor) <= band).all()),
        present=bool(score[-1] >= floor + SURPRISE),
        unforeseen=bool(abs(score[-1] - forecast) >= SURPRISE),
        forecast=forecast,
        largest_score=float(score[-1]),
    )


def task_conditions(scores: dict[str, np.ndarray], *, band: float | None = None) -> dict[str, Conditions]:
    """``wei_conditions`` on every task of a table such as ``bigbench``, by task name.

    Columns: ``task``, ``parameters`` (rising within a task), ``accuracy``, ``chance``, ``items``. Without ``band`` it
    is two standard errors of a guessing score over the task's items.
    """
    found = {}
    for task in dict.fromkeys(scores["task"].tolist()):
        here = scores["task"] == task
        floor, items = scores["chance"][here][0], scores["items"][here][0]
        width = 2 * (floor * (1 - floor) / items) ** 0.5 if band is None else band
        found[task] = wei_conditions(scores["parameters"][here], scores["accuracy"][here], floor=floor, band=width)
    return found


def measured_curve(
    *, decades_to_rise: float, floor: float, noise: float, model_sizes: int, seed: int, extrapolation: str
) -> Measured:
    """A smooth rise measured at ``model_sizes`` sizes, evenly spaced in log compute, with normal error ``noise``."""
    check.whole("model_sizes", model_sizes, 3, MOST_SIZES)
    check.within("noise", noise, 0, 0.5)
    forecast = EXTRAPOLATIONS[check.one_of("extrapolation", extrapolation, EXTRAPOLATIONS)]
    shape = dict(midpoint=MIDPOINT, decades_to_rise=decades_to_rise, floor=floor)
    compute = np.geomspace(LOWEST_COMPUTE, HIGHEST_COMPUTE, 121)
    models = np.geomspace(LOWEST_COMPUTE, HIGHEST_COMPUTE, model_sizes)
    error = np.random.default_rng(check.whole("seed", seed, 0)).normal(size=MOST_SIZES)[:model_sizes]
    scores = np.clip(smooth_score(models, **shape) + noise * error, 0, 1)
    band = max(CHANCE_BAND, 2 * noise)  # two standard errors, where that is more
    log_models = np.log10(models)
    small = _small(log_models)
    ahead = np.linspace(log_models[0], log_models[-1], 25)
    return Measured(
        compute=compute,
        score=smooth_score(compute, **shape),
        model_compute=padded(models, MOST_SIZES),
        model_score=padded(scores, MOST_SIZES),
        small=padded(scores[small], MOST_SIZES),
        forecast_compute=10**ahead,
        forecast_score=forecast(log_models[small], scores[small], ahead, floor=floor),
        conditions=wei_conditions(models, scores, floor=floor, extrapolation=forecast, band=band),
    )


def family_curve(*, family: str, decades_to_rise: float, midpoint: float) -> Family:
    """A smooth rise, from 0 to 1 in parameters, seen at the sizes of one of ``FAMILIES``."""
    sizes = np.array(FAMILIES[check.one_of("family", family, FAMILIES)])
    parameters = np.geomspace(1e8, 1e12, 161)
    sizes = sizes[(sizes >= parameters[0]) & (sizes <= parameters[-1] * 1.01)]
    scores = smooth_score(sizes, midpoint=midpoint, decades_to_rise=decades_to_rise)
    largest = int(np.argmax(np.diff(scores)))
    pair = slice(largest, largest + 2)
    return Family(
        parameters=parameters,
        score=smooth_score(parameters, midpoint=midpoint, decades_to_rise=decades_to_rise),
        model_parameters=padded(sizes, 41),
        model_score=padded(scores, 41),
        step_parameters=sizes[pair],
        step_score=scores[pair],
        largest_step=float(np.diff(scores)[largest]),
    )


def _small(log_compute: np.ndarray) -> np.ndarray:
    small = log_compute <= (log_compute[0] + log_compute[-1]) / 2 + 1e-9
    small[:2] = True  # a line needs two points
    return small
