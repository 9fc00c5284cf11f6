"""How an induction head looks a token up, on the walk that the chapter shows: what a schematic of it draws.

The head is the perfect one of olsson2022context: it looks at all places after earlier copies of its token alike.
"""

from dataclasses import dataclass

import numpy as np

from simulations.check import require
from simulations.circuits import induction

PARTS = ("previous-token look", "matching", "copying")


@dataclass(frozen=True)
class LookUp:
    """The look-up at ``place`` (from 0) of a walk whose tokens are ``letters`` (places,).

    ``before``: what a head of the first layer writes at each place, the letter before it, "" at the first. ``matches``:
    the places whose note is the letter at ``place``, where a head of the second layer looks; ``copied``: what stands
    there. ``answer``: the letter copied most often, and ``share`` of the looks that copy it.
    """

    letters: str
    place: int
    before: tuple[str, ...]
    matches: tuple[int, ...]
    copied: str
    answer: str
    share: float


def places() -> list[int]:
    """The places of the shown walk at which the answer can be looked up, from 1 on."""
    return [int(place) + 1 for place in np.flatnonzero(induction.shown_walk().answerable[0])]


def look_up(*, place: int) -> LookUp:
    """The look-up at ``place``, from 1 on. Raises ``ValueError`` for a place where nothing can be looked up."""
    require(place in places(), "place", f"be one of {', '.join(map(str, places()))}", place)
    tokens = induction.shown_walk().tokens[0]
    letters = induction.letters(tokens)
    matches = np.flatnonzero(induction.prefix_mask(tokens)[place - 1])
    copied = "".join(letters[match] for match in matches)
    answer = max(reversed(copied), key=copied.count)  # of two that tie, the later one
    return LookUp(
        letters=letters,
        place=place - 1,
        before=("", *letters[:-1]),
        matches=tuple(int(match) for match in matches),
        copied=copied,
        answer=answer,
        share=copied.count(answer) / len(copied),
    )
