"""k of n right, against closed forms for none and all right, and a published interval."""

import numpy as np
import pytest

from simulations.before import counted


def test_none_right_is_a_closed_form():
    made = counted.counted(items=50, score=0.0)
    assert made.right == 0 and made.here[0] == 0
    assert made.here[1] == pytest.approx(1 - 0.025 ** (1 / 50))
    assert (made.limit, made.three) == pytest.approx((1 - 0.05 ** (1 / 50), 0.06))


def test_all_right_is_none_right_turned_round():
    none, every = (counted.counted(items=200, score=score) for score in (0.0, 1.0))
    np.testing.assert_allclose(every.here, 1 - none.here[::-1])
    assert every.limit == 1.0


def test_a_textbook_interval():
    made = counted.counted(items=10, score=0.1)  # 1 of 10: 0.0025 to 0.4450, in any table of exact limits
    np.testing.assert_allclose(made.here, [0.0025, 0.4450], atol=5e-5)


def test_the_readers_test_is_one_of_all_and_longer_tests_are_surer():
    made = counted.counted(items=500, score=0.3)
    at = counted.TESTS.index(500)
    assert (made.right, made.score) == (150, 0.3)
    assert (made.here[0], made.here[1]) == (made.low[at], made.high[at])
    assert made.width == pytest.approx(made.here[1] - made.here[0])
    assert (np.diff(made.high - made.low) < 0).all()


def test_four_times_the_items_halve_the_width():
    short, long = (counted.counted(items=items, score=0.5).width for items in (50, 200))
    assert long / short == pytest.approx(0.5, abs=0.02)


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="items must be one of 10, 20, .*, not 30"):
        counted.counted(items=30)
    with pytest.raises(ValueError, match="score must be 0, 0.1, 0.2 … or 1, not 0.25"):
        counted.counted(score=0.25)
    with pytest.raises(ValueError, match="score must be 0, 0.1, 0.2 … or 1, not nan"):
        counted.counted(score=float("nan"))
