"""Zipf's frequencies against their own sums."""

import numpy as np
import pytest

from simulations.laws import zipf


def test_frequencies_by_hand():
    p = zipf.frequency(np.arange(1, 4), exponent=1.0)  # 6/π², and a quarter and a ninth of it
    np.testing.assert_allclose(p, np.array([1, 1 / 4, 1 / 9]) * 6 / np.pi**2)


def test_what_the_common_skills_leave_is_the_rarer_ones_share():
    shares = zipf.frequency(np.arange(1, 200_001), exponent=0.8)
    assert shares.sum() + zipf.rarer_share(200_000, exponent=0.8) == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(1 - np.cumsum(shares[:5]), zipf.rarer_share(np.arange(1, 6), exponent=0.8))


def test_exponent_in_data_by_hand():
    assert zipf.exponent_in_data(1.0) == 0.5
    assert zipf.exponent_in_data(0.25) == 0.2


@pytest.mark.parametrize("exponent", [0.0, -1.0, float("nan")])
def test_bad_exponents_are_refused(exponent):
    for call in (
        lambda: zipf.frequency(1, exponent=exponent),
        lambda: zipf.rarer_share(1, exponent=exponent),
        lambda: zipf.exponent_in_data(exponent),
    ):
        with pytest.raises(ValueError, match="exponent must be above 0, not"):
            call()
