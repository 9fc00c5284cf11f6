"""The schematics of the laboratory: the model's parts with their sizes, and what a digit is written from."""

from matplotlib.axes import Axes

from simulations.laboratory.schematic import Parts, Reads
from simulations.palette import BLUE, GREY, INK, MUTED, ORANGE
from simulations.shapes import box, say, sheet, way
from simulations.words import plain

STREAM, MIDDLE, WIDE = 3.0, 17.0, 22.0  # where the stream runs, where the boxes stand, how wide they are
HIGH = 4.2  # of a box
PLACES = {"read": 2.5, "table": 9.0, "attention": 19.0, "MLP": 29.5, "readout": 36.5, "softmax": 43.0}  # their middles
BAR = (30.5, 43.5)  # from where to where a bar of all weights would reach
COLUMNS, LINES = 1.25, {0: 5.2, 1: 3.2, 2: 1.2}  # between symbols, and each line's height
LOOK = ("query", "key", "value")
CELL, START = 0.86, 4.4


def draw_parts(result: Parts, ax: Axes) -> None:
    """The model from the symbols that it reads to the ten chances; beside each part, its weights."""
    sheet(ax, width=44, height=46)
    _draw_stream(ax)
    for name, words in {
        "read": f"{result.read} symbols",
        "table": f"table: {result.kinds} kinds",
        "MLP": f"MLP: {result.width} to {result.hidden} to {result.width}",
        "readout": f"readout: {result.width} to 10",
        "softmax": "softmax: 10 chances",
    }.items():
        high = HIGH + 1.6 if name == "MLP" else HIGH
        box(ax, (MIDDLE, PLACES[name]), (WIDE, high), words, colour=BLUE if name in result.weights else GREY)
    _draw_heads(result, ax)
    say(ax, BAR[0], PLACES["softmax"], "weights", ha="left", colour=MUTED)
    say(ax, 0, PLACES["readout"] + 3.4, "stream", ha="left", colour=MUTED)
    for name, weights in result.weights.items():
        _draw_weights(ax, PLACES[name], plain(weights), result.shares[name])


def _draw_stream(ax: Axes) -> None:
    """The stream from the table up to the readout, and how each part reads from it and adds to it."""
    left = MIDDLE - WIDE / 2
    way(ax, (MIDDLE, PLACES["read"] + HIGH / 2), (MIDDLE, PLACES["table"] - HIGH / 2), head=0.9)
    way(ax, (MIDDLE, PLACES["readout"] + HIGH / 2), (MIDDLE, PLACES["softmax"] - HIGH / 2), head=0.9)
    ax.plot(
        [left, STREAM, STREAM, left],
        [PLACES["table"], PLACES["table"], PLACES["readout"], PLACES["readout"]],
        color=INK,
        linewidth=1.8,
    )
    for name, reach in (("attention", 4.6), ("MLP", 1.6)):
        low, high = PLACES[name] - reach, PLACES[name] + reach
        way(ax, (STREAM, low), (left, low), head=0.9)
        way(ax, (left, high), (STREAM + 0.9, high), head=0.9)
        ax.plot([STREAM], [high], color=INK, marker="o", markersize=5)
    say(ax, STREAM - 0.8, 24.4, "+", ha="right")
    say(ax, STREAM - 0.8, PLACES["MLP"] + 2.4, "+", ha="right")


def _draw_heads(result: Parts, ax: Axes) -> None:
    """Attention: a box around as many smaller ones as there are heads."""
    box(ax, (MIDDLE, PLACES["attention"]), (WIDE, 13.4), colour=ORANGE)
    say(ax, MIDDLE, PLACES["attention"] + 4.9, "attention")
    each = (WIDE - 1.2) / result.heads
    for head in range(result.heads):
        x = MIDDLE - WIDE / 2 + 0.6 + each * (head + 0.5)
        box(ax, (x, PLACES["attention"] - 1.4), (each - 0.9, 9.4), colour=ORANGE, filled=False)
        for line, words in enumerate((f"head {head + 1}", *(f"{one} {result.per_head}" for one in LOOK))):
            say(ax, x, PLACES["attention"] + 2.0 - 2.25 * line, words)


def _draw_weights(ax: Axes, y: float, words: str, share: float) -> None:
    """A part's weights as a number, and below it their share of all as a bar."""
    left, right = BAR
    say(ax, left, y + 1.0, words, ha="left")
    ax.plot([left, right], [y - 1.1, y - 1.1], color=MUTED, linewidth=1)
    ax.plot([left, left + share * (right - left)], [y - 1.1, y - 1.1], color=BLUE, linewidth=5)


def draw_reads(result: Reads, ax: Axes) -> None:
    """The row of symbols, cut after each number so that digits of one place stand below each other."""
    sheet(ax, width=16.2, height=6.4)
    place = (2, result.place)
    for row, symbols in enumerate(result.rows):
        say(ax, 0, LINES[row], ("first", "second", "answer")[row], ha="left", colour=MUTED)
        for column, symbol in enumerate(symbols):
            at = (row, column)
            written = row < 2 or column <= result.place
            known = ORANGE if at in result.above or at == place else BLUE if at in result.before else ""
            box(
                ax,
                _cell(at),
                (CELL, 1.0),
                symbol if written else "",
                colour=known or GREY,
                strong=at == place,
                filled=bool(known) and at != place,
            )
    for at in result.before:
        _draw_way(ax, at, place, BLUE)
    for at in result.above:
        _draw_way(ax, at, place, ORANGE)


def _cell(at: tuple[int, int]) -> tuple[float, float]:
    row, column = at
    return START + COLUMNS * column, LINES[row]


def _draw_way(ax: Axes, start: tuple[int, int], end: tuple[int, int], colour: str) -> None:
    """From a symbol to the digit that is written: down the gap beside its column, and from there to the digit's top."""
    (x, y), (to_x, to_y) = _cell(start), _cell(end)
    if start[0] == 2:  # in the digit's own line
        way(ax, (x + CELL / 2, y), (to_x - CELL / 2, to_y), colour=colour, head=0.22)
        return
    same = x == to_x
    gap = x + COLUMNS / 2 + (0.06 if start[0] == 0 else -0.06) if same else (x + to_x) / 2
    land = to_x + (0.28 if same else -0.28) - (0.1 if start[0] == 0 else 0)
    if same and start[0] == 1:
        way(ax, (x, y - 0.5), (to_x, to_y + 0.5), colour=colour, head=0.22)
        return
    ax.plot([x + CELL / 2, gap, gap], [y, y, to_y + 0.85], color=colour, linewidth=1.1)
    way(ax, (gap, to_y + 0.85), (land, to_y + 0.5), colour=colour, head=0.22)
