"""Questions by difficulty: the table, its medians and the mechanism in small."""

import numpy as np
import pytest

from simulations.data import table
from simulations.safety import u_shape


def test_hardest_arithmetic_is_worse_at_1e21_than_at_either_end():
    groups = u_shape.difficulty_groups(task="BIG-bench arithmetic", groups=1)
    assert groups.hard_median[2] < 0.05 < groups.hard_median[0]
    assert groups.hard_median[-1] > 0.8


def test_a_point_is_one_minus_the_mean_brier_score_of_its_groups():
    rows = table("difficulty_groups")
    i = np.flatnonzero(rows["task"] == "MMLU")[0]
    groups = u_shape.difficulty_groups(task="MMLU", groups=2)
    assert groups.easy[0] == pytest.approx(1 - (rows["g1"][i] + rows["g2"][i]) / 2)
    assert groups.hard[0] == pytest.approx(1 - (rows["g9"][i] + rows["g10"][i]) / 2)


def test_the_turns_are_those_of_the_medians():
    groups = u_shape.difficulty_groups(task="BIG-bench arithmetic", groups=1)
    hard, easy = groups.hard_turn, groups.easy_turn
    assert (hard.first, hard.last) == (groups.hard_median[0], groups.hard_median[-1])
    assert hard.extreme == hard.after == groups.hard_median.min()
    assert groups.hard_median[groups.centre == hard.at] == hard.extreme
    assert easy.extreme == groups.easy_median[:5].max() and easy.at <= groups.centre[4]
    assert easy.after == groups.easy_median[groups.centre >= easy.at].min() < easy.extreme


def test_half_of_the_groups_average_to_all():
    groups = u_shape.difficulty_groups(task="BIG-bench Persian QA", groups=5)
    single = groups.centre == 1e24  # one model there: the median is its value
    middle = (groups.easy_median[single] + groups.hard_median[single]) / 2
    assert middle == pytest.approx(groups.every_median[single])


@pytest.mark.parametrize(("task", "models"), [("MMLU", 65), ("BIG-bench arithmetic", 64), ("BIG-bench Persian QA", 63)])
def test_table_has_its_models(task, models):
    assert u_shape.difficulty_groups(task=task).models == models


def test_mixture_hides_a_fall_when_shares_are_even():
    even = u_shape.mixture(hard_share=0.5, dip=0.2)
    assert even.flat_change < 0.02
    assert even.hard_fall > 0.19
    assert u_shape.mixture(dip=0.0, turn=2.0).hard_fall < 0.001  # without the shortcut they only rise
    assert u_shape.mixture(hard_share=0.8, dip=0.2).flat_change > 0.1


def test_in_the_end_the_rule_decides():
    late = u_shape.mixture(dip=0.2, turn=1.0)
    assert (late.easy[-1], late.hard[-1]) == pytest.approx((0.95, 0.75), abs=1e-6)


def test_mixture_without_a_distractor_only_rises():
    plain = u_shape.mixture(dip=0.0)
    assert np.all(np.diff(plain.hard) > 0)
    assert plain.hard[0] == pytest.approx(0.25, abs=1e-6)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="task"):
        u_shape.difficulty_groups(task="chess")
    with pytest.raises(ValueError, match="groups"):
        u_shape.difficulty_groups(groups=6)
    with pytest.raises(ValueError, match="dip"):
        u_shape.mixture(dip=0.3)
