"""The book's tables of figures: small, tidy CSV files that say where each number comes from."""

import csv
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np

from simulations.check import one_of


def table(name: str) -> dict[str, np.ndarray]:
    """The columns of ``NAME.csv``: numbers where every cell is one (an empty cell is NaN), else strings.

    Lines that start with ``#`` are the table's note: what it holds, its source, licence and deriving script.
    Raises ``ValueError`` with the tables there are when there is none of that name.
    """
    return {name: _column(cells) for name, cells in as_written(name).items()}


def as_written(name: str) -> dict[str, list[str]]:
    """The columns of ``NAME.csv``, each cell as it stands there: "00" is no number in every table."""
    header, *rows = csv.reader(line for line in _lines(name) if not line.startswith("#"))
    return {column: [row[i] for row in rows] for i, column in enumerate(header)}


def note(name: str) -> str:
    """The header note of ``NAME.csv``, one line a line, without the ``#``."""
    return "\n".join(line[1:].strip() for line in _lines(name) if line.startswith("#"))


def names() -> list[str]:
    """The names of the tables there are."""
    return sorted(file.name.removesuffix(".csv") for file in folder().iterdir() if file.name.endswith(".csv"))


def folder() -> Traversable:
    """Where the tables lie."""
    return resources.files(__name__)


def _lines(name: str) -> list[str]:
    return (folder() / f"{one_of('table', name, names())}.csv").read_text(encoding="utf-8").splitlines()


def _column(cells: list[str]) -> np.ndarray:
    try:
        return np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        return np.array(cells)
