import numpy as np
import pytest

from simulations.mirage import metrics, spacing


def test_sizes_end_with_the_gap_asked_for():
    sizes = spacing.spaced_sizes(5, top_gap=100)
    np.testing.assert_allclose(sizes, [1e8, 10 ** (8 + 2 / 3), 10 ** (8 + 4 / 3), 1e10, 1e12])


def test_a_straight_line_gives_the_last_step_its_share_of_the_decades():
    result = spacing.few_sizes(np.log10, models=5, top_gap=10)
    assert result.last_step == pytest.approx(1 / 4)
    assert result.sizes[3:5].tolist() == pytest.approx([1e11, 1e12])


def test_a_wider_gap_gives_the_last_step_more():
    shares = [spacing.few_sizes(np.sqrt, models=4, top_gap=gap).last_step for gap in (2, 10, 100)]
    assert shares == sorted(shares)


def test_more_small_models_move_the_jump_and_only_more_large_ones_dissolve_it():
    def curve(sizes):
        return metrics.toy_scaling(parameters=sizes, exponent=-0.5, constant=1e9, answer_length=10).exact_match

    shares = {}
    for models, gap in ((5, 100), (5, 2), (12, 2)):
        scores = curve(spacing.spaced_sizes(models, top_gap=gap))
        shares[models, gap] = np.diff(scores) / (scores[-1] - scores[0])
    assert shares[5, 100][-1] == pytest.approx(0.94, abs=0.005)
    assert shares[5, 2][-2:] == pytest.approx([0.66, 0.12], abs=0.005)
    assert shares[12, 2].max() == pytest.approx(0.21, abs=0.005)


def test_a_flat_curve_has_no_last_step():
    assert spacing.last_step_share(np.array([0.2, 0.2, 0.2])) == 0


def test_unused_places_are_masked():
    result = spacing.few_sizes(np.log10, models=3, top_gap=10, most=5)
    assert result.sizes.mask.tolist() == [False, False, False, True, True]


@pytest.mark.parametrize(("count", "gap", "name"), [(2, 10, "count"), (4, 1, "top_gap"), (4, 1e4, "top_gap")])
def test_impossible_spacings_are_refused(count, gap, name):
    with pytest.raises(ValueError, match=name):
        spacing.spaced_sizes(count, top_gap=gap)
