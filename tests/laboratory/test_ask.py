"""A problem asked of a model: the tape's function is the model, its attention the model's own, and a part off is off."""

import numpy as np
import pytest
import torch

from simulations.laboratory.answers import predictions
from simulations.laboratory.ask import added, answer, attention, look, switched
from simulations.laboratory.model import HEADS, Adders, by_head
from simulations.laboratory.task import Task, carries, decode, draw, encode
from simulations.laboratory.train import Recipe, Training

TASKS = [Task(digits=3), Task(digits=3, least_first=False)]
ON = torch.ones(HEADS + 1)


@pytest.fixture(scope="module")
def trained() -> dict[Task, Adders]:
    """Models that add some digits wrong and some right."""
    return {
        task: Training(Recipe(width=12, task=task, steps=120), seeds=(0,)).run().models.requires_grad_(False)
        for task in TASKS
    }


def operands(task: Task, tokens: np.ndarray) -> list[torch.Tensor]:
    """The digits of both operands, units first."""
    tokens = torch.from_numpy(tokens)
    digits = tokens[: task.digits], tokens[task.digits + 1 : 2 * task.digits + 1]
    return [one if task.least_first else one.flip(0) for one in digits]


@pytest.mark.parametrize("task", TASKS, ids=["units first", "largest first"])
def test_with_everything_on_it_is_the_model(task, trained):
    tokens = draw(task, 20, rng=np.random.default_rng(1)).tokens
    logits = trained[task](torch.from_numpy(tokens)[None, :, :-1])[0]
    for one, expected in zip(tokens, logits.softmax(-1), strict=True):
        found = look(trained[task], *operands(task, one), torch.zeros(4, dtype=int), torch.tensor(0), ON)
        np.testing.assert_array_equal(found.tokens, one)
        np.testing.assert_allclose(found.chances, expected, atol=1e-6)
