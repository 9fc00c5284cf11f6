"""The circuits' tapes, run by the plain interpreter, beside the trainings in PyTorch."""

import dataclasses
from functools import cache

import numpy as np
import pytest
import torch

from simulations.circuits import (
    induction,
    induction_network,
    parity_network,
    progress,
    superposition,
    superposition_network,
    toys,
)
from simulations.circuits.grids import DENSITIES, IMPORTANCES
from simulations.streams import stream, uniforms
from simulations.tape.interpret import run
from simulations.tape.toy import Toy

SEED = 3
STEPS = 12  # the second chunk has begun


class Page:
    """What a page's worker does, by the plan, in numpy."""

    def __init__(self, toy: Toy, seed: int):
        self.toy, self.seed, self.arena = toy, seed, toy.memory()
        self.draw(toy.plan["start"], [seed, 0, *toy.plan["start"]["key"]])

    def __getitem__(self, slot):
        return self.toy.view(self.arena, slot)

    def draw(self, draw, key):
        self[draw["uniforms"]][...] = uniforms(np.random.default_rng(key), *self[draw["uniforms"]].shape)
        run(self.toy.tapes[draw["tape"]], self.arena)

    def train(self, steps):
        plan, losses = self.toy.plan, []
        for step in range(steps):
            chunk, place = divmod(step, plan["draw"]["chunk"])
            if place == 0:
                self.draw(plan["draw"], [self.seed, chunk, *plan["draw"]["key"]])
            for slot, problems in plan["draw"]["feeds"].items():
                self[slot][...] = self[problems][place]
            self[plan["step"]["number"]][...] = step
            run(self.toy.tapes[plan["step"]["tape"]], self.arena)
            losses.append(float(self[plan["loss"]]))
        return losses

    def sit(self):
        for exam in self.toy.plan["examine"]:
            if "draw" in exam:
                self.draw(exam["draw"], exam["draw"]["key"])
            run(self.toy.tapes[exam["tape"]], self.arena)
        return {slot: self[slot].copy() for exam in self.toy.plan["examine"] for slot in exam["read"]}


@cache
def induction_toy(layers):
    return toys.induction_toy(layers)


def assert_weights(page, parameters, atol):
    for name, value in parameters.items():
        np.testing.assert_allclose(page[f"weights.{name}"], value, atol=atol, err_msg=name)


@pytest.mark.parametrize("layers", [1, 2])
def test_an_induction_network_trains_on_tape_as_in_torch(layers):
    shape = induction_network.Shape(layers=layers)
    schedule = dataclasses.replace(induction_network.SCHEDULE, steps=STEPS)
    page = Page(induction_toy(layers), SEED)
    fresh = induction_network.trained(seeds=[SEED], shape=shape, schedule=dataclasses.replace(schedule, steps=0))
    assert_weights(page, fresh.parameters, atol=1e-6)
    page.train(STEPS)
    history = induction_network.trained(seeds=[SEED], shape=shape, schedule=schedule, every=STEPS)
    assert_weights(page, history.parameters, atol=2e-6)
    read = page.sit()
    for name in induction.SCORES[: 5 + layers]:
        assert read[f"exam.{name}"] == pytest.approx(history.measures[name][-1], abs=2e-6), name
    exam = progress.Exam.fixed()
    looks = progress.looks(torch.from_numpy(history.measures["attention"][-1]), exam)
    for name, look in list(zip(("first", "last"), looks, strict=True))[2 - layers :]:
        np.testing.assert_allclose(read[f"exam.{name}_look"], look, atol=2e-6)


def test_the_sequences_on_tape_are_those_that_numpy_draws():
    page = Page(induction_toy(1), SEED)
    page.train(STEPS)
    count = 10 * induction_network.BATCH
    walks = induction.sequences(count=count, rng=stream(SEED, 1, 1)).tokens
    np.testing.assert_array_equal(page["sequences"].reshape(count, -1), walks)
    page.sit()
    np.testing.assert_array_equal(page["exam.answers"], induction.examination().answers)


def test_parity_trains_on_tape_as_in_torch():
    page = Page(toys.parity_toy(), SEED)
    page.train(STEPS)
    schedule = dataclasses.replace(parity_network.SCHEDULE, steps=STEPS)
    history = parity_network.trained(seeds=[SEED], schedule=schedule, measure_at=[STEPS])
    np.testing.assert_allclose(page.sit()["exam.task_loss"][0], history.measures["task_loss"][0], atol=1e-5)


def test_the_phase_diagram_trains_on_tape_as_in_torch():
    page = Page(toys.superposition_toy(), SEED)
    page.train(STEPS)
    density, importance = (grid.ravel() for grid in np.meshgrid(DENSITIES, IMPORTANCES))
    history = superposition_network.trained(
        density=density,
        importance=np.stack([np.ones_like(importance), importance], axis=1),
        hidden=1,
        seeds=[SEED],
        schedule=dataclasses.replace(superposition_network.SCHEDULE, steps=STEPS),
    )
    assert_weights(page, history.parameters, atol=2e-5)
    share = superposition.second_share(*history.parameters["weights"][:, 0].numpy().T)
    np.testing.assert_allclose(page.sit()["exam.share"].ravel(), share, atol=1e-4)
