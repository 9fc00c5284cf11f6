"""Derives ``first_spanning.csv``: at which occupation lattices of several sizes first span, by share of the lattices.

    python simulations/data/derive_first_spanning.py > simulations/data/first_spanning.csv

100,000 lattices a size; takes about ten minutes on one core.
"""

import csv
import sys

import numpy as np

from simulations.definition.percolation import spanning_occupations

SIZES = (8, 12, 16, 24, 32, 48, 64)
LATTICES = 100_000
ROWS = 500
NOTE = """\
# Site percolation on the square lattice: the occupation at which a lattice of 8 x 8 to 64 x 64 sites first spans.
# share: the share of lattices that span at or below the occupations of its row; side_8 ... side_64: these occupations.
# The rows are evenly spaced in share, so that a column's mean, spread and quantiles are those of the lattices.
# Source: computed for this book, 100,000 lattices a size, each value to 2^-14 (simulations/definition/percolation.py).
# Licence: MIT, as the book.
# Deriving script: derive_first_spanning.py.
"""


def main() -> None:
    share = (np.arange(ROWS) + 0.5) / ROWS
    columns = []
    for size in SIZES:
        found = spanning_occupations(lattice_size=size, samples=LATTICES, rng=np.random.default_rng(size))
        columns.append(np.quantile(found, share))
        print(f"{size}: mean {found.mean():.5f}, standard deviation {found.std():.5f}", file=sys.stderr)
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["share", *(f"side_{size}" for size in SIZES)])
    for row in zip(share, *columns, strict=True):
        writer.writerow([f"{row[0]:.3f}", *(f"{value:.5f}" for value in row[1:])])


if __name__ == "__main__":
    main()
