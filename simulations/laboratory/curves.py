"""Curves of the trained models: one metric against size, or against the training step, seed by seed.

A table is a dictionary of columns, as ``simulations.data.table`` reads it; a row is a model, or a model at a step.
"""

from dataclasses import dataclass, replace

import numpy as np

from simulations.check import one_of, require
from simulations.laboratory.measure import METRICS
from simulations.laws.rise import crossing

Table = dict[str, np.ndarray]
EVERY = -1  # a choice of seed, or of how many: all of them


@dataclass(frozen=True)
class MetricCurve:
    """One metric of a panel's models against their size, or against the training step.

    ``at`` [points] parameters or steps; ``values`` [seeds, points], masked where there is none; ``mean`` [points];
    ``shown`` [points] the chosen ``seed``, or the mean for EVERY; ``tenth``: where the mean has made a tenth of its
    whole change; ``steepest``: its greatest change between neighbouring points, in shares of the whole a decade, and
    ``steep_from`` and ``steep_to`` where; ``spread``: the widest gap between seeds, and ``at_spread`` where; ``first``
    and ``last`` of ``shown``.
    """

    metric: str
    seed: int
    at: np.ndarray
    values: np.ma.MaskedArray
    mean: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    tenth: float
    steepest: float
    steep_from: float
    steep_to: float
    spread: float
    at_spread: float
    first: float
    last: float


def shown_sizes(*, smallest: float = 150, largest: float = 95_180) -> tuple[float, float]:
    """The ends of a figure's axis of sizes: the same for all figures of the shipped ones, further out for others."""
    return min(110, 0.73 * smallest), max(130_000, 1.37 * largest)


def size_curve(
    models: Table, *, metric: str = "exact_match", panel: str = "main", seeds: int = EVERY, seed: int = EVERY
) -> MetricCurve:
    """One metric against size for the first ``seeds`` seeds of a panel, or for EVERY one.

    Raises ``ValueError`` for a metric, panel, seed or number of seeds that there is not.
    """
    at, values = by_seed(models, "parameters", metric, panel)
    counts = {EVERY: len(values)} | {count: count for count in range(1, len(values) + 1)}
    return _curve(at, values[: counts[one_of("seeds", seeds, counts)]], metric, seed)


def time_curve(steps: Table, *, metric: str = "exact_match", panel: str = "time", seed: int = EVERY) -> MetricCurve:
    """One metric against training step for every seed of a watched panel. Raises ``ValueError`` as ``size_curve``."""
    return _curve(*by_seed(steps, "step", metric, panel), metric, seed)


def length_curve(
    groups: Table, *, operand_digits: int = 8, metric: str = "exact_match", seed: int = EVERY
) -> MetricCurve:
    """One metric of the main panel on problems whose operands have ``operand_digits`` digits, 1 to 8."""
    rows = (groups["group"] == "operand digits") & (groups["value"] == operand_digits)
    require(rows.any(), "operand_digits", "be 1 to 8", operand_digits)
    return size_curve({name: column[rows] for name, column in groups.items()}, metric=metric, seed=seed)


def half_size(models: Table, *, panel: str = "main", metric: str = "exact_match") -> float:
    """The size at which the seeds' mean passes one half, on a line in log size between models; inf where never."""
    sizes, values = by_seed(models, "parameters", metric, panel)
    return crossing(sizes, values.mean(0).filled(0.0), level=0.5)


def by_seed(table: Table, axis: str, metric: str, panel: str) -> tuple[np.ndarray, np.ma.MaskedArray]:
    """The axis's values [points] and the metric [seeds, points], masked where there is no number."""
    one_of("metric", metric, METRICS)
    one_of("panel", panel, sorted(set(table["panel"])))
    rows = table["panel"] == panel
    points, column = np.unique(table[axis][rows], return_inverse=True)
    seeds, line = np.unique(table["seed"][rows], return_inverse=True)
    values = np.full((len(seeds), len(points)), np.nan)
    values[line, column] = table[metric][rows]
    return points, np.ma.masked_invalid(values)


def until(curve: MetricCurve, point: int) -> MetricCurve:
    """The curve masked past one of its points."""
    later = np.arange(len(curve.at)) > point

    def cut(values: np.ma.MaskedArray) -> np.ma.MaskedArray:
        return np.ma.masked_where(np.broadcast_to(later, values.shape), values)

    return replace(curve, values=cut(curve.values), mean=cut(curve.mean), shown=cut(curve.shown))


def _curve(at: np.ndarray, values: np.ma.MaskedArray, metric: str, seed: int) -> MetricCurve:
    require(EVERY <= seed < len(values), "seed", f"be 0 to {len(values) - 1}, or {EVERY} for the mean", seed)
    require(len(at) > 1, "a curve", "have two points or more", len(at))
    mean = values.mean(0)
    shown = mean if seed == EVERY else values[seed]
    whole = (mean.max() if mean[-1] > mean[0] else mean.min()) - mean[0]
    done = (mean - mean[0]) / whole if whole else np.zeros(len(at))
    slope = np.diff(done) / np.diff(np.log10(at))
    steep = int(np.argmax(slope))
    gap = values.max(0) - values.min(0)
    return MetricCurve(
        metric=metric,
        seed=seed,
        at=at,
        values=values,
        mean=mean,
        shown=shown,
        tenth=crossing(at, done, level=0.1),
        steepest=float(slope[steep]),
        steep_from=float(at[steep]),
        steep_to=float(at[steep + 1]),
        spread=float(gap.max()),
        at_spread=float(at[int(np.argmax(gap))]),
        first=float(shown[0]),
        last=float(shown[-1]),
    )
