"""Recording: views are operands, what needs no input is a constant, and what Python would freeze is refused."""

import math

import numpy as np
import pytest
import torch
from tape.recorded import draw, recording, replayed

from simulations.laboratory.gradients import loss_and_gradients
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe, Training
from simulations.tape.calls import Map, MatMul
from simulations.tape.record import NotRecordable, record, same_again


def test_views_are_no_calls():
    found = recording(lambda a: a.mT[1:, ::2].unsqueeze(0).expand(3, -1, -1) + 1, draw(4, 5))
    assert [type(call) for call in found.calls] == [Map, Map]  # the sum, and the copy into the result's slot
    assert found.calls[0].ins[0].strides == (0, 1, 10) and found.calls[0].ins[0].offset == 1


def test_what_needs_no_input_is_a_constant_without_what_does_not_vary():
    found = recording(lambda a: a + torch.arange(5.0).square() + torch.full((4, 5), 2.0), draw(4, 5))
    kept = [numbers.tolist() for numbers in found.constants.values()]
    assert kept == [[0, 1, 4, 9, 16], [2]]
    assert len(found.calls) == 3


def test_infinity_is_a_large_number():
    mask = torch.zeros(3).masked_fill(torch.tensor([True, False, True]), -math.inf)
    np.testing.assert_allclose(replayed(lambda a: (a + mask).softmax(0), draw(3)), [0, 1, 0])
    assert np.isfinite(np.concatenate(list(recording(lambda a: a + mask, draw(3)).constants.values()))).all()


def test_a_tensor_changed_later_is_recorded_as_it_was():
    def function(a):
        counted = torch.zeros(3)
        first = a + counted
        counted += 1
        return first + counted

    np.testing.assert_allclose(replayed(function, torch.ones(3)), [2, 2, 2])


def test_results_become_slots_and_write_into_slots():
    a = draw(3)
    found = record(lambda: {"a": a * 2, "twice": a + a}, {"a": a})
    assert found.slots["a"] == (0, (3,)) and set(found.slots) == {"a", "twice"}
    with pytest.raises(NotRecordable, match=r"the result a must have its slot's shape \(3,\), not \(2,\)"):
        record(lambda: {"a": a[:2]}, {"a": a})


def test_what_is_changed_has_to_be_a_slot():
    kept = torch.zeros(3)
    with pytest.raises(NotRecordable, match="must not change a tensor that was there before and is no slot"):
        recording(lambda a: kept.add_(a), draw(3))


def test_a_slot_has_a_storage_of_its_own():
    whole = draw(4, 4)
    with pytest.raises(NotRecordable, match="slot part must be a contiguous tensor"):
        record(lambda: {}, {"part": whole[:2]})


@pytest.mark.parametrize(
    "function",
    [
        lambda a: a * float(a.numpy()[0]),
        lambda a: a + 1 if a.numpy()[0] > 0 else a.exp(),
        lambda a: a + torch.from_numpy(a.numpy() * 2),
        lambda a: (a + 1 if a.numpy()[0] > 0 else a) * 2,
    ],
    ids=["a number", "a branch", "an array", "a call more"],
)
def test_numbers_that_python_makes_of_inputs_are_seen(function):
    first, second = recording(function, torch.ones(3)), recording(function, -torch.ones(3))
    with pytest.raises(NotRecordable, match=r"whatever the inputs are; it (did|was) not with other numbers"):
        same_again(first, second)


def test_the_same_on_other_numbers_passes():
    first = recording(lambda a: a.exp() + 1, draw(3))
    assert same_again(first, recording(lambda a: a.exp() + 1, draw(3, seed=1))) is first


def test_an_error_names_the_line_of_our_code(monkeypatch):
    training = Training(Recipe(width=2, task=Task(1)), (1,))
    tokens = next(iter(training._batches(1))).clone()
    weights = {name: value.detach() for name, value in training.models.named_parameters()}
    monkeypatch.setattr(torch.Tensor, "softmax", torch.Tensor.sort)
    with pytest.raises(NotRecordable, match=r"aten.sort.*\(simulations/laboratory/gradients.py:\d+\)"):
        record(lambda: {"loss": loss_and_gradients(training.models, tokens)[0]}, weights | {"tokens": tokens})


def test_backward_is_recorded():
    def function(a):
        a = a.detach().requires_grad_()
        (a @ a).sum().backward()
        return a.grad

    found = recording(function, draw(3, 3))
    assert sum(isinstance(call, MatMul) for call in found.calls) >= 2
    a = draw(3, 3)
    np.testing.assert_allclose(replayed(function, a), function(a), atol=1e-6)
