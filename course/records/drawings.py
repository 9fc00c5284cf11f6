"""A question's drawn curves over the truth. It computes nothing."""

import io
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.records.pool import Drawn
from simulations import palette


def draw_curves(result: Drawn, ax: Axes) -> None:
    """Every curve thin (of ranges, their middles), the median and the truth over them; of ranges the median's too."""
    low, high = result.median
    middle = (result.low + result.high) / 2
    for i, curve in enumerate(middle):
        label = "a reader's" if i == 0 else None
        ax.plot(result.x, curve, color=palette.GREY, linewidth=0.8, alpha=0.5, label=label)
    if result.band:
        ax.fill_between(result.x, low, high, color=palette.ORANGE, alpha=0.2, linewidth=0, label="median range")
    ax.plot(result.x, (low + high) / 2, color=palette.ORANGE, linestyle="--", marker="o", markersize=3, label="median")
    ax.plot(result.x, result.truth, color=palette.BLUE, label="truth")
    for name, given in (result.axes or {}).items():
        getattr(ax, f"set_{name}scale")(given["scale"])
        getattr(ax, f"set_{name}lim")(*given["limits"])


def svg(result: Drawn) -> bytes:
    """The figure as SVG, with its legend."""
    settings: Any = palette.MATPLOTLIB
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(5.6, 3.6), layout="constrained")
        ax = figure.add_subplot()
        draw_curves(result, ax)
        across, up = result.labels
        ax.set_xlabel(across or "as on the figure's axis", parse_math=False)
        ax.set_ylabel(up or "as on the figure's axis", parse_math=False)
        ax.legend(frameon=False, fontsize=9)
        picture = io.BytesIO()
        figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()
