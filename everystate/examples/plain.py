"""A page in plain HTML, in one file: python plain.py growth.html"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from everystate import Explorer
from everystate.embed import page

BLUE, ORANGE = "#0b62a8", "#b8500a"


@dataclass(frozen=True)
class Savings:
    years: np.ndarray
    grown: np.ndarray
    plain: np.ndarray
    last: float


def savings(rate, start):
    """What ``start`` becomes in 40 years at ``rate`` percent a year, with and without interest on interest."""
    years = np.arange(41)
    grown = start * (1 + rate / 100) ** years
    return Savings(years, grown, start * (1 + rate / 100 * years), grown[-1])


def draw(result, ax):
    ax.plot(result.years, result.grown, color=BLUE, label="with interest on interest")
    ax.plot(result.years, result.plain, color=ORANGE, linestyle="--", label="without")
    ax.set(xlim=(0, 40), ylim=(0, 4000), xlabel="years", ylabel="what is there")


growth = Explorer(
    savings,
    draw,
    name="growth",
    title="Interest on interest",
    caption="{start} become {last:,.0f} in 40 years at {rate}%.",
    controls=dict(rate=(0.0, 8.0, 0.5), start=[50, 100, 150]),
)

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page([growth], title="Interest", note="Made by plain.py."), encoding="utf-8")
