"""The forecasters against laws whose answer is known."""

import numpy as np
import pytest

from simulations.laws import forecasting


def test_bend_of_published_shape_is_a_line_in_log_size():
    sizes = np.array([1e6, 1e7, 1e8])
    values = forecasting.bend(np.exp(-3.0 * (sizes / 1e6) ** -0.5))
    # log 3 - 0.5 ln(N / 1e6): worked by hand
    assert values == pytest.approx([np.log(3), np.log(3) - 0.5 * np.log(10), np.log(3) - np.log(10)])


def test_unbend_undoes_bend():
    rates = np.array([1e-8, 0.1, 0.5, 0.99])
    assert forecasting.unbend(forecasting.bend(rates)) == pytest.approx(rates, rel=1e-9)


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_bend_refuses_rates_without_one(rate):
    with pytest.raises(ValueError, match="rate"):
        forecasting.bend(np.array([0.5, rate]))


def test_fitted_line_on_hand_worked_points():
    # (0, 1), (1, 2), (2, 6) in log10: slope 5/2, mean 3 at x = 1
    assert forecasting.fitted_line([1, 10, 100], [1, 2, 6]) == pytest.approx((0.5, 2.5))


def test_fitted_line_needs_two_sizes():
    with pytest.raises(ValueError, match="scale"):
        forecasting.fitted_line([10, 10], [1, 2])


def test_task_law_recovers_an_exact_law_six_decades_out():
    sizes = np.geomspace(1e6, 1e7, 4)
    law = lambda n: np.exp(-8 * (n / 1e6) ** -0.3)  # noqa: E731
    assert forecasting.task_law(sizes, law(sizes), at=np.array([1e12])) == pytest.approx(law(1e12), rel=1e-9)


def test_task_law_sees_nothing_in_zeros():
    assert forecasting.task_law([1e6, 1e7, 1e8], [0, 0, 0.1], at=np.array([1e9])).tolist() == [0]


def test_token_power_and_task_law_are_parallel_when_tokens_are_independent():
    sizes = np.geomspace(1e6, 1e8, 5)
    tokens, exact = forecasting.world(sizes, law="independent tokens", answer_length=7)
    ahead = np.array([1e10])
    powered = forecasting.token_power(sizes, tokens, answer_length=7, at=ahead)
    assert powered == pytest.approx(forecasting.task_law(sizes, exact, at=ahead))
    # the two bends differ by the logarithm of the length
    assert forecasting.bend(exact) - forecasting.bend(tokens) == pytest.approx(np.log(7))


@pytest.mark.parametrize(("guess", "points"), [(10, 100), (20, 50), (5, 50), (100, 10), (np.inf, 0)])
def test_score_halves_for_a_factor_of_two(guess, points):
    assert forecasting.score(guess, 10) == pytest.approx(points)


def test_score_of_never():
    assert forecasting.score(np.inf, np.inf) == 100
    with pytest.raises(ValueError, match="guess"):
        forecasting.score(0, 1)


@pytest.mark.parametrize("law", ["independent tokens", "errors come together", "a ceiling"])
def test_high_resolution_beats_the_straight_line(law):
    duel = forecasting.forecast_duel(law=law, largest_seen=1e8)
    assert forecasting.score(duel.law_crossing, duel.truth_crossing) > 20
    assert forecasting.score(duel.line_crossing, duel.truth_crossing) < 20 or law == "errors come together"


def test_a_later_circuit_defeats_every_forecaster():
    duel = forecasting.forecast_duel(law="a new circuit at 100M", largest_seen=1e8)
    for crossing in (duel.line_crossing, duel.tokens_crossing, duel.law_crossing):
        assert forecasting.score(crossing, duel.truth_crossing) < 50


def test_correlated_errors_make_the_token_forecast_pessimistic():
    duel = forecasting.forecast_duel(law="errors come together", largest_seen=1e8)
    assert duel.tokens_crossing > 2 * duel.truth_crossing
    assert duel.law_crossing == pytest.approx(duel.truth_crossing, rel=0.1)  # a million samples


def test_duel_hides_what_was_not_seen_and_repeats():
    duel = forecasting.forecast_duel(law="a ceiling", largest_seen=1e7)
    assert duel.seen_scale.compressed().max() == pytest.approx(1e7)
    assert np.array_equal(
        duel.seen_test.compressed(),
        forecasting.forecast_duel(law="a ceiling", largest_seen=1e7).seen_test.compressed(),
    )


def test_a_new_circuit_doubles_the_exponent_from_a_hundred_million_on():
    sizes = np.array([1e7, 1e8, 1e9])
    token, _ = forecasting.world(sizes, law="a new circuit at 100M", answer_length=10)
    # log(-log p) falls by 0.42 ln 10 over the decade before and by 0.84 ln 10 over the one after
    assert np.diff(forecasting.bend(token)) == pytest.approx([-0.42 * np.log(10), -0.84 * np.log(10)])


def test_a_ceiling_leaves_a_third_of_the_answers_half_right():
    token, exact = forecasting.world(np.array([1e30]), law="a ceiling", answer_length=10)
    assert token == pytest.approx(2 / 3 + 1 / 3 * 1 / 2)
    assert exact == pytest.approx(2 / 3)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="law"):
        forecasting.world(np.array([1e6]), law="magic", answer_length=3)
    with pytest.raises(ValueError, match="items"):
        forecasting.forecast_duel(law="a ceiling", items=0)
