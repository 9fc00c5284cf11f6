"""When a level is passed: by hand on one row, and what the chapter says of the eight sizes."""

from dataclasses import replace

import numpy as np
import pytest

from simulations.remeasured import appears, pythia


def test_between_two_checkpoints_it_is_a_straight_line_in_the_logarithm():
    one = pythia.run("70M")
    accuracy = np.where(one.step < 1000, 0.0, 0.2)
    made = replace(one, accuracies={"LAMBADA": accuracy})
    where, after, before = appears.passes(made, 0.1)
    assert (after, before) == (512 * 2_097_152, 1000 * 2_097_152)
    assert where == pytest.approx(np.sqrt(after * before))  # half of the way, in the logarithm


def test_all_eight_sizes_pass_five_percent_at_much_the_same_time():
    seen = appears.when_reached(level=0.05)
    assert seen.reached == 8 and seen.first == "70M"
    assert seen.fastest == pytest.approx(1.55e9, rel=0.01) and seen.slowest == pytest.approx(2.31e9, rel=0.01)
    assert abs(np.corrcoef(np.log(seen.parameters), np.log(seen.standard))[0, 1]) < 0.5  # no order of size


def test_in_compute_the_smallest_is_170_times_cheaper():
    seen = appears.when_reached(level=0.05, axis="training compute")
    assert seen.standard[-1] / seen.standard[0] == pytest.approx(173, abs=1)


@pytest.mark.parametrize(
    ("level", "reached", "first"), [(0.2, 8, "70M"), (0.4, 6, "410M"), (0.6, 4, "1.4B"), (0.7, 1, "12B")]
)
def test_how_far_a_size_goes(level, reached, first):
    seen = appears.when_reached(level=level)
    assert (seen.reached, seen.first) == (reached, first)


def test_the_band_holds_the_line():
    seen = appears.when_reached(level=0.3)
    assert np.all((seen.after <= seen.standard) & (seen.standard <= seen.before))


def test_a_level_that_is_no_share_is_told():
    with pytest.raises(ValueError, match="level must lie between 0 and 1, both excluded, not 5"):
        appears.when_reached(level=5)
