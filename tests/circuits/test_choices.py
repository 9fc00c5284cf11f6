import numpy as np
import torch

from simulations.circuits import choices


def test_ranks_are_an_even_permutation_and_equal_numbers_keep_their_order():
    np.testing.assert_array_equal(choices.ranks(np.array([0.5, 0.1, 0.5, 0.9, 0.1])), [2, 0, 3, 4, 1])
    ranks = choices.ranks(np.random.default_rng(0).random((24_000, 4), dtype=np.float32))
    _, times = np.unique(ranks, axis=0, return_counts=True)
    assert len(times) == 24 and abs(times - 1000).max() < 160  # five standard errors


def test_floored_numbers_are_the_whole_parts():
    np.testing.assert_array_equal(choices.floored(np.array([0.0, 0.99, 1.0, 3.5, 7.99]), 8), [0, 0, 1, 3, 7])


def test_the_greatest_uniform_number_stays_below_every_top():
    greatest = np.float32(1 - 2.0**-24)
    for top in range(1, 100):
        assert choices.floored(np.array([greatest * np.float32(top)]), top + 1)[0] == top - 1


def test_tensors_and_arrays_are_treated_alike_and_left_as_they_were():
    uniform = np.random.default_rng(0).random((5, 7), dtype=np.float32)
    before = uniform.copy()
    for choice in (choices.ranks, lambda numbers: choices.floored(4 * numbers, 4)):
        np.testing.assert_array_equal(choice(torch.from_numpy(uniform)), choice(uniform))
    np.testing.assert_array_equal(uniform, before)
