"""What the laboratory's trained models show: curves taken from tables of measured models, and forecasts made from them.

A table is a dictionary of columns, as ``simulations.data.table`` reads it.
"""

from dataclasses import dataclass

import numpy as np

METRICS = {
    "cross_entropy": ("cross-entropy (nats a digit)", 0.0, 2.8),
    "digit_accuracy": ("digits right", 0.0, 1.0),
    "exact_match": ("answers right (exact match)", 0.0, 1.0),
    "edit_distance": ("edit distance (digits of 9)", 0.0, 9.0),
    "brier_score": ("Brier score", 0.0, 1.2),
    "pass_probability": ("chance that a sampled answer is right", 0.0, 1.0),
    "answer_log_likelihood": ("log-likelihood of the answer (nats)", -25.0, 0.0),
    "independent_match": ("product of the digits' accuracies", 0.0, 1.0),
}  # wording with unit, and the range that a figure shows
BETTER_LOW = ("cross_entropy", "edit_distance", "brier_score")


@dataclass(frozen=True)
class SizeCurve:
    """``parameters`` [sizes]; ``values`` [seeds, sizes], masked where a model diverged; ``mean`` [sizes]."""

    metric: str
    parameters: np.ndarray
    values: np.ndarray
    mean: np.ndarray


@dataclass(frozen=True)
class TimeCurve:
    """``steps`` [measurements]; ``values`` [seeds, measurements]; ``mean`` [measurements]."""

    metric: str
    steps: np.ndarray
    values: np.ndarray
    mean: np.ndarray


def size_curve(models: dict[str, np.ndarray], *, metric: str, panel: str = "main") -> SizeCurve:
    """One metric against size for every seed of a panel. Raises ``ValueError`` for a metric or panel there is not."""
    sizes, values = _by_seed(models, "parameters", metric, panel)
    return SizeCurve(metric, sizes, values, values.mean(0))


def time_curve(steps: dict[str, np.ndarray], *, metric: str, panel: str = "time") -> TimeCurve:
    """One metric against training step for every seed of a watched panel. Raises ``ValueError`` as ``size_curve``."""
    points, values = _by_seed(steps, "step", metric, panel)
    return TimeCurve(metric, points, values, values.mean(0))


def _by_seed(table: dict[str, np.ndarray], axis: str, metric: str, panel: str) -> tuple[np.ndarray, np.ma.MaskedArray]:
    """The axis's values [points] and the metric [seeds, points], masked where there is no number."""
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}, not {metric!r}")
    rows = table["panel"] == panel
    if not rows.any():
        raise ValueError(f"panel must be one of {', '.join(sorted(set(table['panel'])))}, not {panel!r}")
    points, column = np.unique(table[axis][rows], return_inverse=True)
    seeds, line = np.unique(table["seed"][rows], return_inverse=True)
    values = np.full((len(seeds), len(points)), np.nan)
    values[line, column] = table[metric][rows]
    return points, np.ma.masked_invalid(values)
