"""One size through its training: the panel whose digits are skewed, and the one whose digits are all alike."""

from dataclasses import dataclass

import numpy as np

from simulations.check import at_least
from simulations.laboratory.curves import MetricCurve, Table, time_curve, until


@dataclass(frozen=True)
class ThroughTraining:
    """The watched panels up to a step: ``skewed`` and ``uniform`` curves, masked past it, and the ``seeds``' means
    there; ``uniform_low`` and ``uniform_high``: the ends of what the seeds of the second score."""

    skewed: MetricCurve
    uniform: MetricCurve
    so_far: int
    seeds: int
    skewed_mean: float
    uniform_mean: float
    uniform_low: float
    uniform_high: float


def training_so_far(steps: Table, *, metric: str = "exact_match", step: int = 1_600) -> ThroughTraining:
    """Both watched panels up to ``step``. Raises ``ValueError`` before the first step that was measured."""
    curves = [time_curve(steps, metric=metric, panel=panel) for panel in ("time", "time-uniform")]
    at_least("step", step, int(curves[0].at[0]))
    point = int(np.searchsorted(curves[0].at, step, side="right")) - 1
    skewed, uniform = (until(curve, point) for curve in curves)
    across = curves[1].values[:, point]
    return ThroughTraining(
        skewed=skewed,
        uniform=uniform,
        so_far=int(curves[0].at[point]),
        seeds=len(across),
        skewed_mean=float(curves[0].mean[point]),
        uniform_mean=float(curves[1].mean[point]),
        uniform_low=float(across.min()),
        uniform_high=float(across.max()),
    )
