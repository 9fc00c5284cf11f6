"""How long a task can be: from the accuracy of a step to a horizon, and what a mixture of tasks makes of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import above, at_least, between, within
from simulations.data import table

MINUTES = np.geomspace(0.1, 10_000, 101)
STEADY = float(np.log(0.5) / np.log(0.8))  # the 50% horizon over that at 80%, for one failure rate: 3.1
WIDEST = 100  # the largest spread of failure rates over tasks: 2 to its power is taken


@dataclass(frozen=True)
class Success:
    """Success over the ``minutes`` (101,) that a task takes people, with one 50% horizon.

    ``mixed`` (101,): where tasks of one length differ in how often they fail a minute; ``steady`` (101,): where they do
    not, p^L. ``reached``: the longest tasks, in minutes, done with the success ``wanted``, and ``steady_reached`` the
    same for the second curve; ``ratio``: the 50% horizon over that at 80%. ``ratios`` (9,) those of measured models, in
    ``places`` (9,), from the oldest.
    """

    minutes: np.ndarray
    mixed: np.ndarray
    steady: np.ndarray
    reached: float
    steady_reached: float
    ratio: float
    places: np.ndarray
    ratios: np.ndarray


def steps(step_accuracy: ArrayLike, *, success: float = 0.5) -> np.ndarray:
    """The horizon in steps: p^L = s solved for L, ln s / ln p. Not rounded, of the shape of ``step_accuracy``.

    Raises ``ValueError`` unless both lie between 0 and 1. Source: sinha2025illusion, proposition 1.
    """
    return np.log(between("success", success, 0, 1)) / np.log(between("step_accuracy", step_accuracy, 0, 1))


def step_accuracy(horizon: ArrayLike, *, success: float = 0.5) -> np.ndarray:
    """The accuracy of a step that gives a ``horizon`` of so many steps: s^(1/L), the inverse of ``steps``."""
    return between("success", success, 0, 1) ** (1 / np.asarray(above("horizon", horizon), float))


def survival(minutes: ArrayLike, *, half: float, spread: float = 0.0) -> np.ndarray:
    """Success at tasks of so many ``minutes``: the mean over tasks of exp(−λ·minutes), one half at ``half``.

    Failure rates λ are Gamma-distributed over tasks with the variance ``spread`` in units of their squared mean, which
    makes (1 + spread·λ̄·t)^(−1/spread); without spread it is p^L. Of the shape of ``minutes``. Raises ``ValueError`` for
    a ``half`` that is not above 0, or a spread below 0 or above WIDEST. Survival analysis calls it a frailty model.
    """
    lengths = np.asarray(at_least("minutes", minutes, 0), float) / above("half", half, unit="minutes")
    if within("spread", spread, 0, WIDEST) == 0:
        return 0.5**lengths
    return np.exp(-np.log1p(lengths * np.expm1(spread * np.log(2))) / spread)


def longest(success: float, *, half: float, spread: float = 0.0) -> float:
    """The longest tasks, in minutes, that are done with this ``success``: the inverse of ``survival``."""
    between("success", success, 0, 1)
    above("half", half, unit="minutes")
    if within("spread", spread, 0, WIDEST) == 0:
        return float(half * np.log(success) / np.log(0.5))
    return float(half * np.expm1(-spread * np.log(success)) / np.expm1(spread * np.log(2)))


def measured_ratios() -> tuple[list[str], np.ndarray]:
    """The measured models' names and 50% horizons over those at 80% (9,), from the oldest."""
    rows = table("reliable_horizons")
    return rows["model"].tolist(), rows["minutes_at_50"] / rows["minutes_at_80"]


def success(*, half: float = 60.0, spread: float = 0.0, wanted: float = 0.8) -> Success:
    """A model whose 50% horizon is ``half`` minutes, and how long its tasks may be for the success ``wanted``."""
    _, ratios = measured_ratios()
    return Success(
        minutes=MINUTES,
        mixed=survival(MINUTES, half=half, spread=spread),
        steady=survival(MINUTES, half=half),
        reached=longest(wanted, half=half, spread=spread),
        steady_reached=longest(wanted, half=half),
        ratio=half / longest(0.8, half=half, spread=spread),
        places=np.arange(len(ratios)),
        ratios=ratios,
    )
