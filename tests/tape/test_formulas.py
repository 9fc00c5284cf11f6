"""Formulas become code: each value worked out once, each operand read once."""

import pytest
import torch
from tape.recorded import draw, replayed

from simulations.tape.calls import Line, Operand
from simulations.tape.formulas import FORMULAS, Value, traced

A = Value("in", (), Operand(0, 0, (1,)))
B = Value("in", (), Operand(1, 0, (1,)))


def constant(number: float) -> Operand:
    return Operand(100 + int(number), 0, (0,))


def test_a_value_that_is_used_twice_is_worked_out_once():
    total = A + B
    operands, code = traced(total * total, constant)
    assert [one.buffer for one in operands] == [0, 1]
    assert code == (Line("add", 0, 1), Line("mul", 2, 2))


def test_numbers_are_operands_and_a_factor_of_one_is_none():
    operands, code = traced(FORMULAS["add"](A, B, alpha=1) - 2.0, constant)
    assert [one.buffer for one in operands] == [0, 1, 102]
    assert [line.op for line in code] == ["add", "sub"]


def test_an_operand_alone_is_copied():
    assert traced(A, constant) == ((A.operand,), (Line("copy", 0),))


def test_a_loss_with_weights_is_refused():
    with pytest.raises(ValueError, match="must have no weights, and reduction='none'"):
        FORMULAS["binary_cross_entropy_with_logits"](A, B, None, None, 1)


WAYS_BACK = {
    "sigmoid": lambda grad, a: torch.ops.aten.sigmoid_backward(grad, torch.sigmoid(a)),
    "tanh": lambda grad, a: torch.ops.aten.tanh_backward(grad, torch.tanh(a)),
    "relu": lambda grad, a: torch.ops.aten.threshold_backward(grad, a, 0),
}


@pytest.mark.parametrize("name", WAYS_BACK)
def test_the_way_back_is_torchs(name):
    grad, a = draw(4, 5), draw(4, 5, seed=1)
    back = torch.from_numpy(replayed(WAYS_BACK[name], grad, a))
    torch.testing.assert_close(back, WAYS_BACK[name](grad, a), atol=1e-6, rtol=1e-5)
