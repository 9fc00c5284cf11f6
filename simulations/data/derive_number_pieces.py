"""Derives the tables of sums read in pieces, ``number_merges.csv`` and ``number_pieces.csv``:

python simulations/data/derive_number_pieces.py simulations/data
"""

import csv
import sys
from pathlib import Path

import numpy as np

from simulations.examples import pieces

MERGES = 400
TESTED = 4000
MERGES_NOTE = f"""\
# The {MERGES} merges of a byte-pair encoding of numbers, in the order in which they were learnt (see
# simulations/examples/pieces.py): from 4,000 numbers from 1 to 999,999 whose logarithms are evenly spread, so that
# small numbers are common, as they are in text.
# Source: computed for this book. Licence: MIT, as the book.
# Deriving script: derive_number_pieces.py.
"""
LEARNING_NOTE = f"""\
# A learner that knows what it has met adds numbers cut into pieces (simulations/examples/pieces.py): right is the share
# of {TESTED:,} new sums of two numbers with so many digits of which it has met every entry in seen sums of training;
# same and longer: the same share among new sums whose answer has as many digits as the addends, and one more.
# Source: computed for this book. Licence: MIT, as the book.
# Deriving script: derive_number_pieces.py.
"""


def merges() -> list[tuple[str, str]]:
    numbers = np.exp(np.linspace(0, np.log(1e6), 4000, endpoint=False)).astype(int)
    return pieces.learn_merges([str(number) for number in numbers], MERGES)


def write(file: Path, note: str, head: list[str], rows: list) -> None:
    with open(file, "w", encoding="utf-8", newline="") as out:
        out.write(note)
        csv.writer(out, lineterminator="\n").writerows([head, *rows])


class Numbered:
    """The entries of many sums at once, as numbers: two are the same where ``pieces.entries`` gives the same entry."""

    def __init__(self, digits: int, cut):
        self.digits, self.shapes = digits, {}
        longest = 2 * 10**digits
        spans = [tuple(span[1:] for span in pieces.spans(cut(str(number)))) for number in range(longest)]
        self.kinds = [*dict.fromkeys(spans)]
        places = {kind: place for place, kind in enumerate(self.kinds)}
        self.kind = np.array([places[one] for one in spans])

    def entries(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """An array (sums, digits + 1) for addends (sums,) each; -1 where an answer has no more pieces.

        Sums whose three numbers are cut at the same places are taken together.
        """
        total = first + second
        found = np.full((len(first), self.digits + 1), -1)
        triple = (self.kind[first] * len(self.kinds) + self.kind[second]) * len(self.kinds) + self.kind[total]
        order = np.argsort(triple, kind="stable")
        for here in np.split(order, np.flatnonzero(np.diff(triple[order])) + 1):
            rows = [self.kinds[self.kind[numbers[here[0]]]] for numbers in (first, second, total)]
            for place, span in enumerate(rows[2]):
                found[here, place] = self._piece(first[here], second[here], rows[:2], span)
        return found

    def _piece(self, first, second, rows, span) -> np.ndarray:
        low, high = span
        over = [[(a, b) for a, b in row if a < high and b > low] for row in rows]
        shape = (high - low, *(tuple((a - low, b - a) for a, b in row) for row in over))
        shape_number = self.shapes.setdefault(shape, len(self.shapes))
        number = np.zeros(len(first), dtype=np.int64)
        for addend, row in zip((first, second), over, strict=True):
            for a, b in row:
                number = number * 10 ** (b - a) + addend // 10**a % 10 ** (b - a)
        carry = first % 10**low + second % 10**low >= 10**low
        return (shape_number << 40) + 2 * number + carry  # two addends of five digits take 35 of the bits


def learnt(digits: int, cut) -> list[list]:
    rng = np.random.default_rng([digits, 1])  # the same sums for every cut
    numbered = Numbered(digits, cut)
    tests = pieces.sums(digits, TESTED, rng)
    needed, longer = numbered.entries(*tests.T), tests.sum(axis=1) >= 10**digits
    training = numbered.entries(*pieces.sums(digits, pieces.SEEN[-1], rng).T)
    rows = []
    for seen in pieces.SEEN:
        known = (np.isin(needed, training[:seen]) | (needed < 0)).all(axis=1)
        rows.append([seen, *(f"{known[which].mean():.4f}" for which in (slice(None), ~longer, longer))])
    return rows


def main(folder: Path) -> None:
    write(folder / "number_merges.csv", MERGES_NOTE, ["left", "right"], merges())
    rows = [
        [name, digits, *row]
        for name, cut in pieces.CUTS.items()
        for digits in pieces.DIGITS
        for row in learnt(digits, cut)
    ]
    write(folder / "number_pieces.csv", LEARNING_NOTE, ["cut", "digits", "seen", "right", "same", "longer"], rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
