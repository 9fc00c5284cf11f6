import numpy as np
import pytest

from simulations import data
from simulations.definition import curves


def test_a_smooth_rise_takes_its_decades_from_a_tenth_to_nine_tenths():
    # half the rise lies on either side of the midpoint
    scale = 1e22 * 10 ** np.array([-1.0, 0.0, 1.0])
    np.testing.assert_allclose(
        curves.smooth_score(scale, midpoint=1e22, decades_to_rise=2), [0.1, 0.5, 0.9], rtol=1e-12
    )


def test_the_floor_lifts_the_curve_without_moving_its_middle():
    score = curves.smooth_score(np.array([1e10, 1e22, 1e40]), midpoint=1e22, decades_to_rise=1, floor=0.25)
    np.testing.assert_allclose(score, [0.25, 0.625, 1.0], atol=1e-12)


@pytest.mark.parametrize("gap", [0.1, 0.9, 2.5])
def test_the_largest_step_is_that_of_two_neighbours_about_the_midpoint(gap):
    ends = curves.smooth_score(10 ** np.array([22 - gap / 2, 22 + gap / 2]), midpoint=1e22, decades_to_rise=1.5)
    step = curves.largest_possible_step(decades_between_sizes=gap, decades_to_rise=1.5)
    assert step == pytest.approx(ends[1] - ends[0], rel=1e-12)


def test_no_placing_of_two_neighbours_makes_a_larger_step():
    offsets = np.linspace(-3, 3, 601)
    low, high = (
        curves.smooth_score(10 ** (22 + offsets + shift), midpoint=1e22, decades_to_rise=2) for shift in (-0.35, 0.35)
    )
    bound = curves.largest_possible_step(decades_between_sizes=0.7, decades_to_rise=2)
    assert (high - low).max() == pytest.approx(bound, rel=1e-9)


def test_the_conditions_on_a_row_worked_by_hand():
    # small: 10, 100 (the lower half of 1 to 3 in log10); the line through 0.26 and 0.24 falls 0.02 a decade
    found = curves.wei_conditions([10, 100, 1000], [0.26, 0.24, 0.61], floor=0.25)
    assert found.absent and found.present and found.unforeseen and found.emergent
    assert found.forecast == pytest.approx(0.22)


def test_each_condition_fails_alone():
    steady = curves.wei_conditions([1, 10, 100, 1000], [0.01, 0.2, 0.4, 0.6], floor=0.0)
    assert not steady.absent and steady.present and not steady.unforeseen
    never = curves.wei_conditions([1, 10, 100, 1000], [0.0, 0.0, 0.01, 0.02], floor=0.0)
    assert never.absent and not never.present and not never.emergent
    slow = curves.wei_conditions([1, 10, 1e5, 1e6], [0.0, 0.04, 0.12, 0.2], floor=0.0)
    assert slow.absent and slow.present and not slow.unforeseen


def test_a_forecast_that_overshoots_is_no_forecast_either():
    found = curves.wei_conditions([1, 10, 1e5, 1e6], [0.0, 0.05, 0.12, 0.15], floor=0.0)
    assert found.forecast == pytest.approx(0.30) and found.unforeseen


def test_a_real_task_is_emergent_or_not_by_the_width_of_the_band():
    # a small model scored 0.314 on 175 questions of four choices: within two standard errors of 0.25, not within 0.05
    bigbench = data.table("bigbench")
    narrow, wide = (curves.task_conditions(bigbench, band=band)["hindu_knowledge"] for band in (0.05, None))
    assert not narrow.emergent and narrow.present and narrow.unforeseen
    assert wide.emergent


def test_the_bands_and_wei_s_lists_agree_as_the_chapter_counts_them():
    bigbench = data.table("bigbench")
    lists = dict(zip(bigbench["task"].tolist(), bigbench["wei_list"].tolist(), strict=True))
    points, errors = (
        {task for task, found in curves.task_conditions(bigbench, band=band).items() if found.emergent}
        for band in (0.05, None)
    )
    assert len(points) == 4 and len(errors) == 11 and points < errors
    on = [lists[task] for task in errors]
    assert on.count("emergent with GPT-3 or LaMDA") == 8 and on.count("smooth") == 3
    palm = {task for task, name in lists.items() if name == "emergent with PaLM"}
    seen = data.table("wei_lists")
    first = dict(zip(seen["task"].tolist(), seen["first_seen"].tolist(), strict=True))
    assert len(palm) == 29 and sum(first[task] == "PaLM 62B" for task in palm) == 8


def test_the_family_of_the_self_check():
    band = 2 * (0.25 * 0.75 / 400) ** 0.5
    assert band == pytest.approx(0.043, abs=5e-4)
    for width in (band, curves.CHANCE_BAND):
        found = curves.wei_conditions([1, 10, 100, 1000], [0.25, 0.26, 0.24, 0.61], floor=0.25, band=width)
        assert found.emergent and found.forecast == pytest.approx(0.28)


def test_every_task_of_a_table_is_judged_by_its_own_chance_and_length():
    rows = dict(
        task=np.array(["few"] * 3 + ["many"] * 3),
        parameters=np.array([1, 10, 100] * 2, float),
        accuracy=np.array([0.56, 0.5, 0.9] * 2),
        chance=np.full(6, 0.5),
        items=np.array([100] * 3 + [10_000] * 3),  # two standard errors: 0.1 and 0.01
    )
    found = curves.task_conditions(rows)
    assert list(found) == ["few", "many"]
    assert found["few"].absent and not found["many"].absent


