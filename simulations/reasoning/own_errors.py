"""A long task in which a model's own errors stay before its eyes, and make more errors likely."""

from dataclasses import dataclass

import numpy as np

from simulations.check import between, whole, within

TURNS = 100
BINS = np.linspace(0, 1, 11)


@dataclass(frozen=True)
class OwnErrors:
    """Over ``turns`` (100,) of many runs: shares of 1.

    ``accuracy`` (100,): of the turns themselves, each counted by itself; ``steady``: what it would be without any
    effect of errors; ``unbroken`` (100,): the runs without an error so far. ``wrong`` (10,): the middles of ten bins of
    the share of turns that a run gets wrong, ``runs`` (10,) the share of runs in each. ``last``: ``accuracy`` at the
    last turn; ``limit``: where it tends; ``spread``: the standard deviation of a run's share of wrong turns.
    """

    turns: np.ndarray
    accuracy: np.ndarray
    steady: float
    unbroken: np.ndarray
    wrong: np.ndarray
    runs: np.ndarray
    last: float
    limit: float
    spread: float


def error_counts(turns: int, *, slip: float, copying: float) -> np.ndarray:
    """The distribution of errors so far, before each turn and after the last: (turns + 1, turns + 1), rows sum to 1.

    A turn after t others of which k went wrong goes wrong with the probability ``slip`` + ``copying`` · k/t; the first
    with ``slip``. Exact. Raises ``ValueError`` unless 0 < slip < 1 and 0 ≤ copying ≤ 1 − slip.
    """
    between("slip", slip, 0, 1)
    within("copying", copying, 0, 1 - slip)
    chances = np.zeros((whole("turns", turns, 1) + 1, turns + 1))
    chances[0, 0] = 1
    errors = np.arange(turns + 1)
    for turn in range(turns):
        wrong = np.minimum(slip + copying * errors / max(turn, 1), 1)
        chances[turn + 1] = chances[turn] * (1 - wrong)
        chances[turn + 1, 1:] += (chances[turn] * wrong)[:-1]
    return chances


def long_run(*, slip: float, copying: float) -> float:
    """The error rate to which a run tends: slip / (1 − copying), where errors copy themselves less than surely."""
    return between("slip", slip, 0, 1) / (1 - within("copying", copying, 0, 1 - slip))


def own_errors(*, slip: float = 0.05, copying: float = 0.8) -> OwnErrors:
    """Runs of TURNS turns: ``slip``, the error rate after a faultless past; ``copying``, what one all wrong adds."""
    chances = error_counts(TURNS, slip=slip, copying=copying)
    errors = np.arange(TURNS + 1)
    mean = chances @ errors
    share = errors / TURNS
    runs = np.histogram(share, BINS, weights=chances[-1])[0]
    accuracy = 1 - np.diff(mean)
    return OwnErrors(
        turns=np.arange(1, TURNS + 1),
        accuracy=accuracy,
        steady=1 - slip,
        unbroken=chances[1:, 0],
        wrong=(BINS[1:] + BINS[:-1]) / 2,
        runs=runs,
        last=float(accuracy[-1]),
        limit=1 - long_run(slip=slip, copying=copying),
        spread=float(np.sqrt(chances[-1] @ share**2 - (chances[-1] @ share) ** 2)),
    )
