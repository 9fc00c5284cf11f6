"""Drawings of the chapter ``laboratory`` and of the laboratory's report."""

from simulations.laboratory import METRICS, SizeCurve, TimeCurve
from simulations.palette import BLUE, GREY

SIZES = ([100, 1_000, 10_000, 100_000], ["100", "1,000", "10,000", "100,000"])
STEPS = ([1, 10, 100, 1_000], ["1", "10", "100", "1,000"])


def draw_size_curve(curve: SizeCurve, ax):
    """One metric against size: a thin line a seed, and their mean."""
    _seeds(curve.parameters, curve, ax)
    size_axis(ax)


def draw_time_curve(curve: TimeCurve, ax):
    """One metric against training step: a thin line a seed, and their mean."""
    _seeds(curve.steps, curve, ax)
    ax.set_xscale("log")
    ax.set_xlim(0.9, 2_000)
    ax.set_xticks(*STEPS)
    ax.minorticks_off()
    ax.set_xlabel("training step")


def size_axis(ax) -> None:
    """Parameters on a logarithmic axis, the same in every figure."""
    ax.set_xscale("log")
    ax.set_xlim(110, 130_000)
    ax.set_xticks(*SIZES)
    ax.minorticks_off()
    ax.set_xlabel("parameters")


def metric_axis(metric: str, ax) -> None:
    """The metric's own range and wording on the upright axis."""
    wording, low, high = METRICS[metric]
    margin = 0.04 * (high - low)
    ax.set_ylim(low - margin, high + margin)
    ax.set_ylabel(wording)


def _seeds(points, curve: SizeCurve | TimeCurve, ax) -> None:
    for seed, values in enumerate(curve.values):
        ax.plot(points, values, color=GREY, linewidth=1, marker="o", markersize=3, label=f"seed {seed}")
    ax.plot(points, curve.mean, color=BLUE, label="mean of the seeds")
    metric_axis(curve.metric, ax)
