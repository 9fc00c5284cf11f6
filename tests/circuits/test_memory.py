"""What the text says of the trainings with a memory, held against their table; and the training itself."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from simulations.circuits import memory, memory_network, regression
from simulations.circuits.draws import at_start
from simulations.normals import normals

FEW = [8, 16, 32]


@pytest.mark.parametrize("tasks", FEW)
@pytest.mark.parametrize("seed", memory.SEEDS)
def test_with_few_tasks_what_was_learned_for_new_ones_is_lost_while_the_loss_falls(tasks, seed):
    run = memory.training(tasks=tasks, seed=seed)
    least = run.new.argmin()
    assert run.least_new == run.new[least] and run.steps[least] == run.least_at < memory.STEPS / 3
    assert run.last_new > 1.2 * run.least_new
    assert run.known[-1] < 0.5 * run.known[least]


@pytest.mark.parametrize("tasks", memory.TASKS)
def test_attention_alone_keeps_what_it_learned(tasks):
    assert (memory.lost(tasks=tasks, network="attention") < 1.1).all()


def test_a_penalty_on_large_weights_makes_it_last():
    for tasks in FEW:
        assert (memory.lost(tasks=tasks, network="penalty") < memory.lost(tasks=tasks)).all()


def test_with_many_tasks_little_is_lost():
    assert memory.lost(tasks=256).max() < 1.3 < memory.lost(tasks=32).min()


def test_attention_alone_ends_at_its_closed_form():
    schedule = replace(memory_network.SCHEDULE, steps=400)
    history = memory_network.trained(
        seeds=[0, 1], tasks=[4, 16], network="attention", schedule=schedule, measure_at=[400]
    )
    known = normals(at_start([0, 1], 3 * memory_network.MOST * memory.DIMENSION)).unflatten(-1, (-1, memory.DIMENSION))
    for run, (seed, tasks) in enumerate([(0, 4), (0, 16), (1, 4), (1, 16)]):
        exact = regression.trained_attention(known[seed, :tasks].double().numpy(), examples=memory.EXAMPLES)
        found = history.parameters["attention"][run].T.numpy()
        np.testing.assert_allclose(found, exact, atol=0.12)  # 64 prompts a step, at a rate of 0.01
        assert np.abs(exact).max() > 0.5


def test_few_tasks_are_the_first_of_many_and_frequencies_fall_by_rank():
    even, unlike = memory_network._cumulative(4, "both"), memory_network._cumulative(4, "frequencies")
    np.testing.assert_allclose(even[:5], [0.25, 0.5, 0.75, 1, 1])
    np.testing.assert_allclose(unlike[:4], np.cumsum([12, 6, 4, 3]) / 25, rtol=1e-6)


def test_a_prompt_is_of_the_task_that_is_asked():
    """Without noise and with many examples Σ y x / examples is nearly the task."""
    known = torch.randn(1, memory_network.MOST, memory.DIMENSION, generator=torch.Generator().manual_seed(0))
    uniform = torch.rand(
        1, 4000, 1 + memory.EXAMPLES * (memory.DIMENSION + 1), generator=torch.Generator().manual_seed(1)
    )
    shares = torch.stack([memory_network._cumulative(2, "both")])
    seen, asked = memory_network._batch(uniform, known, shares)
    for task in known[0, :2]:
        chosen = (asked[0] == task).all(-1)
        assert 0.45 < chosen.float().mean() < 0.55
        np.testing.assert_allclose(seen[0, chosen].mean(0), task, atol=0.1)


def test_what_is_not_there_is_refused_by_name():
    with pytest.raises(ValueError, match=r"^network must be one of both, attention, .*, not 'none'$"):
        memory.training(tasks=8, network="none")
    with pytest.raises(ValueError, match=r"^tasks must be one of 8, 16, .*, not 9$"):
        memory.training(tasks=9)
    with pytest.raises(ValueError, match=r"^tasks must lie from 1 to 256, not 300$"):
        memory_network.trained(seeds=[0], tasks=[300])
    with pytest.raises(ValueError, match=r"^network must be one of both, .*, not 'none'$"):
        memory_network.trained(seeds=[0], network="none")
