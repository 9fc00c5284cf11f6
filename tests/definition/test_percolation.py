import itertools

import numpy as np
import pytest

from benchmarks.definition import spans_by_union_find
from simulations.definition import percolation


def test_the_clusters_of_a_lattice_drawn_by_hand():
    occupied = np.array([[1, 0, 1], [1, 1, 0], [0, 1, 0]], bool)
    found = percolation.clusters(occupied)
    np.testing.assert_array_equal(found.label, [[1, 0, 2], [1, 1, 0], [0, 1, 0]])
    np.testing.assert_array_equal(found.cluster_size, [0, 4, 1])
    np.testing.assert_array_equal(found.spanning, [1])
    assert found.largest_share == 4 / 9


def test_sites_that_share_only_a_corner_are_apart():
    found = percolation.clusters(np.eye(4, dtype=bool))
    assert len(found.cluster_size) == 5 and not found.spans


@pytest.mark.parametrize(("occupied", "spans"), [(np.zeros((5, 5), bool), False), (np.ones((5, 5), bool), True)])
def test_empty_and_full_lattices(occupied, spans):
    assert percolation.clusters(occupied).spans is spans
    assert percolation.spans(occupied[None])[0] == spans


def test_a_stack_is_labelled_without_joining_its_lattices():
    # the upper half of one and the lower half of the next would span if they touched
    upper, lower = np.zeros((4, 4), bool), np.zeros((4, 4), bool)
    upper[:2], lower[2:] = True, True
    np.testing.assert_array_equal(percolation.spans(np.stack([upper, lower, upper | lower])), [False, False, True])


def test_labelling_agrees_with_union_find_on_random_lattices():
    rng = np.random.default_rng(3)
    for occupation in (0.4, percolation.THRESHOLD, 0.75):
        occupied = rng.random((60, 12, 12)) < occupation
        np.testing.assert_array_equal(percolation.spans(occupied), [spans_by_union_find(one) for one in occupied])


def exact_spanning_probability(size: int, occupation: float) -> float:
    """By walking through all 2^(size^2) lattices."""
    every = np.array(list(itertools.product([False, True], repeat=size * size))).reshape(-1, size, size)
    sites = every.sum(axis=(1, 2))
    weight = occupation**sites * (1 - occupation) ** (size * size - sites)
    return float(weight[percolation.spans(every)].sum())


def test_the_exact_probability_on_four_sites_is_the_closed_form():
    # one of two columns is full: 1 - (1 - p^2)^2
    assert exact_spanning_probability(2, 0.6) == pytest.approx(1 - (1 - 0.36) ** 2, rel=1e-12)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_sampled_curves_agree_with_the_exact_probability(size):
    samples = 4000
    values = percolation.spanning_occupations(lattice_size=size, samples=samples, rng=np.random.default_rng(size))
    for occupation in (0.3, 0.6, 0.8):
        exact = exact_spanning_probability(size, occupation)
        sampled = percolation.spanning_curve(values, occupation=occupation).probability[0]
        # four standard errors; twelve comparisons
        assert abs(sampled - exact) < 4 * (exact * (1 - exact) / samples) ** 0.5


def test_halving_finds_the_occupation_at_which_a_lattice_starts_to_span():
    rng = np.random.default_rng(5)
    values = percolation.spanning_occupations(lattice_size=10, samples=50, rng=rng)
    height = np.random.default_rng(5).random((50, 10, 10))
    for value, one in zip(values, height, strict=True):
        assert percolation.clusters(one < value + 2**-14).spans
        assert not percolation.clusters(one < value - 2**-14).spans


def test_the_transition_lies_at_the_threshold_and_narrows_as_theory_says():
    rng = np.random.default_rng(0)
    small, large = (percolation.spanning_occupations(lattice_size=size, samples=600, rng=rng) for size in (16, 64))
    # half the lattices span at the threshold; four standard errors of a share of 600, and a shift of order 1/size
    at = percolation.spanning_curve(large, occupation=percolation.THRESHOLD).probability[0]
    assert abs(at - 0.5) < 4 * 0.5 / 600**0.5 + 1 / 64
    # 4^(3/4) = 2.83; the quantiles of 600 leave about 5 % in each width
    ratio = percolation.transition_width(small) / percolation.transition_width(large)
    assert ratio == pytest.approx(4**0.75, rel=0.15)


