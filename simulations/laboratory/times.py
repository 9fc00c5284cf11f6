"""How long the laboratory's sweep took where it was measured: the rows of ``simulations/data/sweep_times.csv``.

Nothing is reckoned from one machine for another: what was not measured is None, or said to be unknown. No PyTorch.
"""

import platform
import re
from dataclasses import dataclass
from pathlib import Path

from simulations import data
from simulations.check import one_of
from simulations.words import duration

TABLE = "sweep_times"
CARD, PROCESSOR = "card", "processor"
KINDS = (CARD, PROCESSOR)
CORES = 2  # a reader's sweep takes no more of them
NUMBERS = {"seeds": int, "models": int, "workers": int, "seconds": float}
CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Time:
    """A row: the ``seconds`` of a ``preset``'s main panel, ``models`` in all, ``seeds`` of each size, on a ``device``
    of a ``kind``, by so many ``workers`` of one thread (1 on a card), with the version of ``torch``."""

    device: str
    kind: str
    preset: str
    seeds: int
    models: int
    workers: int
    seconds: float
    torch: str

    def __post_init__(self) -> None:
        one_of("kind", self.kind, KINDS)

    @property
    def of(self) -> tuple[str, str, str, int]:
        """What was timed: a newer row of the same takes its place."""
        return self.kind, self.device, self.preset, self.workers

    @property
    def words(self) -> str:
        """The time and where it was measured: "28 seconds on 2 cores of a certain processor"."""
        cores = f"{self.workers} core{'' if self.workers == 1 else 's'} of " if self.kind == PROCESSOR else ""
        return f"{duration(self.seconds / 60)} on {cores}{self.device}"


def measured() -> list[Time]:
    """Every row, in the table's order."""
    columns = data.as_written(TABLE)
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return [Time(**row | {name: read(row[name]) for name, read in NUMBERS.items()}) for row in rows]


def seconds(device: str, *, preset: str, workers: int = 1) -> float | None:
    """The seconds that the sweep took on a device of that name, or None where that was not measured."""
    found = [row for row in measured() if (row.device, row.preset, row.workers) == (device, preset, workers)]
    return found[0].seconds if found else None


def example(preset: str, *, workers: int = CORES) -> Time | None:
    """The first row of a processor's, for whoever has another one; None where there is none."""
    rows = (row for row in measured() if (row.kind, row.preset, row.workers) == (PROCESSOR, preset, workers))
    return next(rows, None)


def expected(device: str, *, kind: str, preset: str, workers: int = 1) -> str:
    """What a reader is told to expect, as a sentence: what was measured on such a device, or that nothing was."""
    there = seconds(device, preset=preset, workers=workers)
    if there is not None:
        return f"Measured on a {kind} of that name: {duration(there / 60)}."
    elsewhere = example(preset, workers=workers) if kind == PROCESSOR else None
    return f"No time is measured for this {kind} yet." + (f" It took {elsewhere.words}." if elsewhere else "")


def without_card() -> str:
    """What a reader's sweep is without a graphics card, as a sentence; nothing where that was not measured."""
    few, many = example("cpu"), example("gpu")
    if few is None or many is None:
        return ""
    return f"Without one, your own sweep trains {few.seeds} seeds of each size in place of {many.seeds}: {few.words}."


def processor() -> str:
    """The processor's name, as the system gives it."""
    named = re.search(r"^model name\s*:\s*(.+?)\s*$", CPUINFO.read_text(), re.M) if CPUINFO.exists() else None
    return " ".join(named[1].split()) if named else platform.processor() or platform.machine()
