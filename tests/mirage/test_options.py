import numpy as np
import pytest
from scipy.special import ndtr

from simulations.mirage import options

SIZES = np.geomspace(1e7, 1e12, 51)


def test_two_options_have_a_closed_form():
    lead = np.linspace(-1, 1, 9)  # the difference of two normals has the spread √2 times as wide
    np.testing.assert_allclose(
        options.accuracy_at(lead, spread=0.5, wrong_options=1), ndtr(lead / (0.5 * np.sqrt(2))), atol=1e-9
    )


def test_no_lead_is_chance():
    for wrong in (1, 3, 9):
        assert options.accuracy_at(0.0, spread=0.3, wrong_options=wrong) == pytest.approx(1 / (wrong + 1), abs=1e-6)


def test_quadrature_agrees_with_drawn_items():
    rng = np.random.default_rng(0)
    right, wrong = 0.4 + 0.5 * rng.standard_normal(200_000), 0.5 * rng.standard_normal((200_000, 3))
    drawn = np.mean(right > wrong.max(axis=1))
    # standard error 0.0011, four of them allowed
    assert options.accuracy_at(0.4, spread=0.5, wrong_options=3) == pytest.approx(drawn, abs=0.0045)


def test_log_probability_is_a_straight_line_while_accuracy_is_sharp():
    race = options.option_race(spread=0.05, parameters=SIZES)
    np.testing.assert_allclose(np.diff(race.right, 2), 0, atol=1e-12)
    assert race.right[10] - race.right[0] == pytest.approx(race.right_slope)  # one decade of fifty steps over five
    inside = (race.accuracy > 0.3) & (race.accuracy < 0.95)
    assert np.ptp(np.log10(SIZES[inside])) < 0.8  # the whole rise within a factor of six


def test_wrong_options_alone_decide_where_accuracy_rises():
    early, late = (options.option_race(wrong_slope=slope, parameters=SIZES) for slope in (-0.1, 0.1))
    np.testing.assert_array_equal(early.right, late.right)
    assert early.overtakes_at == pytest.approx(1e7 * 10 ** (1 / 0.5))  # it starts one nat behind
    assert late.overtakes_at == pytest.approx(1e7 * 10 ** (1 / 0.3))
    never = options.option_race(wrong_slope=0.4, parameters=SIZES)
    assert never.overtakes_at == np.inf
    assert np.ptp(never.accuracy) < 1e-12


def test_probabilities_stay_probabilities():
    race = options.option_race(wrong_slope=0.4, options=10, parameters=SIZES)
    assert np.all(np.exp(race.right) + 9 * np.exp(race.wrong) < 1)


def test_a_tie_gives_each_option_its_share_on_a_typical_item():
    # At 22B the right option, with 0.3 nats a decade more, has caught up its one nat: all four are alike.
    race = options.option_race(wrong_slope=0.1, options=4, parameters=np.array([1e7 * 10 ** (1 / 0.3)]))
    assert race.share[0] == pytest.approx(1 / 4)
    assert race.chance == 1 / 4


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="spread must be above 0 nats, not 0"):
        options.accuracy_at(0.0, spread=0, wrong_options=1)
    with pytest.raises(ValueError, match="wrong_options must be 1 or more, not 0"):
        options.accuracy_at(0.0, spread=1, wrong_options=0)
