"""One curve for all sizes: the comparison at one log-perplexity, by hand and on the table."""

import numpy as np
import pytest

from simulations.remeasured import collapse, pythia


def test_the_first_way_down_counts():
    falling = np.array([10.0, 6.0, 4.0, 6.0, 3.0])
    value = np.array([0.0, 0.2, 0.4, 0.1, 0.9])
    assert collapse.first_at(5.0, falling, value) == pytest.approx((0.3,))
    assert collapse.first_at(4.0, falling, value) == pytest.approx((0.4,))
    assert collapse.first_at(2.0, falling, value) is None


def test_spread_and_chance_by_hand():
    # Two values 0.1 apart with errors 0.03 and 0.04: two errors of the difference, and its square is χ².
    there = collapse.AtLevel(("a", "b"), np.array([0.5, 0.6]), np.array([0.03, 0.04]))
    assert there.spread == pytest.approx(2.0)
    assert there.chance == pytest.approx(0.0455, abs=1e-4)  # two sides of the bell beyond two


def test_alike_sizes_scatter_so_far_in_as_many_cases_as_is_said():
    rng = np.random.default_rng(3)
    error = np.full(8, 0.01)
    chances = [
        collapse.AtLevel(tuple(pythia.SIZES), 0.5 + rng.normal(size=8) * error, error).chance for _ in range(2000)
    ]
    assert np.mean(np.array(chances) < 0.1) == pytest.approx(0.1, abs=0.025)


def test_a_size_stands_on_its_own_checkpoint():
    one = pythia.run("70M")
    level = one.log_perplexity[13]
    there = collapse.at_level(level, task="ARC-Easy")
    assert there.accuracy[there.sizes.index("70M")] == pytest.approx(one.accuracies["ARC-Easy"][13])


def test_what_the_chapter_reads_off_the_table():
    spread = {
        (task, level): collapse.at_level(level, task=task).spread
        for task in pythia.TASKS
        for level in (6, 5, 4, 3, 2.5, 2)
    }
    for task in ("PIQA", "ARC-Challenge", "WinoGrande", "LogiQA", "MMLU"):
        assert max(spread[task, level] for level in (6, 5, 4, 3, 2.5, 2)) < 2.5, task
    assert spread["LAMBADA", 6] == pytest.approx(8.9, abs=0.05)
    assert spread["LAMBADA", 5] == pytest.approx(4.6, abs=0.05)
    assert spread["ARC-Easy", 2.5] == pytest.approx(2.9, abs=0.05)
    assert spread["SciQ", 4] == pytest.approx(3.8, abs=0.05)
    assert len(spread) == 54


def test_the_figure_s_rows_hold_every_checkpoint_of_a_group():
    seen = collapse.one_curve(task="SciQ", axis="log-perplexity", level=4.0)
    assert (seen.small.count(), seen.middle.count(), seen.large.count()) == (54, 108, 54)
    assert seen.small[27] is np.ma.masked  # between two sizes nothing is drawn
    np.testing.assert_allclose(seen.large[:27], pythia.run("6.9B").accuracies["SciQ"])
    assert seen.reached == 7 and seen.lowest == pytest.approx(0.684, abs=5e-4)


def test_step_0_has_no_place_on_a_logarithmic_axis():
    for axis in ("tokens read", "training compute"):
        seen = collapse.one_curve(axis=axis)
        assert seen.small_at[0] is np.ma.masked and seen.small_at.count() == 52


def test_where_fewer_than_two_sizes_get_nothing_is_compared():
    seen = collapse.one_curve(level=1.4)
    assert seen.reached == 1 and np.isnan(seen.spread) and np.isnan(seen.chance)


def test_an_unknown_axis_is_told():
    with pytest.raises(ValueError, match="axis must be one of tokens read"):
        collapse.one_curve(axis="size")