def test_the_curve_rises_from_nought_to_one():
    values = percolation.spanning_occupations(lattice_size=6, samples=100, rng=np.random.default_rng(0))
    curve = percolation.spanning_curve(values, occupation=np.linspace(0, 1, 21))
    assert curve.probability[0] == 0 and curve.probability[-1] == 1
    assert (np.diff(curve.probability) >= 0).all()


def test_three_sites_in_a_hundred_join_the_islands_of_the_first_lattice():
    before, after = (percolation.picture(occupation=p, lattice_size=48, seed=0) for p in (0.6, 0.64))
    assert after.occupied - before.occupied == pytest.approx(0.033, abs=0.001)
    assert before.share_of_occupied == pytest.approx(0.35, abs=0.005)
    assert after.share_of_occupied == pytest.approx(0.90, abs=0.005)


def test_raising_the_occupation_only_adds_sites():
    low, high = (percolation.picture(occupation=p, lattice_size=24, seed=2) for p in (0.5, 0.6))
    assert ((low.rank > 0) <= (high.rank > 0)).all()
    assert high.occupied > low.occupied


def test_a_picture_ranks_clusters_by_size_and_keeps_its_resolution():
    shown = percolation.picture(occupation=0.55, lattice_size=12, seed=0)
    assert shown.rank.shape == (48, 48)
    sites = [(shown.rank[::4, ::4] == rank).sum() for rank in (1, 2, 3, 4)]
    assert sites == sorted(sites, reverse=True)
    assert shown.largest_share == sites[0] / 144


def test_a_view_follows_the_theory_from_its_larger_lattices():
    first = {size: np.linspace(0.5, 0.7, 101) for size in (8, 128)}
    view = percolation.spanning_view(lattice_size=8, occupation=0.6, first_spanning=first)
    assert view.predicted_width[0] == pytest.approx(view.width[1] * 16**0.75)
    assert view.at_probability == pytest.approx(51 / 101)
    assert view.probability.shape == (2, 101)
    middle = 50  # at 0.6 on the axis, where 51 of 101 lattices span: the band is two standard errors each way
    error = (51 / 101 * 50 / 101 / 101) ** 0.5
    assert (view.high[middle] - view.chosen[middle], view.chosen[middle] - view.low[middle]) == pytest.approx(
        (2 * error, 2 * error)
    )


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_the_width_of_evenly_spread_starts_is_the_share_of_their_range(share):
    assert percolation.transition_width(np.linspace(0.2, 0.7, 101), share=share) == pytest.approx(share * 0.5)


def test_rescaled_occupations_count_in_the_width_of_the_rise():
    # 16 to the power 3/4 is 8
    np.testing.assert_allclose(percolation.rescaled(percolation.THRESHOLD + np.array([0, 0.25]), 16), [0, 2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: percolation.clusters(np.ones((2, 3), bool)), "must be a square boolean lattice"),
        (lambda: percolation.clusters(np.ones((2, 2))), "must be a square boolean lattice"),
        (
            lambda: percolation.picture(occupation=1.2, lattice_size=12, seed=0),
            "occupation must lie from 0 to 1, not 1.2",
        ),
        (lambda: percolation.picture(occupation=0.5, lattice_size=7, seed=0), "multiple of lattice_size"),
        (
            lambda: percolation.spanning_occupations(lattice_size=257, samples=1, rng=np.random.default_rng(0)),
            "lattice_size must be a whole number, 1 to 256, not 257",
        ),
        (
            lambda: percolation.spanning_occupations(lattice_size=8, samples=0, rng=np.random.default_rng(0)),
            "samples must be",
        ),
        (lambda: percolation.transition_width(np.ones(3), share=1), "share must lie between"),
        (lambda: percolation.transition_width(np.ones((3, 0))), "the number of first_spanning must be 1 or more"),
        (
            lambda: percolation.spanning_view(lattice_size=9, occupation=0.5, first_spanning={8: np.ones(3)}),
            "lattice_size must be one of 8, not 9",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
