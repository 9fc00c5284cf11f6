"""What the laboratory's model is made of, and what it has to read to write a digit: the numbers of two schematics.

No PyTorch is needed here; ``parts.py`` counts a model's parts.
"""

from dataclasses import dataclass

import numpy as np

from simulations.check import whole
from simulations.laboratory.task import Task, carries, encode, text

FIRST, SECOND = 98_434_977, 8_322_804  # the problem that the chapter asks its first two models


@dataclass(frozen=True)
class Parts:
    """One model's parts, from the bottom to the top.

    ``width`` numbers a vector, ``per_head`` of them in each of ``heads`` heads, ``hidden`` in the MLP; ``read`` symbols
    of ``kinds`` kinds. ``weights``: by part, how many numbers training sets; they sum to ``total``.
    """

    width: int
    heads: int
    per_head: int
    hidden: int
    read: int
    kinds: int
    weights: dict[str, int]
    total: int

    @property
    def shares(self) -> dict[str, float]:
        """Each part's share of all weights; they sum to 1."""
        return {part: weights / self.total for part, weights in self.weights.items()}


@dataclass(frozen=True)
class Reads:
    """What the digit at ``place`` (0 for the units) of an answer depends on, in a row of symbols cut after each number.

    ``rows``: the two numbers, each with the sign after it, and the answer, units first; ``digit`` is the one that is
    written. ``above``: rows and columns of the two symbols above it; ``before``: of the three of the place before it.
    ``carry`` says whether one arrives. ``back``: how many symbols before the digit each of those above stands.
    """

    rows: tuple[str, str, str]
    place: int
    digit: str
    above: tuple[tuple[int, int], ...]
    before: tuple[tuple[int, int], ...]
    carry: bool
    back: tuple[int, ...]


def reads(*, digit: int, first: int = FIRST, second: int = SECOND) -> Reads:
    """What a ``digit`` of a sum depends on, 1 for the units. Raises ``ValueError`` for one that no answer has."""
    task = Task()
    place = whole("digit", digit, 1, task.answer_length) - 1
    operands = np.asarray(first), np.asarray(second)
    symbols = text(encode(task, *operands))
    long = task.answer_length  # each number and the sign after it are as long as the answer
    rows = symbols[:long], symbols[long : 2 * long], symbols[2 * long :]
    return Reads(
        rows=rows,
        place=place,
        digit=rows[2][place],
        above=tuple((row, place) for row in (0, 1)),
        before=tuple((row, place - 1) for row in (0, 1, 2)) if place else (),
        carry=bool(carries(task, *operands)[place]),
        back=(2 * long, long),
    )
