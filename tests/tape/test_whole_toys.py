"""Whole trainings by the kernels of the page, against PyTorch."""

from itertools import islice

import numpy as np
import pytest

from simulations.laboratory import shipped as tables
from simulations.laboratory.in_page import TrainHere
from simulations.laboratory.task import Task, cumulative
from simulations.laboratory.train import Recipe, Training
from simulations.streams import PROBLEMS, WEIGHTS, stream, uniforms
from simulations.tape import shipped
from tests.tape.in_node import arena_after, trained

STEPS, SEED = 10, 3


@pytest.mark.parametrize("width", [2, 16, 48])
def test_ten_steps_of_an_adder(width):
    recipe = Recipe(width=width, task=Task(digits=8), steps=400)
    toy, training = shipped.toy(f"adder-8-{width}"), Training(recipe, (SEED,))
    start, draws = (
        uniforms(stream(SEED, key), *toy.slots[slot][1])
        for key, slot in [(WEIGHTS, "uniforms.start"), (PROBLEMS, "uniforms.draw")]
    )
    problems = [tokens.flatten().tolist() for tokens in islice(training._batches(STEPS), STEPS)]
    told = {
        "uniforms.draw": draws.flatten().tolist(),
        "cumulative": cumulative(recipe.task.skew).tolist(),
        "reach": [0],
    }
    runs = [({"uniforms.start": start.flatten().tolist()}, "start"), (told, "draw")]
    dials = {"steps": [recipe.steps], "rate": [1]}
    runs += [({"tokens": tokens, "step": [step], **dials}, "step") for step, tokens in enumerate(problems)]
    arena = arena_after(toy.described(), runs)

    training.run(until=STEPS)
    expected_problems = np.array(problems)
    np.testing.assert_array_equal(toy.view(arena, "problems").reshape(len(draws), -1)[:STEPS], expected_problems)
    for name, weights in training.models.named_parameters():
        np.testing.assert_allclose(
            toy.view(arena, f"weights.{name}"), weights.detach().numpy(), atol=2e-6, err_msg=name
        )
    np.testing.assert_allclose(toy.view(arena, "loss").item(), training.losses[-1, 0], atol=1e-6)


@pytest.mark.parametrize("width", [16])
def test_whole_trainings_end_where_the_shipped_sweep_ended(width):
    """Of 400 steps each, on which rounding grows. What it does to the mean of the seeds, and to most of them, is less
    than the standard error that this mean has for its few seeds."""
    table = tables.models()
    rows = (table["panel"] == "main") & (table["width"] == width)
    seeds, expected = table["seed"][rows].astype(int).tolist(), table["exact_match"][rows]
    facts = TrainHere(figure="trained-here")._facts()
    found = trained([(width, seed) for seed in seeds], facts)
    apart = np.array([found[width, seed]["exact_match"] for seed in seeds]) - expected
    error = expected.std(ddof=1) / np.sqrt(len(seeds))
    assert abs(apart.mean()) < error
    assert np.median(abs(apart)) < error
