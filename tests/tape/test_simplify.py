"""Simplifying: fewer calls, the same numbers."""

import numpy as np
import pytest
import torch
from tape.recorded import draw, recording, replayed

from simulations.tape.calls import Line, Map, MatMul, Operand, Reduce
from simulations.tape.simplify import simplified, tidied


def kinds(function, *inputs):
    return [type(call) for call in simplified(recording(function, *inputs))]


CASES = {
    "a chain": (lambda a, b: ((a + 1) * 2).exp() - a, [Map]),
    "a copy of another layout": (lambda a, b: a.mT.contiguous() + 1, [Map]),
    "a flattened chain": (lambda a, b: (a * b[:, :1]).flatten() + 1, [Map]),
    "used twice": (lambda a, b: (a + b).exp().sum(1, keepdim=True) + (a + b).exp(), [Map, Reduce, Map]),
    "scaled product": (lambda a, b: (a @ b.T) * 0.5, [MatMul]),
    "product and sum": (lambda a, b: a @ b.T + a[:, :1], [MatMul]),
    "product and relu": (lambda a, b: (a @ b.T + a[:, :1]).relu(), [MatMul]),
    "product and more than relu": (lambda a, b: (a @ b.T).relu() * 2, [MatMul, Map]),
    "sum of products": (lambda a, b: (a * b).sum(0), [Reduce]),
    "sum of squares": (lambda a, b: a.square().sum(), [Reduce]),
    "a sum of what lies otherwise": (lambda a, b: (a * b.T).sum(0), [Map, Reduce]),
    "a sum of what is wanted besides": (lambda a, b: (c := a * b).sum(0) + c, [Map, Reduce, Map]),
    "copies into a product": (lambda a, b: a.expand(2, 3, 3).contiguous() @ b.expand(2, 3, 3).contiguous(), [MatMul]),
    "parts made in place": (lambda a, b: torch.stack([a @ b, b @ a]), [MatMul, MatMul]),
    "dead ends": (lambda a, b: [a + b, a.exp().sum()][0], [Map]),
    "in place": (lambda a, b: (a * 1.5).add_(b).relu_(), [Map]),
}


@pytest.mark.parametrize("name", CASES)
def test_neighbours_become_one(name):
    function, expected = CASES[name]
    a, b = draw(3, 3), draw(3, 3, seed=1)
    assert kinds(function, a, b) == expected
    torch.testing.assert_close(torch.from_numpy(replayed(function, a, b)), function(a, b), atol=1e-6, rtol=1e-6)


def test_a_copy_that_must_stay_does_not_keep_those_after_it():
    def function(a, b, c):
        c.copy_(b)
        return torch.stack([a @ b, b @ a])

    assert kinds(function, *(draw(3, 3, seed=seed) for seed in range(3))) == [Map, MatMul, MatMul]


def test_a_slot_that_changes_in_between_is_read_before():
    def function(a, b):
        before = a * 2
        a += b
        return before + a

    a, b = draw(4), draw(4, seed=1)
    np.testing.assert_allclose(replayed(function, a, b), 2 * a + (a + b), atol=1e-6)


def test_a_slot_that_is_changed_twice_is_changed_once():
    def function(a, b, c):
        a.mul_(0.9).add_(b, alpha=0.5).addcmul_(b, b)
        return a * c

    assert kinds(function, draw(4), draw(4, seed=1), draw(4, seed=2)) == [Map, Map]
    a, b, c = (draw(4, seed=seed) for seed in range(3))
    np.testing.assert_allclose(replayed(function, a, b, c), (0.9 * a + 0.5 * b + b * b) * c, atol=1e-6)


@pytest.mark.parametrize("between", [lambda a: a.sum() * 1, lambda a: a[1:] * 2, lambda a: a.mT.contiguous() + 1])
def test_a_slot_that_is_looked_at_between_two_changes_is_changed_twice(between):
    def function(a):
        a.mul_(2)
        seen = between(a)
        a.add_(1)
        return a + seen.sum()

    a = draw(3, 3)
    expected = 2 * a + 1 + between(2 * a).sum()
    np.testing.assert_allclose(replayed(function, a), expected, atol=1e-5)


def test_a_slot_is_not_overwritten_while_it_is_read_elsewhere():
    def function(a):
        a.copy_(a.mT.contiguous() + 1)
        return a * 1

    a = draw(3, 3)
    np.testing.assert_allclose(replayed(function, a), a.mT + 1, atol=1e-6)


def test_a_product_is_not_written_early_where_a_slot_is_still_read():
    def function(a, b, c):
        made = b @ c
        before = a.sum(0, keepdim=True)
        a.copy_(made)
        return before + a

    a, b, c = (draw(3, 3, seed=seed) for seed in range(3))
    np.testing.assert_allclose(replayed(function, a, b, c), a.sum(0) + b @ c, atol=1e-6)


def test_dimensions_merge_and_the_near_one_is_innermost():
    operand = Operand(0, 0, (1, 20, 4, 0))
    call = tidied(Map((4, 3, 5, 1), operand, (operand, Operand(1, 0, (0, 0, 0, 0))), (Line("add", 0, 1),)))
    assert call.dims == (60,) and call.out.strides == (1,) and call.ins[1].strides == (0,)


def test_where_none_is_near_the_nearest_is_innermost():
    call = tidied(Map((3, 5), Operand(0, 0, (4, 60)), (Operand(1, 0, (4, 60)),), (Line("neg", 0),)))
    assert call.dims == (5, 3) and call.out.strides == (60, 4)


def test_a_copy_of_what_was_just_worked_out_is_no_line():
    def function(a):
        x = a.detach().requires_grad_()
        x[0].sigmoid().sum().backward()
        return x.grad

    maps = [call for call in simplified(recording(function, draw(3, 4))) if isinstance(call, Map)]
    assert any(len(call.code) > 1 for call in maps)
    assert not any(len(call.code) > 1 and call.code[-1].op == "copy" for call in maps)


def test_a_product_and_a_sum_are_one_line():
    (call,) = simplified(recording(lambda a, b: a * b + a, draw(3), draw(3)))
    assert [line.op for line in call.code] == ["mul_add"]


def test_heads_are_read_and_written_where_they_stand():
    def function(a, b):
        one, other = (x.view(2, 5, 4, 3).transpose(1, 2) for x in (a, b))  # (batch, heads, time, width)
        return (one @ other.mT @ other).transpose(1, 2).reshape(10, 12)

    a, b = draw(10, 12), draw(10, 12, seed=1)
    assert kinds(function, a, b) == [MatMul, MatMul]
    torch.testing.assert_close(torch.from_numpy(replayed(function, a, b)), function(a, b), atol=1e-5, rtol=1e-5)
    twice = kinds(lambda a: function(a, a), a)  # one copy is read by both sides of a product
    assert twice == [MatMul, MatMul]
