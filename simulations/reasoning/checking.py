"""Thinking longer as looking again: what a second look at each step does to the horizon, and where it ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import at_least, within
from simulations.reasoning import horizon

LOOKS = np.arange(5)


@dataclass(frozen=True)
class Checked:
    """Over the number of ``looks`` (5,) at each step: the 50% ``horizon`` (5,) in steps, and ``free`` (5,) without
    blind spots. ``most``: the horizon of endless looks (inf without blind spots). ``here``: the horizon at the reader's
    number of looks, ``times`` that without a look, for ``work`` times the steps.
    """

    looks: np.ndarray
    horizon: np.ndarray
    free: np.ndarray
    most: float
    here: float
    times: float
    work: int


def left(error: float, looks: ArrayLike, *, caught: float, blind: float = 0.0) -> np.ndarray:
    """The error rate of a step after ``looks``, of their shape: error · (blind + (1 − blind)(1 − caught)^looks).

    Each look finds an error, which is then mended, with the chance ``caught``; the share ``blind`` of the errors is
    found by none. Raises ``ValueError`` for shares outside 0 to 1, or negative looks.
    """
    within("error", error, 0, 1)
    missed = (1 - within("caught", caught, 0, 1)) ** np.asarray(at_least("looks", looks, 0), float)
    return error * (within("blind", blind, 0, 1) + (1 - blind) * missed)


def checked(*, error: float = 0.01, caught: float = 0.5, blind: float = 0.0, looks: int = 0) -> Checked:
    """Steps that go wrong with ``error``, and are looked at again; a look costs as much as a step."""
    horizons = horizon.steps(1 - left(error, LOOKS, caught=caught, blind=blind))
    return Checked(
        looks=LOOKS,
        horizon=horizons,
        free=horizon.steps(1 - left(error, LOOKS, caught=caught)),
        most=float(horizon.steps(1 - error * blind)) if blind else np.inf,
        here=float(horizons[looks]),
        times=float(horizons[looks] / horizons[0]),
        work=1 + looks,
    )
