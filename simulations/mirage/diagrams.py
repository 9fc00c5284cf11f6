"""The schematic of the three factors: each panel takes what the one before has left, in grey, and draws its own."""

import numpy as np
from matplotlib.axes import Axes

from simulations import axes
from simulations.mirage.schematic import SIZES, Factors
from simulations.palette import BLUE, GREY, ORANGE


def draw_progress(result: Factors, ax: Axes) -> None:
    """What the models do, token by token."""
    ax.plot(result.sizes, result.token_accuracy, color=BLUE, label="tokens right")
    _axes(ax)


def draw_metric(result: Factors, ax: Axes) -> None:
    """The first factor: an answer is right if all of its tokens are."""
    ax.plot(result.sizes, result.token_accuracy, color=GREY, linewidth=1.2, label="tokens right")
    ax.plot(result.sizes, result.exact_match, color=ORANGE, label="1. the metric: whole answers right")
    _axes(ax)


def draw_resolution(result: Factors, ax: Axes) -> None:
    """The second: a test returns so many right of its items."""
    ax.plot(result.sizes, result.exact_match, color=GREY, linewidth=1.2, label="whole answers right")
    at, scores = _stairs(result)
    ax.plot(at, scores, color=ORANGE, label="2. the resolution: counted in a test")
    _axes(ax)


def draw_models(result: Factors, ax: Axes) -> None:
    """The third: only some sizes were tested."""
    at, scores = _stairs(result)
    ax.plot(at, scores, color=GREY, linewidth=1.2, label="counted in a test")
    label = "3. the models: those that were tested"
    ax.plot(result.tested, result.scores, color=ORANGE, marker="o", label=label)
    _axes(ax)


def _stairs(result: Factors) -> tuple[np.ndarray, np.ndarray]:
    """The corners of a score that goes in steps: from one size to the next it stands still, and then jumps."""
    return np.repeat(result.sizes, 2)[1:], np.repeat(result.measured, 2)[:-1]


def _axes(ax: Axes) -> None:
    axes.log_x(ax, axes.padded(SIZES[0], SIZES[-1], 0), label="parameters", ticks=(1e7, 1e9, 1e11), say=axes.size)
    axes.share_y(ax, label="right", margin=0.05, ticks=(0, 0.5, 1))
