"""What the parts of ``benchmarks.gpu`` share: what is asked for, what was found so far, and the files of the report."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import sweep_times
from benchmarks.cards import Card
from simulations import files
from simulations.laboratory.plan import Plan

Part = Callable[["Job"], dict]


class LeftOut(Exception):
    """A part that cannot be done here; the message says why."""


@dataclass
class Job:
    """``device`` and ``preset`` of the sweep, ``workers`` of the one on the processor; the report's ``folder``, and
    ``runs``, a folder for what is trained. ``card``: published figures of this one, where they are not known here."""

    device: str
    preset: str
    workers: int
    folder: Path
    runs: Path
    card: Card | None = None
    facts: dict[str, dict] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    times: list[dict] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @property
    def plan(self) -> Plan:
        """The sweep's plan: the main panel, in float32."""
        return Plan(self.preset)

    def of(self, part: Part) -> dict:
        """What a part found; it is done where it was not. Raises ``RuntimeError`` where it failed."""
        name = part.__name__
        if name in self.failed:
            raise RuntimeError(f"it needs {name}, which failed")
        if name not in self.facts:
            begun = time.monotonic()
            try:
                self.facts[name] = part(self)
            finally:
                self.seconds[name] = time.monotonic() - begun
        return self.facts[name]

    def swept(self, name: str, *, device: str | None = None, workers: int = 1) -> dict:
        """A whole sweep into the folder ``runs/name``, timed."""
        return sweep_times.timed(self.plan, self.runs / name, device=device or self.device, workers=workers)

    def say(self, line: str) -> None:
        """Print a line, and keep it for ``report.txt``."""
        print(line, flush=True)
        self.lines.append(line)

    def table(self, name: str, rows: list[dict]) -> None:
        """Write rows as ``NAME.csv`` into the report's folder, fractions to five digits."""
        columns = {column: [row[column] for row in rows] for column in rows[0]}
        files.write_table(self.folder / f"{name}.csv", columns, note=())

    def write(self) -> None:
        """Write what was found so far: ``report.json`` and ``report.txt``."""
        found = {"asked": {"device": self.device, "preset": self.preset, "workers": self.workers}, "times": self.times}
        found |= {"seconds": self.seconds, "failed": self.failed, "facts": self.facts}
        files.write_whole(self.folder / "report.json", json.dumps(found, indent=1).encode())
        files.write_whole(self.folder / "report.txt", "\n".join([*self.lines, ""]).encode())
