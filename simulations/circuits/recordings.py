"""A toy's tapes recorded from its own functions: the start, the draw of a chunk, the step and the exam."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulations.circuits.draws import CHUNK
from simulations.circuits.ensemble import losses_and_gradients
from simulations.circuits.optimiser import Parameters, Schedule, first_state, update
from simulations.streams import uniforms
from simulations.tape.record import Recording, record
from simulations.tape.toy import driven

Tensors = Mapping[str, Tensor]


def uniform(rng: np.random.Generator, *shape: int) -> Tensor:
    """Numbers to record with; which ones does not matter."""
    return torch.from_numpy(uniforms(rng, *shape))


def started(function: Callable[[Tensor], tuple[Parameters, Tensors]], numbers: Tensor, schedule: Schedule) -> Recording:
    """The tape ``start``: first weights, the optimiser's state, and what else the ``function`` gives that stays."""

    def start() -> Tensors:
        weights, others = function(numbers)
        return _named(weights, first_state(weights, schedule)) | dict(others)

    return record(start, {"uniforms.start": numbers})


def drawn(function: Callable[..., Tensors], slots: Tensors) -> Recording:
    """A tape that makes problems of the numbers in ``slots``, which the function takes in order."""
    return record(lambda: function(*slots.values()), slots)


def stepped(weights: Parameters, given: Tensors, loss: Callable[..., Tensor], schedule: Schedule) -> Recording:
    """The tape ``step``: one step down ``loss(weights, *given)``, and the ``loss`` before it."""
    weights = {name: value.detach().clone().requires_grad_() for name, value in weights.items()}
    state = first_state(weights, schedule)

    def step() -> Tensors:
        losses, gradients = losses_and_gradients(weights, tuple(given.values()), lambda own, batch: loss(own, *batch))
        update(weights, gradients, state, schedule)
        return {"loss": losses.mean()}

    return record(step, _named(weights, state) | given)


def examined(weights: Parameters, given: Tensors, exam: Callable[..., Tensors]) -> Recording:
    """The tape ``exam``: what ``exam(weights, *given)`` gives."""
    weights = {name: value.detach().clone() for name, value in weights.items()}
    return record(lambda: exam(weights, *given.values()), _named(weights, {}) | given)


def plan(schedule: Schedule, feeds: Mapping[str, str]) -> dict[str, Any]:
    """What drives a training: which stream fills which slot, which tape runs when, and what ``feeds`` a step."""
    return driven(chunk=CHUNK, feeds=feeds, number="optimiser.step") | {"steps": schedule.steps}


def _named(weights: Tensors, state: Tensors) -> dict[str, Tensor]:
    named = {f"weights.{name}": value for name, value in weights.items()}
    return named | {f"optimiser.{name}": value for name, value in state.items()}
