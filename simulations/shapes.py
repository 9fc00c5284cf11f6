"""What schematics are drawn of: boxes, ways that end in a head, and words in them.

Whoever draws a schematic lays it on ``sheet``, and gives it a figure of the same form: one unit is then as long across
as up, and boxes and heads keep theirs.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from simulations import axes
from simulations.palette import INK, MUTED, ORANGE

THIN, STRONG = 1.1, 2.2  # points
HEAD = 0.3  # how far a head reaches back along its way, in units


def sheet(ax: Axes, *, width: float, height: float) -> None:
    """Axes from 0 to ``width`` and ``height`` units, with nothing around them."""
    axes.linear_x(ax, (0, width), label="", ticks=())
    axes.linear_y(ax, (0, height), label="", ticks=())
    ax.axis("off")


def box(
    ax: Axes,
    middle: tuple[float, float],
    size: tuple[float, float],
    words: str = "",
    *,
    colour: str = MUTED,
    strong: bool = False,
    filled: bool = True,
    label: str | None = None,
) -> None:
    """A box around ``middle``, ``size`` wide and high, with its words; ``label`` is its kind's, for the legend."""
    (x, y), (wide, high) = middle, size
    left, right, low, top = x - wide / 2, x + wide / 2, y - high / 2, y + high / 2
    if filled:
        ax.fill_between([left, right], [low, low], [top, top], color=colour, alpha=0.2, label=label)
    ax.plot(
        [left, right, right, left, left], [low, low, top, top, low], color=colour, linewidth=STRONG if strong else THIN
    )
    if words:
        say(ax, x, y, words)


def way(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    bend: float = 0.0,
    strong: bool = False,
    colour: str = "",
    head: float = HEAD,
) -> None:
    """A way from ``start`` to ``end``, which bends to its left by ``bend`` of its length, with a head at its end.

    Strong ones are orange and thick, unless another colour is given.
    """
    first, last = np.array(start, float), np.array(end, float)
    along = last - first
    aside = first + along / 2 + bend * np.array([-along[1], along[0]])
    t = np.linspace(0, 1, 2 if bend == 0 else 17)[:, None]
    path = (1 - t) ** 2 * first + 2 * t * (1 - t) * aside + t**2 * last
    look: dict[str, Any] = dict(color=colour or (ORANGE if strong else MUTED), linewidth=STRONG if strong else THIN)
    ax.plot(*path.T, **look)
    if head:
        ax.plot(*_head(last, last - aside, head).T, **look)


def say(ax: Axes, x: float, y: float, words: str, *, ha: str = "center", colour: str = INK, size: float = 9) -> None:
    """Words at a place; a phone writes all of them at 12.5 points, whatever their size here."""
    ax.text(x, y, words, ha=ha, va="center", color=colour, fontsize=size)


def _head(tip: np.ndarray, towards: np.ndarray, long: float) -> np.ndarray:
    """The corners of an open head: (3, 2)."""
    forward = towards / np.hypot(*towards)
    aside = np.array([-forward[1], forward[0]])
    back = tip - long * forward
    return np.array([back + 0.55 * long * aside, tip, back - 0.55 * long * aside])
