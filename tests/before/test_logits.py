"""One logit more, against odds worked by hand."""

import numpy as np
import pytest

from simulations.before import logits


def test_ln_3_more_makes_three_to_one_of_one_to_one():
    made = logits.step(start=0.5, added=np.log(3))
    np.testing.assert_allclose(made.pair, [0.5, 0.75])
    np.testing.assert_allclose(made.pair_odds, [1, 3])
    np.testing.assert_allclose(made.at, [0, np.log(3)])
    assert (made.ratio, made.points) == pytest.approx((3, 25))


def test_one_logit_brings_23_points_in_the_middle_and_3_at_95():
    assert [round(logits.step(start=start).points) for start in (0.5, 0.95)] == [23, 3]
    assert logits.step(start=0.95).ratio == pytest.approx(np.e)


def test_every_gain_is_that_of_a_step_from_there():
    made = logits.step(start=0.1, added=-1.5)
    assert made.gains[9] == pytest.approx(made.points) and made.starts[9] == 0.1
    assert (made.gains < 0).all()
    np.testing.assert_allclose(logits.step(added=0).gains, 0, atol=1e-12)


def test_what_is_taken_back_is_where_it_was():
    np.testing.assert_allclose(logits.moved(logits.moved(np.array([0.01, 0.6]), 2.0), -2.0), [0.01, 0.6])


def test_the_curve_is_half_at_0_and_as_far_from_it_on_both_sides():
    made = logits.step()
    assert made.probability[60] == 0.5 and made.log_odds[60] == pytest.approx(0)
    np.testing.assert_allclose(made.probability + made.probability[::-1], 1)


@pytest.mark.parametrize("start", [0, 1, 1.2])
def test_certainty_has_no_log_odds(start):
    with pytest.raises(ValueError, match="start must lie between 0 and 1, both excluded"):
        logits.step(start=start)
