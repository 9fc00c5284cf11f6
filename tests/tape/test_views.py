"""One view through another: the same elements, by their addresses."""

import numpy as np
import pytest

from simulations.tape.calls import Operand
from simulations.tape.views import covers, levels, split, through

DIMS = (3, 4, 5)
DENSE = Operand(0, 0, (5, 15, 1))  # a [4, 3, 5] buffer, read with its first two dimensions swapped
SOURCE = Operand(1, 7, (100, 0, 2))


def addresses(operand, dims):
    return operand.offset + sum(
        stride * index
        for stride, index in zip(operand.strides, np.indices(dims).reshape(len(dims), *dims), strict=True)
    )


@pytest.mark.parametrize(
    "wanted, dims",
    [
        (Operand(0, 0, (15, 5, 1)), (4, 3, 5)),
        (Operand(0, 16, (1, 5)), (3, 2)),
        (Operand(0, 5, (2, 15, 0)), (3, 4, 6)),
        (Operand(0, 59, ()), ()),
    ],
)
def test_elements_come_from_where_they_were_copied_from(wanted, dims):
    (found,) = through(wanted, dims, levels(DIMS, DENSE, (SOURCE,)), (SOURCE,))
    came_from = np.zeros(60, dtype=int)
    came_from[addresses(DENSE, DIMS)] = addresses(SOURCE, DIMS)
    np.testing.assert_array_equal(addresses(found, dims), came_from[addresses(wanted, dims)])


def test_a_view_over_the_end_of_a_level_has_no_strides():
    within = levels(DIMS, DENSE, (SOURCE,))
    assert through(Operand(0, 0, (1,)), (60,), within, (SOURCE,)) is None
    assert through(Operand(0, 3, (1,)), (4,), within, (SOURCE,)) is None
    assert split((60,), (1,), within) == [(4, 3, 5)]


def test_what_covers_a_buffer():
    assert covers(DENSE, DIMS, 60)
    assert covers(Operand(0, 0, (1, 2)), (2, 2), 4)
    assert not covers(Operand(0, 0, (0, 1)), (2, 2), 4)
    assert not covers(Operand(0, 1, (2, 1)), (2, 2), 4)
    assert not covers(Operand(0, 0, (2, 1)), (2, 2), 5)
