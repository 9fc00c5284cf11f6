"""A function of tensors recorded, planned and run in numpy."""

from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import Tensor

from simulations.tape.interpret import run
from simulations.tape.plan import planned
from simulations.tape.record import Recording, record
from simulations.tape.toy import Toy


def recording(function: Callable[..., Tensor], *inputs: Tensor) -> Recording:
    """What a function does to its inputs, slots ``0``, ``1`` ...; its result is the slot ``result``."""
    slots = {str(number): one.clone() for number, one in enumerate(inputs)}
    return record(lambda: {"result": function(*slots.values())}, slots)


def arena_after(toy: Toy, slots: Mapping[str, np.ndarray], tape: str = "step") -> np.ndarray:
    """The arena after a tape, where all that is no slot and no constant held garbage before."""
    arena, whole = np.full(toy.arena, np.nan, dtype=np.float32), toy.memory()
    ends = [offset + int(np.prod(shape, dtype=int)) for offset, shape in toy.slots.values()]
    held = max(ends + [offset + len(numbers) for offset, numbers in toy.constants.items()])
    arena[:held] = whole[:held]
    for slot, numbers in slots.items():
        toy.view(arena, slot)[...] = numbers
    run(toy.tapes[tape], arena)
    return arena


def replayed(function: Callable[..., Tensor], *inputs: Tensor) -> np.ndarray:
    """The function's result by its tape."""
    toy = planned("test", {"step": recording(function, *inputs)})
    arena = arena_after(toy, {str(number): one.detach().numpy() for number, one in enumerate(inputs)})
    return toy.view(arena, "result").copy()


def draw(*shape: int, seed: int = 0) -> Tensor:
    """Numbers about 0."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))
