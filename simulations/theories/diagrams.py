"""The schematic of an addition: its columns as on paper, what each does with a carry, and the way that carries take."""

from matplotlib.axes import Axes

from simulations.palette import BLUE, GREY, INK, MUTED, ORANGE
from simulations.shapes import box, say, sheet, way
from simulations.theories.schematic import MAKES, PASSES, STOPS, Carried

COLOURS = {MAKES: ORANGE, PASSES: BLUE, STOPS: GREY}
WIDE, HIGH = 15.4, 7.4
LAST, STEP = 14.4, 1.25  # where the units stand, and how far the next column is
CARRIES, FIRST, SECOND, RULE, TOTAL, CHAIN = 6.4, 4.9, 3.6, 2.8, 2.0, 0.5  # heights


def draw_carried(result: Carried, ax: Axes) -> None:
    """The addition, units on the right; a column's colour says what it does with a carry that comes in."""
    sheet(ax, width=WIDE, height=HIGH)
    for y, words in ((CARRIES, "carry"), (TOTAL, "sum"), (CHAIN, "chain")):
        say(ax, 0, y, words, ha="left", colour=MUTED)
    say(ax, _x(len(result.kinds)), SECOND, "+")
    _draw_columns(result, ax)
    used = len(result.total) if result.total[-1] else len(result.total) - 1
    ax.plot([_x(used - 1) - 0.6, LAST + 0.6], [RULE, RULE], color=INK, linewidth=1.2)
    for column in range(used):
        say(ax, _x(column), TOTAL, str(result.total[column]))
        say(ax, _x(column), CHAIN, str(result.chain[column]), colour=MUTED)
    _draw_carries(result, ax)


def _x(column: int) -> float:
    return LAST - STEP * column


def _draw_columns(result: Carried, ax: Axes) -> None:
    """The two digits of each column in a box of its kind's colour; the first of each kind is in the legend."""
    for column, kind in enumerate(result.kinds):
        first = result.kinds.index(kind) == column
        middle = (_x(column), (FIRST + SECOND) / 2)
        box(ax, middle, (1.06, 2.6), colour=COLOURS[kind], label=kind if first else None)
        for y, digit in ((FIRST, result.first[column]), (SECOND, result.second[column])):
            say(ax, _x(column), y, str(digit))


def _draw_carries(result: Carried, ax: Axes) -> None:
    """A carry over each column that one enters, and the way there from the column that made or passed it on."""
    top = FIRST + 0.75
    for column, length in enumerate(result.chain):
        if length:
            colour = ORANGE if length == 1 else BLUE
            way(ax, (_x(column - 1) - 0.1, top), (_x(column) + 0.34, CARRIES), bend=0.28, colour=colour, head=0.26)
            say(ax, _x(column), CARRIES, "1")
