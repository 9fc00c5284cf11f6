"""Formulas become code: each value worked out once, each operand read once."""

import pytest

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