def test_log_odds_foresee_a_noiseless_logistic_curve_and_one_point_of_noise_hides_it():
    shape = dict(decades_to_rise=2, floor=0.0, model_sizes=4, seed=0, extrapolation="log-odds line")
    clean = curves.measured_curve(noise=0.0, **shape)
    np.testing.assert_allclose(clean.small.compressed(), [0.0003, 0.011], rtol=0.04)
    found = clean.conditions
    assert found.forecast == pytest.approx(found.largest_score, abs=1e-6)
    assert found.absent and found.present and not found.unforeseen
    assert curves.measured_curve(noise=0.01, **shape).conditions.emergent


def test_scores_at_the_ends_count_as_one_in_ten_thousand_short_of_them():
    def line(low, high):
        return curves.log_odds_line(np.arange(4.0), np.array([low, 0.4, 0.7, high]), 2.5, floor=0.25)

    assert line(0.1, 1.0) == pytest.approx(line(0.25 + 0.75e-4, 1 - 0.75e-4))


def test_a_noisy_floor_counts_as_absent_within_two_standard_errors():
    shape = dict(decades_to_rise=0.5, floor=0.25, noise=0.05, model_sizes=3, extrapolation="straight line")
    error = [np.random.default_rng(seed).normal(size=2) for seed in range(200)]  # of the two small models
    for seed, z in enumerate(np.abs(error).max(axis=1)):
        assert curves.measured_curve(seed=seed, **shape).conditions.absent == (z <= 2), (seed, z)


def test_two_more_models_turn_the_verdict_on_the_same_curve():
    shape = dict(decades_to_rise=3, floor=0.0, noise=0.0, seed=0, extrapolation="straight line")
    assert curves.measured_curve(model_sizes=4, **shape).conditions.emergent
    six = curves.measured_curve(model_sizes=6, **shape).conditions
    assert not six.emergent and not six.absent


def test_arrays_have_one_length_whatever_the_number_of_models():
    for sizes in (3, curves.MOST_SIZES):
        seen = curves.measured_curve(
            decades_to_rise=1, floor=0.25, noise=0.02, model_sizes=sizes, seed=1, extrapolation="straight line"
        )
        assert seen.model_score.shape == seen.model_compute.shape == seen.small.shape == (curves.MOST_SIZES,)
        assert seen.model_score.count() == sizes


def test_how_much_of_a_rise_real_families_put_into_one_step():
    def step(family, midpoint):
        return curves.family_curve(family=family, decades_to_rise=2, midpoint=midpoint).largest_step

    palm = [step("PaLM, 3 sizes", x) for x in np.geomspace(1e10, 1e11, 5)]
    assert min(palm) == pytest.approx(0.39, abs=0.005) and max(palm) == pytest.approx(0.45, abs=0.005)
    assert max(step("BIG-G, 12 sizes", x) for x in np.geomspace(1e9, 10**9.5, 3)) < 0.2
    assert step("BIG-G, 12 sizes", 56e9) == pytest.approx(0.35, abs=0.01)


def test_ten_sizes_a_decade_leave_no_large_step():
    assert curves.family_curve(family="10 sizes a decade", decades_to_rise=2, midpoint=1e10).largest_step < 0.06


def test_a_familys_largest_step_is_where_its_gap_meets_the_midpoint():
    middle = (6.7e9 * 175e9) ** 0.5
    seen = curves.family_curve(family="GPT-3 on the API, 4 sizes", decades_to_rise=2, midpoint=middle)
    gap = np.log10(175 / 6.7)
    np.testing.assert_allclose(seen.step_parameters, [6.7e9, 175e9])
    assert seen.largest_step == pytest.approx(
        curves.largest_possible_step(decades_between_sizes=gap, decades_to_rise=2)
    )


SHAPE = dict(decades_to_rise=1, floor=0, noise=0, model_sizes=4, seed=0, extrapolation="straight line")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: curves.smooth_score(1, midpoint=1, decades_to_rise=0), "width must be above 0 decades, not 0"),
        (lambda: curves.smooth_score(1, midpoint=1, decades_to_rise=1, floor=1.0), "in rising order, not .1.0, 1.0."),
        (lambda: curves.wei_conditions([1, 2], [0, 1], floor=0), "must be arrays of one length of 3 or more"),
        (lambda: curves.wei_conditions([1, 3, 2], [0, 0, 1], floor=0), r"must be in rising order, not \[1, 3, 2\]"),
        (lambda: curves.family_curve(family="LLaMA", decades_to_rise=1, midpoint=1e9), "must be one of PaLM, 3 sizes"),
        (lambda: curves.measured_curve(**SHAPE | {"model_sizes": 2}), "model_sizes must be a whole number, 3 to 16"),
        (lambda: curves.measured_curve(**SHAPE | {"noise": 1}), "noise must lie from 0 to 0.5, not 1"),
        (lambda: curves.measured_curve(**SHAPE | {"extrapolation": "spline"}), "one of straight line, log-odds line"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
