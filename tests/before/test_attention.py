"""One look of a head, against a softmax worked by hand and its limits."""

import numpy as np
import pytest

from simulations.before import attention


def test_shares_by_hand():
    made = attention.look(place=2, score=np.log(4))  # beside e⁰, e¹, 1/e and e⁰
    whole = 4 + 1 + np.e + 1 / np.e + 1
    np.testing.assert_allclose(made.shares, np.array([1, 4, np.e, 1 / np.e, 1]) / whole)
    assert (made.token, made.share) == ("cat", pytest.approx(4 / whole))
    assert made.share_with_more == pytest.approx(4 * np.e / (whole + 4 * (np.e - 1)))


def test_only_the_score_that_is_set_changes():
    np.testing.assert_array_equal(attention.look(place=5, score=6.0).scores, [0, 3, 1, -1, 6])


@pytest.mark.parametrize("sharpness", [0, 0.5, 1, 2, 4])
def test_shares_sum_to_one(sharpness):
    assert attention.look(sharpness=sharpness).shares.sum() == pytest.approx(1)


def test_a_head_looks_everywhere_alike_or_at_one_place():
    np.testing.assert_allclose(attention.look(sharpness=0).shares, 0.2)
    assert attention.look(sharpness=4).share > 0.999


def test_one_more_multiplies_the_odds_by_e_to_the_sharpness():
    made = attention.look(place=3, score=0.5, sharpness=2)
    odds = [share / (1 - share) for share in (made.share, made.share_with_more)]
    assert odds[1] / odds[0] == pytest.approx(np.e**2)


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="place must be a whole number, 1 to 5, not 6"):
        attention.look(place=6)
    with pytest.raises(ValueError, match="sharpness must be 0 or more, not -1"):
        attention.look(sharpness=-1)
