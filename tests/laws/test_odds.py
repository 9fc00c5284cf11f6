"""Odds and odds ratios against fractions worked by hand."""

import numpy as np
import pytest

from simulations.laws import odds


def test_odds_by_hand():
    np.testing.assert_allclose(odds.odds([0, 0.2, 0.5, 0.75]), [0, 1 / 4, 1, 3])
    assert odds.odds(1) == np.inf


def test_an_odds_ratio_is_the_cross_product_of_the_counts():
    assert odds.odds_ratio(62 / 67, 92 / 142) == pytest.approx(62 * 50 / (5 * 92))
    assert odds.odds_ratio(0.3, 0.3) == 1 and odds.odds_ratio(0.3, 0) == np.inf and odds.odds_ratio(0, 0.3) == 0


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(share):
    with pytest.raises(ValueError, match="share must lie from 0 to 1, not"):
        odds.odds(share)
