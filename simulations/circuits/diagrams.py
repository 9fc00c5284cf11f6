"""The schematic of an induction head: three rows over a walk's places, and the ways between them."""

from matplotlib.axes import Axes

from simulations.circuits.schematic import LookUp
from simulations.palette import GREY, MUTED, ORANGE
from simulations.shapes import box, say, sheet, way

TOKENS, NOTES, ANSWER = 1.0, 4.4, 8.3  # the rows' heights
START, CELL = 4.6, 0.84  # where the first place stands; how wide and high a letter's box is


def draw_look_up(result: LookUp, ax: Axes, *, part: str) -> None:
    """The walk, what the first layer writes over it, and the answer; the ways of ``part`` are orange and thick."""
    sheet(ax, width=20.6, height=9.4)
    for y, words in ((TOKENS, "token"), (NOTES, "before me"), (ANSWER, "answer")):
        say(ax, 0, y, words, ha="left", colour=MUTED)
    _draw_first_look(result, ax, part == "previous-token look")
    _draw_matching(result, ax, part == "matching")
    _draw_copying(result, ax, part == "copying")
    for place, (letter, before) in enumerate(zip(result.letters, result.before, strict=True)):
        if place <= result.place:
            found = place in result.matches
            _letter(ax, place, TOKENS, letter, place == result.place or (found and part == "copying"))
            _letter(ax, place, NOTES, before, found and part == "matching")
        else:
            box(ax, (START + place, TOKENS), (CELL, CELL), colour=GREY, filled=False)


def _draw_first_look(result: LookUp, ax: Axes, chosen: bool) -> None:
    """From each token to the place after it, where its letter is written down."""
    for place in range(1, result.place + 1):
        start, end = (START + place - 1, TOKENS + CELL / 2), (START + place, NOTES - CELL / 2)
        way(ax, start, end, strong=chosen, head=0.25)


def _draw_matching(result: LookUp, ax: Axes, chosen: bool) -> None:
    """From the notes that name the present token to the place that asks for them."""
    for match in result.matches if chosen else ():
        end = (START + result.place - CELL / 2, ANSWER)
        way(ax, (START + match, NOTES + CELL / 2), end, bend=0.14, strong=True)


def _draw_copying(result: LookUp, ax: Axes, chosen: bool) -> None:
    """From the tokens at the matching places to the answer above the present one."""
    _letter(ax, result.place, ANSWER, result.answer if chosen else "?", chosen)
    for match in result.matches if chosen else ():
        start, end = (START + match, TOKENS + CELL / 2), (START + result.place - CELL / 2, ANSWER)
        way(ax, start, end, bend=0.1, strong=True)


def _letter(ax: Axes, place: int, y: float, letter: str, lit: bool) -> None:
    box(ax, (START + place, y), (CELL, CELL), letter, colour=ORANGE if lit else GREY, strong=lit)
