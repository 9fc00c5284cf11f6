"""Derives ``benchmark_decisions.csv`` from the output that the project shows of its own script:

    python simulations/data/derive_decisions.py signal-and-noise > simulations/data/benchmark_decisions.csv

The argument is a checkout of allenai/signal-and-noise.
"""

import csv
import sys
from pathlib import Path

NOTE = """\
# What small models tell about large ones on 24 benchmarks. decide_150m, decide_300m, decide_750m: the share of pairs of
# training corpora (25 of them) that models of that size put in the order of the models of 1B. error_7b, error_13b: how
# far a law fitted to small models misses the accuracy of a 7B and a 13B model, as a share of that accuracy.
# Source: github.com/allenai/signal-and-noise, README.md, output of snr/snr_simple.py, commit 48fbb34
# (heineman2025signal).
# Licence: Apache-2.0.
# Deriving script: simulations/data/derive_decisions.py
"""
COLUMNS = ("benchmark", "decide_150m", "decide_300m", "decide_750m", "error_7b", "error_13b")


def rows(readme: str):
    """The rows of the printed table: a name and the first five percentages, as shares."""
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 13 and cells[1].endswith("%"):
            shares = [f"{float(cell.rstrip('%')) / 100:.4g}" for cell in cells[1:6]]
            yield dict(zip(COLUMNS, (cells[0], *shares), strict=True))


def main(project: str) -> None:
    """Print the table."""
    sys.stdout.write(NOTE)
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    out.writerows(rows((Path(project) / "README.md").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main(*sys.argv[1:])
