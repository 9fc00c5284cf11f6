"""The answers of the chapter's exercises against computations of their own."""

import numpy as np
import pytest
from scipy.special import expit

from simulations.data import table
from simulations.exercises import find
from simulations.exercises.judge import judged
from simulations.exercises.states import link


def test_the_moment_by_steps_of_even_log_odds():
    found = find("reasoning-1").expected()
    odds = np.linspace(np.log(0.001 / 0.999), 0, 801)  # one point a step, up to one half at step 800
    assert found["halfway_share"] == pytest.approx(expit(odds[400]))
    later = odds[-1] + (odds[1] - odds[0]) * np.arange(1, 1_000)
    assert found["nine_tenths_step"] == pytest.approx(800 + 1 + np.argmax(expit(later) >= 0.9), abs=1)


def test_the_overtaking_by_a_product_a_try():
    found = find("reasoning-2").expected()
    base = trained = 1.0
    for tries in range(1, 1_000):
        base *= 1 - 0.2 / (1.0 + tries - 1)
        trained *= 1 - 0.1 / (0.2 + tries - 1)
        if base < trained:
            break
    assert (found["overtaking_tries"], found["trained_tail"]) == (tries, pytest.approx(0.1))


def test_two_more_decades():
    found = find("reasoning-3").expected()
    assert found["exponent"] == pytest.approx(np.log10(4) / 2)
    assert found["forecast_share"] == pytest.approx(0.05 / 4)
    assert found["none_in_a_row"] == pytest.approx((1 - 1e-5) ** 1e6, rel=1e-4)


def test_a_doubling_by_powers():
    found = find("reasoning-4").expected()
    assert (1 - found["error_now"]) ** 100 == pytest.approx(0.5)
    assert (1 - found["error_doubled"]) ** 200 == pytest.approx(0.5)
    assert (1 - found["error_now"]) ** found["reliable_steps"] == pytest.approx(0.8)


def test_errors_that_are_drawn():
    found, rng = find("reasoning-5").expected(), np.random.default_rng(1)
    errors, first_ten = np.zeros(4_000), np.ones(4_000, bool)
    for turn in range(3_000):
        now = rng.random(4_000) < 0.02 + 0.6 * errors / max(turn, 1)
        errors += now
        if turn < 10:
            first_ten &= ~now
    assert errors.mean() / 3_000 == pytest.approx(found["long_run_error"], rel=0.05)
    assert first_ten.mean() == pytest.approx(found["ten_right"], abs=0.025)  # four standard errors
    assert 0.02 / (1 - found["copying_for"]) == pytest.approx(0.2)


def test_the_line_without_two_models():
    found, rows = find("reasoning-6").expected(), table("time_horizons")
    kept = [1, 2, 4, 5, 6]
    days = [np.datetime64(day).astype(int) for day in rows["released"][kept]]
    for side in ("old", "new"):
        slope = np.polyfit(days, np.log2(rows[side][kept]), 1)[0]
        assert found[f"{side}_days"] == pytest.approx(1 / slope, rel=1e-3)


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        (dict(mean=0.5, concentration=0.2, opened=0.05), "opened_state: right"),
        (dict(mean=0.5, concentration=0.2, opened=0.02), "here the base model overtakes within 1,000 tries"),
        (dict(mean=0.5, concentration=0.2, opened=0.1), "fewer opened problems are enough"),
        (dict(mean=0.6, concentration=0.2, opened=0.05), "set trained: mean success to 0.5"),
    ],
)
def test_the_state_in_which_enough_is_opened(controls, says):
    assert says in str(judged(find("reasoning-7"), {"opened_state": link("pass-at-k", **controls)}))
