import numpy as np
import pytest

from simulations.circuits.draws import CHUNK, EachStep, at_start


def test_the_start_is_the_seeds_own_stream():
    numbers = at_start([3, 7], 5)
    np.testing.assert_array_equal(numbers[1], np.random.default_rng([7, 0, 2]).random(5, dtype=np.float32))
    assert (numbers[0] != numbers[1]).all()


@pytest.mark.parametrize("order", [range(2 * CHUNK), (CHUNK, 0, CHUNK + 1, 3)])
def test_a_step_has_its_numbers_whatever_was_asked_for_before(order):
    drawn = EachStep([3, 7], 4, 2)
    for step in order:
        chunk, place = divmod(step, CHUNK)
        expected = np.random.default_rng([7, chunk, 1]).random((CHUNK, 4, 2), dtype=np.float32)[place]
        assert drawn(step).shape == (2, 4, 2)
        np.testing.assert_array_equal(drawn(step)[1], expected)
