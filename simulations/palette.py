"""The book's colours, each with its twin for dark pages, and matplotlib's settings for every figure.

Text and lines reach a contrast of at least 4.5:1, and marks 3:1, on the page's paper, light and dark. The explorer,
which knows no book, is given them here, once: every drawing imports this module.
"""

from everystate.settings import Palette, settings

INK = "#1c2430"
MUTED = "#566072"
GRID = "#e3e7ed"
PAPER = "#ffffff"
BLUE = "#0b62a8"
ORANGE = "#b8500a"
GREEN = "#1a7a4c"
RED = "#b3263e"
PURPLE = "#6d4bb0"
GREY = "#6b7484"

DARK = {
    INK: "#e6e9ee",
    MUTED: "#aab3c0",
    GRID: "#333b47",
    PAPER: "#14181e",
    BLUE: "#6db3f2",
    ORANGE: "#f2a65a",
    GREEN: "#5cc593",
    RED: "#f28b9b",
    PURPLE: "#b9a1ef",
    GREY: "#98a2b1",
}

# Sizes are points of a figure 5 inches wide, which a page shows 560 to 600 pixels wide, a phone 320.
MATPLOTLIB = {
    "axes.edgecolor": MUTED,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelpad": 7.0,  # a phone shows the words larger than they were laid out
    "axes.labelsize": 10,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.dpi": 72,
    "figure.facecolor": PAPER,
    "font.family": "sans-serif",
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.0,
    "lines.markersize": 6.0,
    "svg.fonttype": "none",
    "svg.hashsalt": "emergence-measured",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.major.pad": 10.5,  # from the lowest number of the upright axis, on a phone, too
    "xtick.labelcolor": INK,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
}

NAMES = {
    "ink": INK,
    "muted": MUTED,
    "grid": GRID,
    "paper": PAPER,
    "blue": BLUE,
    "orange": ORANGE,
    "green": GREEN,
    "red": RED,
    "purple": PURPLE,
    "grey": GREY,
}

settings.palette = Palette({name: (colour, DARK[colour]) for name, colour in NAMES.items()}, rc=MATPLOTLIB)
