"""A toy planned: where everything lies in one arena, and its tapes as integers."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulations.check import require
from simulations.tape.calls import ARENA, Call, Dims, Map, Operand, written
from simulations.tape.record import Recording
from simulations.tape.simplify import simplified
from simulations.tape.toy import Toy

ALIGNED = 4  # floats: a vector of 128 bits


def planned(name: str, recordings: Mapping[str, Recording]) -> Toy:
    """The toy of several recordings, its tapes. Slots of one name are one place; what is not a slot is shared.

    Raises ``ValueError`` where a slot has two shapes.
    """
    arena = _Arena()
    tapes, simple = {}, {tape: simplified(recording) for tape, recording in recordings.items()}
    for recording in recordings.values():
        for slot, (_, shape) in recording.slots.items():
            arena.slot(slot, shape)
    for tape, recording in recordings.items():
        used = {operand.buffer for call in simple[tape] for operand, _ in call.reads()}
        for buffer, numbers in recording.constants.items():
            if buffer in used:
                arena.constant(numbers)
    fixed = arena.size
    for tape, recording in recordings.items():
        tapes[tape] = written(arena.placed(simple[tape], recording, fixed))
    return Toy(name, arena.size, {at: one for at, one in arena.constants.values()}, arena.slots, tapes)


class _Arena:
    def __init__(self) -> None:
        self.size = 0
        self.slots: dict[str, tuple[int, Dims]] = {}
        self.constants: dict[bytes, tuple[int, np.ndarray]] = {}

    def slot(self, name: str, shape: Dims) -> None:
        if name not in self.slots:
            self.slots[name] = self._more(int(np.prod(shape, dtype=int))), shape
        require(self.slots[name][1] == shape, f"slot {name}", f"have one shape: {self.slots[name][1]}", shape)

    def constant(self, numbers: np.ndarray) -> None:
        key = numbers.tobytes()
        if key not in self.constants:
            self.constants[key] = self._more(numbers.size), numbers

    def placed(self, calls: list[Call], recording: Recording, base: int) -> list[Call]:
        """The calls with every buffer at its place: temporary ones from ``base`` on, each while it is needed."""
        places = {buffer: self.slots[name][0] for name, (buffer, _) in recording.slots.items()}
        for buffer, numbers in recording.constants.items():
            if numbers.tobytes() in self.constants:
                places[buffer] = self.constants[numbers.tobytes()][0]
        last: dict[int, int] = {}
        for number, call in enumerate(calls):
            for operand, _ in (call.writes(), *call.reads()):
                last[operand.buffer] = number
        taken: list[tuple[int, int, int]] = []  # from, to, buffer
        for number, call in enumerate(calls):
            buffer = call.writes()[0].buffer
            if buffer not in places:
                size = _aligned(recording.sizes[buffer])
                heir = _dying_twin(call, number, last, recording, {one[2] for one in taken})
                if heir is not None:
                    taken = [one for one in taken if one[2] != heir]
                    places[buffer] = places[heir]
                else:
                    places[buffer] = _gap([one[:2] for one in taken], base, size)
                taken.append((places[buffer], places[buffer] + size, buffer))
            taken = sorted(one for one in taken if last[one[2]] > number)
            self.size = max(self.size, places[buffer] + _aligned(recording.sizes[buffer]))

        def place(operand: Operand) -> Operand:
            return replace(operand, buffer=ARENA, offset=operand.offset + places[operand.buffer])

        return [call.changed(place) for call in calls]

    def _more(self, floats: int) -> int:
        at, self.size = self.size, self.size + _aligned(floats)
        return at


def _dying_twin(call: Call, number: int, last: dict[int, int], recording: Recording, taken: set[int]) -> int | None:
    """A temporary buffer that a map reads for the last time, element by element as it writes: it may lie there too."""
    if not isinstance(call, Map):
        return None
    for one in call.ins:
        views = {other for other in call.ins if other.buffer == one.buffer}
        same = len(views) == 1 and (one.offset, one.strides) == (call.out.offset, call.out.strides)
        fits = one.buffer in taken and recording.sizes[one.buffer] == recording.sizes[call.out.buffer]
        if same and fits and last[one.buffer] == number:
            return one.buffer
    return None


def _gap(taken: list[tuple[int, int]], base: int, size: int) -> int:
    """The smallest gap that is wide enough."""
    best, at = None, base
    for start, end in sorted(taken):
        if start - at >= size and (best is None or start - at < best[0]):
            best = start - at, at
        at = max(at, end)
    return best[1] if best else at


def _aligned(floats: int) -> int:
    return -(-floats // ALIGNED) * ALIGNED
