"""The interpreter gives, call by call, what the format says, and reads nothing beyond the arena."""

import numpy as np
import pytest

from simulations.tape.calls import ARENA, OPS, Gather, Line, Map, MatMul, Operand, Reduce, ScatterAdd, Softmax, written
from simulations.tape.interpret import run


def at(offset: int, *strides: int) -> Operand:
    return Operand(ARENA, offset, strides)


def after(call, numbers) -> list[float]:
    arena = np.array(numbers, dtype=np.float32)
    run(written([call]), arena)
    return arena.tolist()


@pytest.mark.parametrize(
    "op, parts, expected",
    [
        ("sub", (3, 2), 1),
        ("where", (0, 2, 5), 5),
        ("mul_add", (2, 3, 4), 10),
        ("ge", (2, 2), 1),
        ("sigmoid", (0,), 0.5),
    ],
)
def test_a_line(op, parts, expected):
    call = Map((), at(0), tuple(at(1 + number) for number in range(len(parts))), (Line(op, *range(len(parts))),))
    assert after(call, [9, *parts])[0] == expected


def test_every_operation_of_the_format_is_known():
    for op in OPS:
        assert np.isfinite(after(Map((), at(0), (at(1), at(2), at(3)), (Line(op, 0, 1, 2),)), [9, 1, 2, 3])[0])


def test_a_product_with_a_start_and_factors():
    call = MatMul((), 1, 2, 2, at(0, 2, 1), at(2, 2, 1), at(4, 1, 2), at(0, 2, 1), at(8), at(9))
    assert after(call, [1, 2, 3, 4, 1, 2, 3, 4, 10, 100])[:2] == [210, 450]  # b is read transposed


@pytest.mark.parametrize("what, expected", [("sum", 6), ("max", 3), ("argmax", 1), ("mean", 2), ("product", 6)])
def test_a_reduction(what, expected):
    assert after(Reduce(what, (), (3,), at(0), at(1, 1)), [9, 1, 3, 2])[0] == expected


def test_softmax():
    assert after(Softmax(False, (2,), at(0, 1), at(2, 0)), [9, 9, 4])[:2] == [0.5, 0.5]
    np.testing.assert_allclose(after(Softmax(True, (2,), at(0, 1), at(2, 0)), [9, 9, 4])[:2], -np.log(2), rtol=1e-6)


def test_gather_and_scatter():
    source, index = at(4, 0), (at(2, 1), 2)
    assert after(Gather((2,), at(0, 1), source, (index,)), [9, 9, 1, 0, 5, 6, 7, 8]) == [7, 5, 1, 0, 5, 6, 7, 8]
    assert after(ScatterAdd((2,), at(0, 1), source, (index,)), [1, 2, 1, 1, 5, 6, 7, 8]) == [1, 2, 1, 1, 5, 6, 10, 8]


def test_nothing_beyond_the_arena_is_read():
    with pytest.raises(IndexError, match="operand must lie in the arena of 4 floats, not reach 4"):
        after(Map((3,), at(0, 1), (at(2, 1),), (Line("copy", 0),)), [1, 2, 3, 4])
