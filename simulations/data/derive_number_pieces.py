"""Derives the tables of sums read in pieces, ``number_merges.csv`` and ``number_pieces.csv``:

python simulations/data/derive_number_pieces.py simulations/data
"""

import csv
import sys
from pathlib import Path

import numpy as np

from simulations.examples import pieces

MERGES = 400
SEEN = (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000)
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


def learnt(digits: int, cut) -> list[list]:
    rng = np.random.default_rng([digits, 1])  # the same sums for every cut
    met: set[int] = set()
    tests = [
        (a, b, [hash(one) for one in pieces.entries(a, b, cut)]) for a, b in pieces.sums(digits, TESTED, rng).tolist()
    ]
    longer = np.array([a + b >= 10**digits for a, b, _ in tests])
    training, done, rows = pieces.sums(digits, SEEN[-1], rng).tolist(), 0, []
    for seen in SEEN:
        for a, b in training[done:seen]:
            met.update(hash(one) for one in pieces.entries(a, b, cut))
        done = seen
        known = np.array([met.issuperset(needed) for _, _, needed in tests])
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
