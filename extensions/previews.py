"""The picture that a link to a page is shown with: its title beside a curve that rises."""

import hashlib
import textwrap
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from simulations import palette


def path(title: str) -> str:
    """Where the picture of the page with this title stands in the book."""
    return f"_static/preview-{hashlib.sha256(title.encode()).hexdigest()[:10]}.png"


def draw(title: str, out: Path, *, book: str) -> Path:
    """The 1200 × 630 picture of a page, drawn under ``out`` unless it is there already."""
    target = out / path(title)
    if target.exists():
        return target
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor=palette.DARK[palette.PAPER])
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    curve(ax)
    ink = palette.DARK[palette.INK]
    ax.text(
        0.07, 0.86, "\n".join(textwrap.wrap(title, 26)), color=ink, size=50, weight="bold", va="top", parse_math=False
    )
    ax.text(0.07, 0.09, book, color=palette.DARK[palette.MUTED], size=26)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target)
    return target


def curve(ax):
    """Draws the book's mark on axes from 0 to 1: a smooth curve behind a sharp one."""
    x = np.linspace(0.07, 0.93, 200)
    smooth, sharp = (0.2 + 0.55 / (1 + np.exp(-k * (x - middle))) for k, middle in [(5, 0.55), (40, 0.76)])
    ax.plot(x, smooth, color=palette.DARK[palette.BLUE], linewidth=5, alpha=0.45)
    ax.plot(x, sharp, color=palette.DARK[palette.ORANGE], linewidth=7)
