"""The optimiser's steps beside PyTorch's own."""

import dataclasses

import numpy as np
import pytest
import torch

from simulations.circuits.optimiser import Schedule, first_state, update

ADAM = Schedule(steps=50, learning_rate=0.01, warm_up=10)
SCHEDULES = {
    "adam": ADAM,
    "decay": dataclasses.replace(ADAM, weight_decay=1.0),
    "betas": dataclasses.replace(ADAM, betas=(0.8, 0.999)),
    "clip": dataclasses.replace(ADAM, clip=0.5),
    "sgd": dataclasses.replace(ADAM, optimiser="sgd"),
}


def parameters():
    rng = np.random.default_rng(0)
    return {name: torch.from_numpy(rng.normal(size=(1, *shape)).astype(np.float32)) for name, shape in SHAPES.items()}


SHAPES = {"matrix": (4, 3), "row": (5,)}


def gradients(step):
    rng = np.random.default_rng([1, step])
    return {name: torch.from_numpy(rng.normal(size=(1, *shape)).astype(np.float32)) for name, shape in SHAPES.items()}


def by_torch(schedule):
    weights = {name: value.requires_grad_() for name, value in parameters().items()}
    if schedule.optimiser == "sgd":
        optimiser = torch.optim.SGD(weights.values(), schedule.learning_rate)
    else:
        optimiser = torch.optim.AdamW(
            weights.values(), schedule.learning_rate, schedule.betas, weight_decay=schedule.weight_decay
        )
    for step in range(schedule.steps):
        for name, gradient in gradients(step).items():
            weights[name].grad = gradient
        if schedule.clip:
            torch.nn.utils.clip_grad_norm_(weights.values(), schedule.clip)
        optimiser.param_groups[0]["lr"] = schedule.learning_rate * min(1, (step + 1) / schedule.warm_up)
        optimiser.step()
    return weights


@pytest.mark.parametrize("name", SCHEDULES)
def test_fifty_steps_are_those_of_torch_within_rounding(name):
    weights, schedule = parameters(), SCHEDULES[name]
    state = first_state(weights, schedule)
    for step in range(schedule.steps):
        update(weights, gradients(step), state, schedule)
    for name, expected in by_torch(schedule).items():
        np.testing.assert_allclose(weights[name], expected.detach(), rtol=2e-6, atol=2e-6)


def test_each_run_is_clipped_by_itself_and_its_gradient_left_as_it_was():
    weights = {"x": torch.zeros(2, 2), "y": torch.zeros(2, 1)}
    pulls = {"x": torch.tensor([[3.0, 0.0], [0.3, 0.0]]), "y": torch.tensor([[4.0], [0.4]])}
    schedule = Schedule(steps=1, learning_rate=1.0, clip=1.0, optimiser="sgd")
    update(weights, pulls, first_state(weights, schedule), schedule)
    np.testing.assert_allclose(-weights["x"], [[0.6, 0.0], [0.3, 0.0]], rtol=1e-6)  # norms 5 and 0.5
    np.testing.assert_allclose(-weights["y"], [[0.8], [0.4]], rtol=1e-6)
    assert pulls["y"][0] == 4


def test_an_optimiser_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="optimiser must be one of adam, sgd, not 'muon'"):
        Schedule(steps=1, learning_rate=1, optimiser="muon")
    with pytest.raises(ValueError, match="weight_decay must be 0 with sgd, not 1"):
        Schedule(steps=1, learning_rate=1, optimiser="sgd", weight_decay=1)
