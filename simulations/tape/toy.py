"""A toy: tapes that share one arena, with what a page needs to run them. No PyTorch is needed here."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulations.check import require
from simulations.streams import PROBLEMS, WEIGHTS
from simulations.tape.calls import Dims

FORMAT = 2
GAP = 8  # zeros in a row that end a run of a constant's numbers


@dataclass(frozen=True)
class Toy:
    """``tapes`` by name on one arena of ``arena`` floats; ``slots``: name → (offset, shape); ``constants``: offset →
    numbers; ``facts`` for Python and ``plan`` for the page are the chapter's own words."""

    name: str
    arena: int
    constants: dict[int, np.ndarray]
    slots: dict[str, tuple[int, Dims]]
    tapes: dict[str, list[int]]
    facts: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        """The toy as a file holds it, in plain lists and numbers."""
        runs = [run for offset, numbers in self.constants.items() for run in _runs(offset, numbers)]
        return {
            "format": FORMAT,
            "name": self.name,
            "arena": self.arena,
            "constants": [[at, base64.b64encode(numbers.astype("<f4").tobytes()).decode()] for at, numbers in runs],
            "slots": {name: [offset, list(shape)] for name, (offset, shape) in self.slots.items()},
            "facts": self.facts,
            "plan": self.plan,
            "tapes": self.tapes,
        }

    @staticmethod
    def from_description(described: dict[str, Any]) -> "Toy":
        """The toy that ``described`` gave this description of."""
        require(described["format"] == FORMAT, "a toy's format", f"be {FORMAT}", described["format"])
        constants = {at: np.frombuffer(base64.b64decode(text), dtype="<f4") for at, text in described["constants"]}
        slots = {name: (offset, tuple(shape)) for name, (offset, shape) in described["slots"].items()}
        return Toy(
            **{key: described[key] for key in ("name", "arena", "facts", "plan", "tapes")},
            constants=constants,
            slots=slots,
        )

    def memory(self) -> np.ndarray:
        """A fresh arena, the constants in it."""
        arena = np.zeros(self.arena, dtype=np.float32)
        for offset, numbers in self.constants.items():
            arena[offset : offset + len(numbers)] = numbers
        return arena

    def view(self, arena: np.ndarray, slot: str) -> np.ndarray:
        """A slot's numbers in an arena, in their shape; writing there writes the arena."""
        offset, shape = self.slots[slot]
        return arena[offset : offset + int(np.prod(shape, dtype=int))].reshape(shape)


def driven(*, chunk: int, feeds: Mapping[str, str], number: str) -> dict[str, Any]:
    """What every ``plan`` begins with: which stream fills which slot, and which tape runs when.

    Problems are drawn for ``chunk`` steps at once; ``feeds``: a step's slot → that of a chunk's problems. ``number``:
    the slot of the number of the step.
    """
    return {
        "start": {"uniforms": "uniforms.start", "key": [WEIGHTS], "tape": "start"},
        "draw": {"uniforms": "uniforms.draw", "chunk": chunk, "key": [PROBLEMS], "tape": "draw", "feeds": dict(feeds)},
        "step": {"tape": "step", "number": number},
        "loss": "loss",
    }


def _runs(offset: int, numbers: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """The parts of a constant that are not zero, with their places."""
    (places,) = np.nonzero(numbers)
    if not len(places):
        return []
    cuts = np.flatnonzero(np.diff(places) > GAP) + 1
    return [(offset + int(part[0]), numbers[part[0] : part[-1] + 1]) for part in np.split(places, cuts)]
